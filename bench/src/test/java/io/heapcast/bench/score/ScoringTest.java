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
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ScoringTest {

  private static final long[] NONE = {};

  @Test
  void anAlarmDuringTheLeakIsAFindWithItsLead() {
    Outcome outcome = leak().quiet(10).alarm(300).outcome();

    assertThat(outcome.found()).isTrue();
    assertThat(outcome.falseAlarm()).isFalse();
    assertThat(outcome.alertMs()).hasValue(at(300));
    assertThat(outcome.leadMs()).hasValue(at(800));
    assertThat(outcome.leadFraction()).hasValue(0.8);
  }

  @Test
  void anAlarmBeforeTheFirstLeakingAllocationIsFalseAndNoFind() {
    Outcome outcome = leak().alarm(99).outcome();

    assertThat(outcome.found()).isFalse();
    assertThat(outcome.falseAlarm()).isTrue();
    assertThat(outcome.falseAlarmsWhileHealthy()).isEqualTo(1);
    assertThat(outcome.firstFalseMs()).hasValue(at(99));
    assertThat(outcome.leadFraction()).hasValue(0);
  }

  @Test
  void anAlarmAtTheFirstLeakingAllocationIsAFind() {
    assertThat(leak().alarm(100).outcome().leadFraction()).hasValue(1);
  }

  @Test
  void anAlarmTakenBackBeforeTheLeakMayBeRaisedAgainAsAFind() {
    Outcome outcome = leak().alarm(50).quiet(60).alarm(200).outcome();

    assertThat(outcome.found()).isTrue();
    assertThat(outcome.falseAlarm()).isTrue();
    assertThat(outcome.alertMs()).hasValue(at(200));
    assertThat(outcome.transitions()).isEqualTo(3);
  }

  @Test
  void anAlarmFromBeforeTheLeakThatIsTakenBackInItIsStillNoFind() {
    assertThat(leak().alarm(50).quiet(300).outcome().found()).isFalse();
  }

  @Test
  void anAlarmInAnotherJvmIsNoNewsWhileAnOldOneStands() {
    PlayedRun run = leak().jvm("a", 0, 400).alarm(50).jvm("b", 0, 1200).alarm(300);

    assertThat(run.outcome().found()).isFalse();
  }

  @Test
  void anAlarmInTheNextJvmIsNewsOnceTheOldJvmIsGone() {
    PlayedRun run = leak().jvm("a", 0, 80).alarm(50).jvm("b", 80, 1200).alarm(300);

    assertThat(run.outcome().found()).isTrue();
    assertThat(run.outcome().alertMs()).hasValue(at(300));
  }

  @Test
  void anAlarmAfterExhaustionIsNeitherFindNorFalse() {
    Outcome outcome = leak().alarm(1101).outcome();

    assertThat(outcome.found()).isFalse();
    assertThat(outcome.falseAlarm()).isFalse();
    assertThat(outcome.leadMs()).hasValue(0);
  }

  @Test
  void anAlarmAtExhaustionIsAFindWithoutLead() {
    Outcome outcome = leak().alarm(1100).outcome();

    assertThat(outcome.found()).isTrue();
    assertThat(outcome.leadFraction()).hasValue(0);
  }

  @Test
  void aLeakThatIsNotExhaustedCanBeFoundToTheEndButHasNoLead() {
    Truth truth = Truth.leak(Resource.HEAP, at(100), OptionalLong.empty());

    Outcome outcome = PlayedRun.of(truth).alarm(1150).outcome();

    assertThat(outcome.found()).isTrue();
    assertThat(outcome.leadMs()).isEmpty();
    assertThat(outcome.leadFraction()).isEmpty();
  }

  @Test
  void anAlarmOnAnotherResourceThanTheLeakingOneIsFalse() {
    Outcome outcome = leak(Resource.THREADS).says(300, Resource.HEAP, true).outcome();

    assertThat(outcome.found()).isFalse();
    assertThat(outcome.falseAlarm()).isTrue();
    assertThat(outcome.falseAlarmsWhileHealthy()).as("the leak was under way").isZero();
  }

  @Test
  void anAlarmOnAResourceThatGrowsWithTheLeakIsNeitherFindNorFalse() {
    PlayedRun run = leak(Resource.THREADS).attribute("also.grows", "HEAP, NATIVE");

    assertThat(run.says(300, Resource.HEAP, true).outcome().falseAlarm()).isFalse();
    assertThat(run.outcome().found()).isFalse();
    assertThat(run.says(310, Resource.DIRECT, true).outcome().falseAlarm()).isTrue();
  }

  @Test
  void everyAlarmInAHealthyRunIsFalse() {
    Outcome outcome =
        healthy().alarm(10).quiet(20).alarm(30).says(40, Resource.METASPACE, true).outcome();

    assertThat(outcome.falseAlarm()).isTrue();
    assertThat(outcome.falseAlarmsWhileHealthy()).isEqualTo(3);
    assertThat(outcome.leadMs()).isEmpty();
    assertThat(outcome.healthyWindows()).isEqualTo(1200);
  }

  @Test
  void aRunCountsOnceHoweverManyJvmsAlarm() {
    Outcome outcome = healthy().jvm("a", 0, 100).alarm(10).jvm("b", 100, 200).alarm(110).outcome();

    assertThat(outcome.falseAlarm()).isTrue();
    assertThat(outcome.falseAlarmsWhileHealthy()).as("each JVM's for the rate").isEqualTo(2);
    assertThat(outcome.windows()).isEqualTo(200);
  }

  @Test
  void theEndOfAJvmIsNoTransition() {
    PlayedRun run = leak().jvm("a", 0, 400).alarm(200).jvm("b", 400, 1200).quiet(410).alarm(500);

    assertThat(run.outcome().transitions()).isEqualTo(2);
  }

  @Test
  void onlyTheTimeBeforeTheLeakIsHealthyTimeOfALeakingRun() {
    assertThat(leak().alarm(300).outcome().healthyWindows()).isEqualTo(100);
  }

  @Test
  void theInflectionIsThatOfTheFindInPartsOfTheWay() {
    Outcome outcome =
        leak()
            .tells(200, false, new long[] {0, 1, 2}, NONE)
            .tells(300, true, new long[] {90, 150, 160}, NONE)
            .tells(400, true, new long[] {100, 100, 100}, NONE)
            .outcome();

    assertThat(outcome.inflection()).contains(new Estimate(0.05, true));
  }

  @Test
  void anInflectionOutsideItsIntervalIsNotCovered() {
    Outcome outcome = leak().tells(300, true, new long[] {110, 150, 160}, NONE).outcome();

    assertThat(outcome.inflection()).contains(new Estimate(0.05, false));
  }

  @Test
  void aBeginThatNobodyCouldSeeMayBeToldAnywhereBeforeTheObservation() {
    PlayedRun attachedLate = leak().jvm("a", 200, 1200);

    assertThat(
            attachedLate.tells(300, true, new long[] {150, 200, 210}, NONE).outcome().inflection())
        .contains(new Estimate(0, true));
  }

  @Test
  void aMissHasNoInflection() {
    assertThat(leak().tells(50, true, new long[] {10, 20, 30}, NONE).outcome().inflection())
        .isEmpty();
  }

  @Test
  void forecastsAreThoseHeldAtAQuarterHalfAndThreeQuartersOfTheWay() {
    Outcome outcome =
        leak()
            .tells(340, true, NONE, new long[] {900, 950, 1000})
            .tells(590, true, NONE, new long[] {1000, 1200, 1300})
            .tells(610, true, NONE, NONE)
            .outcome();

    assertThat(outcome.exhaustion().get(0).estimate()).contains(new Estimate(0.2, false));
    assertThat(outcome.exhaustion().get(1).estimate()).contains(new Estimate(0.2, true));
    assertThat(outcome.exhaustion().get(2).asked()).isTrue();
    assertThat(outcome.exhaustion().get(2).estimate()).isEmpty();
  }

  @Test
  void noForecastIsAskedBeforeTheObservation() {
    Outcome outcome = leak().jvm("a", 500, 1200).alarm(600).outcome();

    assertThat(outcome.exhaustion())
        .extracting(Outcome.Forecast::asked)
        .containsExactly(false, true, true);
  }

  @Test
  void ofSeveralJvmsTheEarliestForetoldEndCounts() {
    Outcome outcome =
        leak()
            .jvm("a", 0, 1200)
            .tells(200, true, NONE, new long[] {1100, 1100, 1100})
            .jvm("b", 0, 1200)
            .tells(200, true, NONE, new long[] {2000, 2000, 2000})
            .outcome();

    assertThat(outcome.exhaustion().get(1).estimate()).contains(new Estimate(0, true));
  }

  @Test
  void aNameIsRightWhenMostOfTheSuspiciousTimeHasIt() {
    assertThat(
            healthy(VerdictState.CACHE_FILLING)
                .names(10, VerdictState.LEAK_SUSPECTED)
                .names(100, VerdictState.CACHE_FILLING)
                .names(400, VerdictState.HEALTHY)
                .outcome()
                .namedRight())
        .contains(true);
  }

  @Test
  void aNameIsWrongWhenAnotherOneStoodLonger() {
    assertThat(
            healthy(VerdictState.CACHE_FILLING)
                .names(10, VerdictState.CACHE_FILLING)
                .names(100, VerdictState.LEAK_SUSPECTED)
                .outcome()
                .namedRight())
        .contains(false);
  }

  @Test
  void stayingHealthyNamesNothing() {
    assertThat(
            healthy(VerdictState.CACHE_FILLING)
                .names(10, VerdictState.HEALTHY)
                .outcome()
                .namedRight())
        .contains(false);
  }

  @Test
  void aContenderWithoutNamesIsNotAsked() {
    assertThat(healthy(VerdictState.CACHE_FILLING).quiet(10).outcome().namedRight()).isEmpty();
    assertThat(healthy().names(10, VerdictState.CACHE_FILLING).outcome().namedRight()).isEmpty();
  }

  @Test
  void probabilitiesAreHeldAgainstTheTruthOfTheirTime() {
    Calibration calibration = leak().believes(0, 0.0).believes(600, 1.0).outcome().calibration();

    // Right for 100 of 1100 windows before the leak, wrong for 500, right for 500.
    assertThat(calibration.brier()).isCloseTo(500.0 / 1100, within(1e-9));
    assertThat(calibration.expectedError()).isCloseTo(500.0 / 1100, within(1e-9));
  }

  @Test
  void aLeakThatStoppedIsNotHeldAgainstProbabilities() {
    Truth truth =
        new Truth(
            Label.LEAK,
            Resource.HEAP,
            OptionalLong.of(at(100)),
            OptionalLong.of(at(600)),
            OptionalLong.empty(),
            Optional.empty());

    Calibration calibration =
        PlayedRun.of(truth).believes(100, 1.0).believes(600, 0.3).outcome().calibration();

    assertThat(calibration.brier()).isZero();
  }
}
