package io.heapcast.bench.score;

import static io.heapcast.bench.score.PlayedRun.at;
import static io.heapcast.bench.score.PlayedRun.healthy;
import static io.heapcast.bench.score.PlayedRun.leak;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Truth;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ScorerTest {

  @Test
  void aMissHasNoLeadButCounts() {
    Score score = score(leak().alarm(200).outcome(), leak().quiet(200).outcome());

    assertThat(score.leadMedian()).isCloseTo(0.45, within(1e-9));
    assertThat(score.leadTenth()).isZero();
    assertThat(score.found()).isEqualTo(1);
    assertThat(score.micro().recall().value()).isEqualTo(0.5);
  }

  @Test
  void falseAlarmsPerWeekCountHealthyTimeOnly() {
    // 1200 healthy windows with two alarms, 100 before a leak with none, 1100 in it with one.
    Score score =
        score(
            healthy().alarm(10).quiet(20).alarm(30).outcome(),
            leak().says(500, Resource.METASPACE, true).outcome());

    double weeks = 1300 * 10 / (7 * 86_400.0);
    assertThat(score.healthyWeeks()).isCloseTo(weeks, within(1e-9));
    assertThat(score.falseAlarmsPerWeek().value()).isCloseTo(2 / weeks, within(1e-6));
    assertThat(score.falseAlarmRuns()).isEqualTo(2);
    assertThat(score.falseAlarmShare().value()).isEqualTo(1);
  }

  @Test
  void whatIsNotActionableIsInNoFigure() {
    Truth drift =
        new Truth(
            Label.NOT_ACTIONABLE,
            Resource.HEAP,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());

    Score score =
        score(
            PlayedRun.of(drift).family("slow-drift").alarm(300).outcome(),
            healthy().quiet(10).outcome());

    assertThat(score.healthyRuns()).isEqualTo(1);
    assertThat(score.falseAlarmRuns()).isZero();
    assertThat(score.healthyWeeks()).isCloseTo(12_000 / (7 * 86_400.0), within(1e-9));
    assertThat(score.windows()).isEqualTo(1200);
  }

  @Test
  void namesAreCountedWhereTheyAreDeserved() {
    Score score =
        score(
            healthy(VerdictState.CACHE_FILLING).names(10, VerdictState.CACHE_FILLING).outcome(),
            healthy(VerdictState.CACHE_FILLING).names(10, VerdictState.HEALTHY).outcome(),
            healthy().names(10, VerdictState.WARMING_UP).outcome());

    assertThat(score.named()).isEqualTo(0.5);
    assertThat(score.namedRuns()).isEqualTo(2);
  }

  @Test
  void forecastsTellHowManyWereAskedAndAnswered() {
    Score score =
        score(
            leak().tells(300, true, new long[0], new long[] {1000, 1200, 1300}).outcome(),
            leak().alarm(300).outcome());

    assertThat(score.exhaustion().get(1).asked()).isEqualTo(2);
    assertThat(score.exhaustion().get(1).answered()).isEqualTo(1);
    assertThat(score.exhaustion().get(1).medianError()).isCloseTo(0.2, within(1e-9));
    assertThat(score.exhaustion().get(1).coverage()).isEqualTo(1);
  }

  @Test
  void calibrationWeighsRunsAlikeHoweverLong() {
    Score score =
        score(
            healthy().jvm("short", 0, 10).believes(0, 0.9).outcome(),
            healthy().jvm("long", 0, 10_000).believes(0, 0.1).outcome());

    assertThat(score.brier()).isCloseTo((0.81 + 0.01) / 2, within(1e-9));
    assertThat(score.calibrationError()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void costIsTimePerWindow() {
    Score score = score(leak().jvm("a", 0, 50).quiet(10).outcome());

    assertThat(score.microsPerWindow()).isCloseTo(5_000 / 1e3 / 50, within(1e-9));
  }

  @Test
  void churnIsPerRunWithAnAlarm() {
    Score score =
        score(
            healthy().alarm(10).quiet(20).alarm(30).outcome(),
            leak().alarm(300).outcome(),
            leak().quiet(300).outcome());

    assertThat(score.transitionsPerAlarmedRun()).isEqualTo(2);
  }

  @Test
  void nothingThatWasToldIsNaN() {
    Score score = score(healthy().quiet(at(0)).outcome());

    assertThat(score.leadMedian()).isNaN();
    assertThat(score.brier()).isNaN();
    assertThat(score.named()).isNaN();
    assertThat(score.inflection().medianError()).isNaN();
    assertThat(score.transitionsPerAlarmedRun()).isNaN();
  }

  private static Score score(Outcome... outcomes) {
    return Scorer.of(PlayedRun.CONTENDER, List.of(outcomes), 1);
  }
}
