package io.heapcast.bench.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Truth;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeakBeginTest {

  private static final long SEED = 7;
  private static final double SHORTLY_SECONDS = 60;

  @Test
  void everyLeakHoldsSomethingShortlyAfterItsBegin() {
    assertThat(settings())
        .allSatisfy(
            setting -> {
              Simulation simulation = new Simulation(setting, SEED);
              assertThat(leakedAfterBegin(simulation, simulation.truth()))
                  .as(setting.id(SEED))
                  .isPositive();
            });
  }

  @Test
  void everyQueueThatLeaksRunsOutWellAfterItsBegin() {
    assertThat(queues())
        .allSatisfy(
            setting -> {
              Truth truth = new Simulation(setting, SEED).truth();
              double seconds =
                  (truth.exhaustedMs().orElseThrow() - truth.leakBeginMs().orElseThrow()) / 1_000.0;
              assertThat(seconds / setting.spanSeconds()).as(setting.id(SEED)).isGreaterThan(0.1);
            });
  }

  /** What the same run holds of the leak when it is ended shortly after the begin. */
  private static double leakedAfterBegin(Simulation simulation, Truth truth) {
    Story story = simulation.story();
    JvmPlan plan = story.jvms().get(0);
    double beginSeconds = (truth.leakBeginMs().orElseThrow() - plan.startMs) / 1_000;
    plan.lifeSeconds = beginSeconds + SHORTLY_SECONDS;
    simulation.run(story, batch -> {});
    return plan.leaks.stream().mapToDouble(Holder::size).sum();
  }

  private static Stream<Setting> settings() {
    return Stream.concat(Families.LEAKING.stream().map(SimulationsTest::shortest), queues());
  }

  private static Stream<Setting> queues() {
    Family queue = Families.of("unbounded-queue");
    return Stream.of(Scale.values()).flatMap(scale -> Plans.of(queue, SEED, scale));
  }
}
