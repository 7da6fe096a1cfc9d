package io.heapcast.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs whose clocks differ; the leak is caught at 10 minutes and ends at 20. */
class QuietTest {

  private static final AlertPolicy POLICY = new AlertPolicy(Duration.ofHours(8), 0.5);
  private static final int DAY = 24 * 60;
  private static final SaidOfJvm A = SaidOfJvm.of("a", 0);

  private ServiceAlert alert = new ServiceAlert(ScopeState.getDefaultInstance(), POLICY);
  private final List<EvidenceRequest> requests = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {2 * DAY, 120, 0, -120, -2 * DAY})
  void aBystanderWaitsADayOfItsOwn(int ahead) {
    SaidOfJvm bystander = SaidOfJvm.of("b", ahead);
    say(bystander.heap(9 + ahead, VerdictState.HEALTHY), 9);
    leakUntilMinute20();
    for (int minute = 22; minute <= DAY + 15; minute += 5) {
      say(bystander.heap(minute + ahead, VerdictState.HEALTHY), minute);
      assertThat(alert.firing()).as("minute %d", minute).isPresent();
    }
    say(bystander.heap(DAY + 25 + ahead, VerdictState.HEALTHY), DAY + 25);
    assertThat(alert.toState().hasAlert()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2 * DAY, -2 * DAY})
  void amongFortyOneWrongClockDecidesNothing(int ahead) {
    sayOfAll(9, ahead);
    leakUntilMinute20();
    for (int minute = 25; minute <= DAY + 15; minute += 15) {
      sayOfAll(minute, ahead);
      assertThat(alert.firing()).as("minute %d", minute).isPresent();
    }
    assertThat(sayOfAll(DAY + 25, ahead).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.OUT_OF_MEMORY_ERROR);
  }

  @Test
  void aClockThatIsSetAheadDecidesNothingAmongOthers() {
    sayOfAll(9, 0);
    leakUntilMinute20();
    sayOfAll(25, 0);
    say(SaidOfJvm.of("replica-39", 0).heap(30 + 2 * DAY, VerdictState.HEALTHY));
    assertThat(alert.firing()).isPresent();
  }

  @Test
  void aClockThatIsSetBackLosesNoQuiet() {
    SaidOfJvm bystander = SaidOfJvm.of("b", 0);
    say(bystander.heap(9, VerdictState.HEALTHY));
    leakUntilMinute20();
    say(bystander.heap(DAY, VerdictState.HEALTHY));
    say(bystander.heap(DAY / 2, VerdictState.HEALTHY));
    assertThat(say(bystander.heap(DAY / 2 + 25, VerdictState.HEALTHY))).isPresent();
  }

  @Test
  void aJvmFirstHeardOfAfterTheEndSpeaksFromThenOn() {
    leakUntilMinute20();
    SaidOfJvm bystander = SaidOfJvm.of("b", -10);
    say(bystander.heap(2 * DAY, VerdictState.HEALTHY));
    say(bystander.heap(3 * DAY, VerdictState.HEALTHY));
    assertThat(alert.firing()).isPresent();
    say(bystander.heap(3 * DAY + 1, VerdictState.HEALTHY));
    assertThat(alert.toState().hasAlert()).isFalse();
  }

  @Test
  void aJvmThatWasThereBeforeIsNoSuccessorByItsClock() {
    SaidOfJvm ahead = SaidOfJvm.of("b", 2 * DAY);
    say(ahead.heap(2 * DAY + 9, VerdictState.HEALTHY), 9);
    leakUntilMinute20();
    for (int minute = 21; minute < 200; minute += 5) {
      say(ahead.heap(2 * DAY + minute, VerdictState.HEALTHY), minute);
      assertThat(alert.firing()).as("minute %d", minute).isPresent();
    }
  }

  @Test
  void theSuccessorsOwnClockTellsThatTheLeakIsGone() {
    SaidOfJvm ahead = SaidOfJvm.of("b", 2 * DAY);
    say(ahead.heap(2 * DAY + 9, VerdictState.HEALTHY), 9);
    leakUntilMinute20();
    SaidOfJvm next = SaidOfJvm.of("a2", 21);
    say(next.heap(22, VerdictState.UNKNOWN));
    say(ahead.heap(2 * DAY + 25, VerdictState.HEALTHY), 25);
    say(next.heap(30, VerdictState.HEALTHY));
    say(ahead.heap(2 * DAY + 30, VerdictState.HEALTHY), 30);
    assertThat(alert.firing()).isPresent();
    assertThat(say(next.heap(32, VerdictState.HEALTHY)).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.FIXED);
  }

  @Test
  void aSuccessorWhoseVerdictsComeFirstIsOneAllTheSame() {
    SaidOfJvm next = SaidOfJvm.of("a2", 21);
    say(next.heap(22, VerdictState.UNKNOWN), DAY);
    say(next.heap(30, VerdictState.HEALTHY), DAY);
    leakUntilMinute20();
    say(next.heap(45, VerdictState.HEALTHY), DAY);
    assertThat(say(next.heap(56, VerdictState.HEALTHY), DAY).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.FIXED);
  }

  @Test
  void anEndByAWrongClockIsPlacedBetweenTheVerdictsOfOthers() {
    SaidOfJvm bystander = SaidOfJvm.of("b", 0);
    say(bystander.heap(9, VerdictState.HEALTHY));
    SaidOfJvm member = SaidOfJvm.of("a", 2 * DAY);
    say(member.heap(2 * DAY + 10, VerdictState.LEAK));
    say(member.ended(2 * DAY + 20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    say(bystander.heap(22, VerdictState.HEALTHY));
    say(bystander.heap(DAY + 20, VerdictState.HEALTHY));
    assertThat(alert.firing()).isPresent();
    say(bystander.heap(DAY + 25, VerdictState.HEALTHY));
    assertThat(alert.toState().hasAlert()).isFalse();
  }

  @Test
  void evidenceIsAskedForByTheClocksOfThoseWhoAreAsked() {
    SaidOfJvm ahead = SaidOfJvm.of("h", 2 * DAY);
    say(ahead.heap(2 * DAY + 9, VerdictState.HEALTHY), 9);
    say(A.heap(10, VerdictState.LEAK));
    say(SaidOfJvm.of("b", 0).heap(20, VerdictState.LEAK));
    say(ahead.heap(2 * DAY + 25, VerdictState.HEALTHY), 25);
    assertThat(requests).as("within the hour").hasSize(1);
    say(SaidOfJvm.of("b", 0).heap(75, VerdictState.LEAK));
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).getRequestedMs()).isEqualTo(75 * SaidOfJvm.MINUTE);
  }

  private void leakUntilMinute20() {
    say(A.heap(10, VerdictState.LEAK));
    say(A.ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
  }

  /** Forty replicas, of which the last has another clock; what was said last. */
  private Optional<LeakAlert> sayOfAll(int minute, int ahead) {
    List<LeakAlert> said = new ArrayList<>();
    for (int i = 0; i < 39; i++) {
      say(SaidOfJvm.of("replica-%02d".formatted(i), 0).heap(minute, VerdictState.HEALTHY))
          .ifPresent(said::add);
    }
    say(SaidOfJvm.of("replica-39", ahead).heap(minute + ahead, VerdictState.HEALTHY), minute)
        .ifPresent(said::add);
    return said.isEmpty() ? Optional.empty() : Optional.of(said.get(said.size() - 1));
  }

  /** By a right clock. */
  private Optional<LeakAlert> say(JvmVerdict verdict) {
    return say(verdict, (int) (verdict.getAsOfMs() / SaidOfJvm.MINUTE));
  }

  /** Each verdict is taken in by a stage that was just restored, at a minute of its own clock. */
  private Optional<LeakAlert> say(JvmVerdict verdict, int minute) {
    alert = new ServiceAlert(alert.toState(), POLICY);
    ServiceAlert.Said said =
        alert.accept(
            Scopes.of(verdict.getInfo(), Resource.HEAP),
            verdict,
            verdict.getResources(0),
            minute * SaidOfJvm.MINUTE);
    said.request().ifPresent(requests::add);
    return said.alert();
  }
}
