package io.heapcast.bench.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedCollectorTest {

  private static final double MIB = 1 << 20;
  private static final double LEAK_PER_SECOND = 0.02 * MIB;
  private static final double LEAK_BEGIN = 1_800;
  private static final double BASE = 50 * MIB;

  private record Run(JvmPlan plan, List<GcCycle> cycles, SimulatedJvm.Outcome outcome) {

    double secondsOf(GcCycle cycle) {
      return (cycle.getEndTimeMs() - plan.startMs) / 1_000;
    }
  }

  static Stream<Collector> collectors() {
    return CollectorPortrait.collectors().stream();
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void endsALeakByAnOutOfMemoryErrorAndNothingElse(Collector collector) {
    assertThat(run(collector, true).outcome().exhaustedMs()).isPresent();
    assertThat(run(collector, false).outcome().exhaustedMs()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void neverUsesMoreThanItHas(Collector collector) {
    Run run = run(collector, true);
    for (GcCycle cycle : run.cycles()) {
      assertThat(cycle.getHeapAfterBytes())
          .as("after <= committed of %s", cycle)
          .isLessThanOrEqualTo(cycle.getHeapCommittedBytes());
      assertThat(cycle.getHeapCommittedBytes()).isLessThanOrEqualTo((long) run.plan().heapBytes);
      if (stopsTheWorld(cycle.getKind(), collector)) {
        assertThat(cycle.getHeapAfterBytes())
            .as("after <= before of %s", cycle)
            .isLessThanOrEqualTo(cycle.getHeapBeforeBytes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void neverCollectsWhatLives(Collector collector) {
    Run run = run(collector, true);
    double exhausted = run.outcome().exhaustedMs().orElseThrow();
    for (GcCycle cycle : run.cycles()) {
      double seconds = run.secondsOf(cycle);
      boolean calm =
          cycle.getEndTimeMs() < run.plan().startMs + 0.85 * (exhausted - run.plan().startMs);
      if (seconds > 120 && calm) {
        // One step may be under way.
        double leaked = LEAK_PER_SECOND * Math.max(0, seconds - LEAK_BEGIN - 20);
        assertThat((double) cycle.getHeapAfterBytes())
            .as("after at %.0f s", seconds)
            .isGreaterThanOrEqualTo(BASE + leaked);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void showsTheSlopeOfTheLeakInItsFloors(Collector collector) {
    Run run = run(collector, true);
    double first = LEAK_BEGIN + 1_200;
    double last = LEAK_BEGIN + 5_000;
    double rise = floor(run, last, last + 1_200) - floor(run, first, first + 1_200);
    assertThat(rise / (last - first)).isCloseTo(LEAK_PER_SECOND, within(0.2 * LEAK_PER_SECOND));
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void showsAFlatFloorWithoutALeak(Collector collector) {
    Run run = run(collector, false);
    double early = floor(run, 2_000, 4_000);
    double late = floor(run, 8_000, 10_000);
    assertThat(Math.abs(late - early)).isLessThan(0.05 * run.plan().heapBytes);
    assertThat(late).isLessThan(BASE + 0.2 * run.plan().heapBytes);
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void numbersCollectionsInTheOrderTheyBegin(Collector collector) {
    List<GcCycle> cycles = run(collector, true).cycles();
    Set<Integer> ids = new HashSet<>();
    long begin = 0;
    for (GcCycle cycle : cycles.stream().sorted((a, b) -> a.getGcId() - b.getGcId()).toList()) {
      assertThat(ids.add(cycle.getGcId())).as("id %d is new", cycle.getGcId()).isTrue();
      long began = cycle.getEndTimeMs() - cycle.getDurationUs() / 1_000;
      assertThat(began).isGreaterThanOrEqualTo(begin - 2);
      begin = Math.max(begin, began);
    }
    assertThat(ids).contains(0, cycles.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void tellsOnlyWhatTheCollectorTells(Collector collector) {
    for (GcCycle cycle : run(collector, true).cycles()) {
      boolean tellsOld =
          collector == Collector.PARALLEL
              || (collector == Collector.G1 && cycle.getKind() != GcKind.CONCURRENT);
      boolean tellsPromoted = tellsOld && cycle.getKind() == GcKind.YOUNG;
      assertThat(cycle.hasOldAfterBytes()).as("old of %s", cycle).isEqualTo(tellsOld);
      assertThat(cycle.hasPromotedBytes()).as("promoted of %s", cycle).isEqualTo(tellsPromoted);
      assertThat(cycle.getPausesUsCount()).isPositive();
    }
  }

  /** Lowest use after a collection that looked at the old generation. */
  private static double floor(Run run, double from, double to) {
    return run.cycles().stream()
        .filter(cycle -> cycle.getKind() != GcKind.YOUNG)
        .filter(cycle -> run.secondsOf(cycle) >= from && run.secondsOf(cycle) < to)
        .mapToDouble(GcCycle::getHeapAfterBytes)
        .min()
        .orElseThrow();
  }

  private static boolean stopsTheWorld(GcKind kind, Collector collector) {
    return kind == GcKind.FULL
        || kind == GcKind.MIXED
        || (kind == GcKind.YOUNG && collector != Collector.Z_GENERATIONAL);
  }

  private static Run run(Collector collector, boolean leaks) {
    JvmPlan plan = CollectorPortrait.reference(collector, "17", 0);
    plan.stepSeconds = 10;
    plan.lifeSeconds = 4 * 3_600;
    plan.allocationBytesPerSecond = 3 * MIB;
    plan.mediumShare = 0.03;
    if (leaks) {
      plan.with(Holder.heap(Leaks.byClock(LEAK_PER_SECOND, LEAK_BEGIN)));
    }
    List<GcCycle> cycles = new ArrayList<>();
    JvmInfo info = JvmInfo.newBuilder().setJvmId("host/1@1").setServiceName("test").build();
    SimulatedJvm jvm =
        new SimulatedJvm(
            plan, info, Dice.of(3, "test"), batch -> cycles.addAll(batch.getGcCyclesList()));
    SimulatedJvm.Outcome outcome = jvm.run();
    return new Run(plan, cycles, outcome);
  }
}
