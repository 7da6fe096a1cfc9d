package io.heapcast.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lives of a day each, in minutes. */
class LivesTest {

  private static final AlertPolicy POLICY = new AlertPolicy(Duration.ofHours(8), 0.5);
  private static final int DAY = 1440;

  private ServiceAlert alert = new ServiceAlert(ScopeState.getDefaultInstance(), POLICY);

  @Test
  void twoLivesThatRoseAndHalfOfAThirdAreALeak() {
    life(0, 0.25);
    life(1, 0.3);
    assertThat(rises(2, 0.4, 0.1)).as("too young").isEmpty();
    LeakAlert firing = rises(2, 0.6, 0.15).orElseThrow();
    assertThat(firing.getState()).isEqualTo(AlertState.FIRING);
    ResourceVerdict verdict = firing.getMembers(0).getVerdict();
    assertThat(verdict.getReasonsFor(0).getCode()).isEqualTo("rises-in-every-life");
    assertThat(verdict.getReasonsFor(0).getText())
        .isEqualTo(
            "the last 2 JVMs rose by 25 to 30 % of the limit until they were shut down"
                + " after 24.0 h, and this one rises alike");
    // Half of the limit is free; the lives used 27.5 % of it a day.
    assertThat(verdict.getExhaustionP50S()).isBetween(1.7 * 86_400, 1.9 * 86_400);
    assertThat(firing.getSeverity()).as("a ticket").isEqualTo(Severity.WARNING);
  }

  @Test
  void itStandsWhileTheJvmRisesAndIsHandedOnToTheNext() {
    life(0, 0.25);
    life(1, 0.25);
    String id = rises(2, 0.6, 0.15).orElseThrow().getLeakId();
    say(jvm(2), 0.7, jvm(2).resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING));
    assertThat(alert.firing()).isPresent();
    restore();
    life(2, 0.25);
    assertThat(alert.firing()).as("waits for the next").isPresent();
    rises(3, 0.6, 0.15);
    assertThat(alert.firing().orElseThrow().getLeakId()).isEqualTo(id);
  }

  @Test
  void aLifeThatLevelsOffSpeaksAgainstIt() {
    life(0, 0.25);
    life(1, 0);
    assertThat(rises(2, 0.6, 0.15)).isEmpty();
  }

  @Test
  void livesThatRoseAtAnotherPaceAreNotAlike() {
    life(0, 0.1);
    life(1, 0.3);
    assertThat(rises(2, 0.6, 0.15)).isEmpty();
    life(2, 0.3);
    assertThat(rises(3, 0.6, 0.05)).as("much slower").isEmpty();
  }

  @Test
  void itIsATicketHoweverNearTheEndIs() {
    life(0, 0.45);
    life(1, 0.45);
    ResourceVerdict.Builder full =
        jvm(2)
            .resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING)
            .setLevel(950)
            .setSteadyRise(0.4);
    LeakAlert firing = say(jvm(2), 0.9, full).orElseThrow();
    assertThat(firing.getMembers(0).getVerdict().getExhaustionP10S()).isLessThan(8 * 3_600);
    assertThat(firing.getSeverity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void jobsThatFillMemoryAreNotLives() {
    for (int hour = 0; hour < 3; hour++) {
      SaidOfJvm job = SaidOfJvm.of("job-" + hour, hour * 60);
      ResourceVerdict.Builder rising =
          job.resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING).setSteadyRise(0.3);
      assertThat(accept(job.heap(hour * 60 + 50, rising))).isEmpty();
      accept(job.ended(hour * 60 + 59, rising, EndReason.SHUTDOWN));
    }
    assertThat(alert.firing()).isEmpty();
  }

  @Test
  void replicasThatARolloutRestartsAreOneLife() {
    for (int replica = 0; replica < 3; replica++) {
      SaidOfJvm old = SaidOfJvm.of("old-" + replica, 10 * replica);
      ResourceVerdict.Builder filling =
          old.resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING).setSteadyRise(0.25);
      accept(old.ended(DAY + 10 * replica, filling, EndReason.SHUTDOWN));
    }
    assertThat(rises(1, 0.9, 0.22)).as("one life before").isEmpty();
    assertThat(alert.firing()).isEmpty();
    life(1, 0.25);
    assertThat(rises(2, 0.6, 0.15)).as("two, one after the other").isPresent();
  }

  @Test
  void livesBesideThisOneAreNotBeforeIt() {
    life(0, 0.25);
    life(1, 0.25);
    SaidOfJvm beside = SaidOfJvm.of("beside", DAY / 2);
    ResourceVerdict.Builder rising =
        beside.resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING).setSteadyRise(0.37);
    assertThat(accept(beside.heap(2 * DAY, rising))).isEmpty();
  }

  @Test
  void anotherVersionBeginsAnew() {
    life(0, 0.25);
    life(1, 0.25);
    SaidOfJvm next = jvm(2).version("2");
    ResourceVerdict.Builder rising =
        next.resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING).setSteadyRise(0.15);
    assertThat(say(next, 0.6, rising)).isEmpty();
  }

  private void life(int day, double rise) {
    ResourceVerdict.Builder last = jvm(day).resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING);
    if (rise > 0) {
      last.setSteadyRise(rise);
    }
    accept(jvm(day).ended((day + 1) * DAY - 1, last, EndReason.SHUTDOWN));
  }

  private Optional<LeakAlert> rises(int day, double part, double rise) {
    return say(
        jvm(day),
        part,
        jvm(day).resource(Resource.HEAP, 0, VerdictState.CACHE_FILLING).setSteadyRise(rise));
  }

  private Optional<LeakAlert> say(SaidOfJvm jvm, double part, ResourceVerdict.Builder heap) {
    return accept(jvm.heap((int) (jvm.startMinute() + part * DAY), heap));
  }

  private Optional<LeakAlert> accept(JvmVerdict verdict) {
    AlertScope scope = Scopes.of(verdict.getInfo(), Resource.HEAP);
    return alert.accept(scope, verdict, verdict.getResources(0), verdict.getAsOfMs()).alert();
  }

  private void restore() {
    alert = new ServiceAlert(alert.toState(), POLICY);
  }

  private static SaidOfJvm jvm(int day) {
    return SaidOfJvm.of("jvm-" + day, day * DAY);
  }
}
