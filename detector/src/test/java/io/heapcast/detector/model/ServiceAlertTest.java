package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceAlertTest {

  private static final long MINUTE = 60_000;

  private ServiceAlert alert =
      new ServiceAlert(ScopeState.getDefaultInstance(), Duration.ofHours(8));

  @Test
  void nothingIsSaidBeforeALeakIsConcluded() {
    assertThat(say("a", 0, 10, VerdictState.HEALTHY)).isEmpty();
    assertThat(say("a", 0, 11, VerdictState.LEAK_SUSPECTED)).isEmpty();
  }

  @Test
  void theIdIsTheScopeAndTheTimeOfTheFirstSuspicion() {
    say("a", 0, 10, VerdictState.LEAK_SUSPECTED);
    LeakAlert opened = say("a", 0, 12, VerdictState.LEAK).orElseThrow();
    assertThat(opened.getLeakId()).isEqualTo("///cart/heap@1970-01-01T00:10:00Z");
    assertThat(opened.getState()).isEqualTo(AlertState.FIRING);
    assertThat(opened.getStartedMs()).isEqualTo(12 * MINUTE);
  }

  @Test
  void replicasJoinOneAlert() {
    LeakAlert first = say("a", 0, 10, VerdictState.LEAK).orElseThrow();
    say("b", 0, 10, VerdictState.HEALTHY);
    LeakAlert second = say("c", 0, 11, VerdictState.LEAK).orElseThrow();
    assertThat(second.getLeakId()).isEqualTo(first.getLeakId());
    assertThat(second.getMembersList())
        .extracting(member -> member.getInfo().getJvmId())
        .containsExactly("a", "c");
    assertThat(second.getInstancesSeen()).isEqualTo(3);
  }

  @Test
  void withoutNewsNothingIsSaidAgain() {
    say("a", 0, 10, VerdictState.LEAK);
    assertThat(say("a", 0, 11, VerdictState.LEAK)).isEmpty();
  }

  @Test
  void aWithdrawnLeakResolvesAsRefuted() {
    LeakAlert opened = say("a", 0, 10, VerdictState.LEAK).orElseThrow();
    LeakAlert resolved = say("a", 0, 30, VerdictState.HEALTHY).orElseThrow();
    assertThat(resolved.getLeakId()).isEqualTo(opened.getLeakId());
    assertThat(resolved.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(resolved.getOutcome()).isEqualTo(AlertOutcome.REFUTED);
    assertThat(resolved.getResolvedMs()).isEqualTo(30 * MINUTE);
  }

  @Test
  void theAlertOutlivesTheJvmAndItsLeakingSuccessors() {
    LeakAlert opened = say("a", 0, 10, VerdictState.LEAK).orElseThrow();
    LeakAlert waiting = end("a", 0, 20, VerdictState.LEAK).orElseThrow();
    assertThat(waiting.getState()).isEqualTo(AlertState.FIRING);
    assertThat(waiting.getMembers(0).getOutcome()).isEqualTo(AlertOutcome.ENDED_WHILE_LEAKING);
    assertThat(waiting.getMembers(0).getEndedMs()).isEqualTo(20 * MINUTE);
    assertThat(say("a2", 21, 25, VerdictState.HEALTHY)).as("too young to tell").isEmpty();
    LeakAlert again = say("a2", 21, 31, VerdictState.LEAK).orElseThrow();
    assertThat(again.getLeakId()).isEqualTo(opened.getLeakId());
    assertThat(again.getMembersCount()).isEqualTo(2);
  }

  @Test
  void aSuccessorHealthyPastTheAgeOfTheAlertClosesItAsFixed() {
    say("a", 0, 10, VerdictState.LEAK);
    end("a", 0, 20, VerdictState.LEAK);
    LeakAlert closed = say("a2", 21, 33, VerdictState.HEALTHY).orElseThrow();
    assertThat(closed.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(closed.getOutcome()).isEqualTo(AlertOutcome.FIXED);
    assertThat(alert.toState().hasAlert()).isFalse();
  }

  @Test
  void aServiceThatDiesForMonthsStaysOneSmallAlert() {
    LeakAlert last = say("jvm-0", 0, 10, VerdictState.LEAK).orElseThrow();
    String id = last.getLeakId();
    for (int i = 0; i < 500; i++) {
      end("jvm-" + i, i * 20, i * 20 + 20, VerdictState.LEAK);
      last = say("jvm-" + (i + 1), i * 20 + 20, i * 20 + 30, VerdictState.LEAK).orElseThrow();
    }
    assertThat(last.getLeakId()).isEqualTo(id);
    assertThat(last.getMembersCount()).isLessThanOrEqualTo(21);
    assertThat(alert.toState().getInstancesCount()).isEqualTo(1);
  }

  @Test
  void theForecastAtTheAlertIsKept() {
    LeakAlert opened = say("a", 0, 10, VerdictState.LEAK).orElseThrow();
    assertThat(opened.getMembers(0).getForecastP50Ms()).isEqualTo(10 * MINUTE + 3_600_000);
  }

  @Test
  void severityFollowsTheForecast() {
    assertThat(say("a", 0, 10, VerdictState.LEAK).orElseThrow().getSeverity())
        .isEqualTo(Severity.CRITICAL);
    alert = new ServiceAlert(ScopeState.getDefaultInstance(), Duration.ofMinutes(10));
    assertThat(say("a", 0, 10, VerdictState.LEAK).orElseThrow().getSeverity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void restoringTheStateChangesNothing() {
    say("a", 0, 10, VerdictState.LEAK);
    alert = new ServiceAlert(alert.toState(), Duration.ofHours(8));
    assertThat(say("a", 0, 11, VerdictState.LEAK)).isEmpty();
    assertThat(end("a", 0, 20, VerdictState.LEAK)).isPresent();
  }

  @Test
  void doubtfulNamesAreNeverMerged() {
    JvmInfo doubtful =
        JvmInfo.newBuilder()
            .setServiceName("app")
            .setServiceInstanceId("h/1")
            .setServiceNameSource(ServiceNameSource.DOUBTFUL)
            .build();
    assertThat(Scopes.key(Scopes.of(doubtful, Resource.HEAP))).isEqualTo("///app/h/1/heap");
  }

  private Optional<LeakAlert> say(String jvm, int startMinute, int minute, VerdictState state) {
    return accept(verdict(jvm, startMinute, minute), state);
  }

  private Optional<LeakAlert> end(String jvm, int startMinute, int minute, VerdictState state) {
    JvmEnded ended = JvmEnded.newBuilder().setTimeMs(minute * MINUTE).build();
    return accept(verdict(jvm, startMinute, minute).setEnded(ended), state);
  }

  private Optional<LeakAlert> accept(JvmVerdict.Builder verdict, VerdictState state) {
    ResourceVerdict.Builder resource =
        ResourceVerdict.newBuilder().setResource(Resource.HEAP).setState(state);
    if (state == VerdictState.LEAK) {
      resource
          .setAlertTimeMs(10 * MINUTE)
          .setExhaustionP10S(3000 - (verdict.getAsOfMs() - 10 * MINUTE) / 1000.0)
          .setExhaustionP50S(3600 - (verdict.getAsOfMs() - 10 * MINUTE) / 1000.0)
          .setExhaustionP90S(4000);
    }
    AlertScope scope = Scopes.of(verdict.getInfo(), Resource.HEAP);
    return alert.accept(scope, verdict.build(), resource.build());
  }

  private static JvmVerdict.Builder verdict(String jvm, int startMinute, int minute) {
    return JvmVerdict.newBuilder()
        .setAsOfMs(minute * MINUTE)
        .setInfo(
            JvmInfo.newBuilder()
                .setJvmId(jvm)
                .setServiceName("cart")
                .setServiceNameSource(ServiceNameSource.CONFIGURED)
                .setStartTimeMs(startMinute * MINUTE));
  }
}
