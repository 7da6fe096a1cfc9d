package io.heapcast.bench.score;

import static io.heapcast.bench.score.PlayedRun.healthy;
import static io.heapcast.bench.score.PlayedRun.leak;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

  private static final List<Outcome> MIXED = mixed();

  @Test
  void everyFamilyWeighsTheSame() {
    Detection macro = Bootstrap.detection(MIXED, 1);

    // One family found in 9 of 9 runs, one in 0 of 1; false alarms in 1 of 2 runs of one of two.
    assertThat(macro.recall().value()).isCloseTo(0.5, within(1e-9));
    assertThat(macro.precision().value()).isCloseTo(1 / 1.5, within(1e-9));
    assertThat(macro.f1().value()).isCloseTo(2 / 3.5, within(1e-9));
  }

  @Test
  void theSeedDecides() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int run = 0; run < 40; run++) {
      outcomes.add(run % 3 == 0 ? leak().quiet(300).outcome() : leak().alarm(300).outcome());
      outcomes.add(run % 7 == 0 ? healthy().alarm(300).outcome() : healthy().quiet(300).outcome());
    }

    assertThat(Bootstrap.detection(outcomes, 7)).isEqualTo(Bootstrap.detection(outcomes, 7));
    assertThat(LongStream.range(0, 20).mapToObj(seed -> Bootstrap.detection(outcomes, seed)))
        .as("intervals that move with the seed")
        .satisfies(all -> assertThat(Set.copyOf(all)).hasSizeGreaterThan(1));
  }

  @Test
  void theIntervalHoldsTheFigureAndIsWideWithTwoFamilies() {
    Interval95 recall = Bootstrap.detection(MIXED, 1).recall();

    assertThat(recall.low()).isZero();
    assertThat(recall.high()).isEqualTo(1);
  }

  @Test
  void withoutAnyAlarmThereIsNoPrecision() {
    Detection silent = Bootstrap.detection(List.of(leak().quiet(10).outcome()), 1);

    assertThat(silent.precision().isPresent()).isFalse();
    assertThat(silent.recall().value()).isZero();
    assertThat(silent.f1().value()).isZero();
  }

  private static List<Outcome> mixed() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int run = 0; run < 9; run++) {
      outcomes.add(leak().family("listener-registry").alarm(300).outcome());
    }
    outcomes.add(leak().family("late-leak").quiet(300).outcome());
    outcomes.add(healthy().family("steady").alarm(300).outcome());
    outcomes.add(healthy().family("steady").quiet(300).outcome());
    outcomes.add(healthy().family("bursts").quiet(300).outcome());
    return outcomes;
  }
}
