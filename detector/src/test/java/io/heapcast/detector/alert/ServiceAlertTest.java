package io.heapcast.detector.alert;

import static io.heapcast.detector.alert.SaidOfJvm.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.EvidenceKind;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.Severity;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceAlertTest {

  private static final AlertPolicy POLICY = new AlertPolicy(Duration.ofHours(8), 0.5);
  private static final Duration DAY = Duration.ofHours(24);

  private ServiceAlert alert = new ServiceAlert(ScopeState.getDefaultInstance(), POLICY);
  private final List<EvidenceRequest> requests = new ArrayList<>();
  private long wallMs = 1;

  private final SaidOfJvm a = SaidOfJvm.of("a", 0);

  @Test
  void nothingIsSaidOfHealthyReplicas() {
    assertThat(say(a.heap(10, VerdictState.HEALTHY))).isEmpty();
    assertThat(say(a.heap(20, VerdictState.LIMIT_TOO_SMALL))).isEmpty();
    assertThat(say(a.heap(30, VerdictState.CACHE_FILLING))).isEmpty();
  }

  @Test
  void aSuspicionIsPendingAndALeakFiresUnderTheSameId() {
    LeakAlert pending = say(a.heap(10, VerdictState.LEAK_SUSPECTED)).orElseThrow();
    assertThat(pending.getState()).isEqualTo(AlertState.PENDING);
    assertThat(pending.getStartedMs()).as("nobody is told yet").isZero();
    LeakAlert firing = say(a.heap(12, VerdictState.LEAK)).orElseThrow();
    assertThat(firing.getLeakId())
        .isEqualTo("///cart/heap@1970-01-01T00:10:00Z")
        .isEqualTo(pending.getLeakId());
    assertThat(firing.getState()).isEqualTo(AlertState.FIRING);
    assertThat(firing.getStartedMs()).isEqualTo(12 * MINUTE);
    assertThat(firing.getPendingMs()).isEqualTo(10 * MINUTE);
  }

  @Test
  void onceItFiresOnlyLeakingReplicasAreMembers() {
    say(a.heap(10, VerdictState.LEAK_SUSPECTED));
    say(SaidOfJvm.of("b", 0).heap(10, VerdictState.LEAK_SUSPECTED));
    LeakAlert firing = say(a.heap(12, VerdictState.LEAK)).orElseThrow();
    assertThat(jvms(firing)).containsExactly("a");
    assertThat(firing.getInstancesSuspected()).isEqualTo(1);
    assertThat(firing.getInstancesLeaking()).isEqualTo(1);
  }

  @Test
  void aSuspicionThatPassesEndsUnheard() {
    say(a.heap(10, VerdictState.LEAK_SUSPECTED));
    LeakAlert resolved = say(a.heap(12, VerdictState.HEALTHY)).orElseThrow();
    assertThat(resolved.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(resolved.getOutcome()).isEqualTo(AlertOutcome.REFUTED);
    assertThat(resolved.getStartedMs()).isZero();
  }

  @Test
  void notToKnowAnyMoreTakesNothingBack() {
    say(a.heap(10, VerdictState.LEAK));
    assertThat(say(a.heap(12, VerdictState.UNKNOWN))).isEmpty();
    assertThat(alert.firing()).isPresent();
  }

  @Test
  void replicasJoinOneAlert() {
    LeakAlert first = say(a.heap(10, VerdictState.LEAK)).orElseThrow();
    say(SaidOfJvm.of("b", 0).heap(10, VerdictState.HEALTHY));
    LeakAlert second = say(SaidOfJvm.of("c", 0).heap(11, VerdictState.LEAK)).orElseThrow();
    assertThat(second.getLeakId()).isEqualTo(first.getLeakId());
    assertThat(jvms(second)).containsExactly("a", "c");
    assertThat(second.getInstancesSeen()).isEqualTo(3);
  }

  @Test
  void withoutNewsNothingIsSaidAgain() {
    say(a.heap(10, VerdictState.LEAK));
    assertThat(say(a.heap(11, VerdictState.LEAK))).isEmpty();
  }

  @Test
  void aWithdrawnLeakResolvesAsRefutedAndLeavesNoPrejudice() {
    LeakAlert opened = say(a.heap(10, VerdictState.LEAK)).orElseThrow();
    LeakAlert resolved = say(a.heap(30, VerdictState.HEALTHY)).orElseThrow();
    assertThat(resolved.getLeakId()).isEqualTo(opened.getLeakId());
    assertThat(resolved.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(resolved.getOutcome()).isEqualTo(AlertOutcome.REFUTED);
    assertThat(resolved.getResolvedMs()).isEqualTo(30 * MINUTE);
    assertThat(say(SaidOfJvm.of("b", 30).heap(50, rising(0.4)))).isEmpty();
  }

  @Test
  void theAlertOutlivesTheJvmAndItsLeakingSuccessors() {
    LeakAlert opened = say(a.heap(10, VerdictState.LEAK)).orElseThrow();
    LeakAlert waiting = say(a.ended(20, VerdictState.LEAK, EndReason.SHUTDOWN)).orElseThrow();
    assertThat(waiting.getState()).isEqualTo(AlertState.FIRING);
    assertThat(waiting.getMembers(0).getOutcome()).isEqualTo(AlertOutcome.ENDED_WHILE_LEAKING);
    assertThat(waiting.getMembers(0).getEndedMs()).isEqualTo(20 * MINUTE);
    assertThat(waiting.getMembers(0).hasForecastError())
        .as("a shutdown proves no forecast wrong")
        .isFalse();
    SaidOfJvm next = SaidOfJvm.of("a2", 21);
    assertThat(say(next.heap(25, VerdictState.HEALTHY))).as("too young to tell").isEmpty();
    LeakAlert again = say(next.heap(31, VerdictState.LEAK)).orElseThrow();
    assertThat(again.getLeakId()).isEqualTo(opened.getLeakId());
    assertThat(again.getMembersCount()).isEqualTo(2);
  }

  @Test
  void aSuccessorHealthyPastTheAgeOfTheAlertClosesItAsFixed() {
    say(a.version("1").heap(10, VerdictState.LEAK));
    say(a.version("1").ended(20, VerdictState.LEAK, EndReason.SHUTDOWN));
    LeakAlert closed =
        say(SaidOfJvm.of("a2", 21).version("2").heap(33, VerdictState.HEALTHY)).orElseThrow();
    assertThat(closed.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(closed.getOutcome()).isEqualTo(AlertOutcome.FIXED);
    assertThat(closed.getVersionsList())
        .extracting(record -> record.getServiceVersion() + " leaked " + record.getLeaked())
        .containsExactly("2 leaked 0", "1 leaked 1");
    assertThat(alert.toState().hasAlert()).isFalse();
  }

  @Test
  void aWithdrawnFalseAlarmDoesNotMakeAYoungSuccessorProve() {
    falseAlarmThenLeak(2400);
    say(a.ended(2460, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    assertThat(say(SaidOfJvm.of("a2", 2461).heap(2480, VerdictState.HEALTHY)))
        .as("older than the false alarm, far younger than the leak")
        .isEmpty();
    assertThat(alert.firing()).isPresent();
  }

  @Test
  void aWithdrawnFalseAlarmDoesNotMakeYoungReplicasComparable() {
    falseAlarmThenLeak(2400);
    LeakAlert said = LeakAlert.getDefaultInstance();
    for (int i = 0; i < 6; i++) {
      say(SaidOfJvm.of("young" + i, 2380).heap(2405, VerdictState.HEALTHY));
      said = alert.firing().orElseThrow();
    }
    assertThat(said.getInstancesSeen()).isEqualTo(7);
    assertThat(said.getInstancesComparable()).isEqualTo(1);
  }

  /** Verdicts of "a" keep the time of the first alert, ten minutes after the start. */
  private void falseAlarmThenLeak(int minute) {
    say(a.heap(10, VerdictState.LEAK));
    assertThat(say(a.heap(30, VerdictState.HEALTHY)).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.REFUTED);
    say(a.heap(minute - 5, VerdictState.HEALTHY));
    say(a.heap(minute, VerdictState.LEAK));
  }

  @Test
  void aNewVersionThatWasThereBeforeTheLeakIsASuccessorToo() {
    SaidOfJvm canary = SaidOfJvm.of("b", 1).version("2");
    say(canary.heap(9, VerdictState.HEALTHY));
    say(a.version("1").heap(10, VerdictState.LEAK));
    say(a.version("1").ended(20, VerdictState.LEAK, EndReason.SHUTDOWN));
    assertThat(say(canary.heap(30, VerdictState.HEALTHY)))
        .as("the next JVM of version 1 may be on its way")
        .isEmpty();
    assertThat(say(canary.heap(31, VerdictState.HEALTHY)).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.FIXED);
  }

  @Test
  void anotherVersionCannotSpeakForTheNextJvmOfTheLeakingOne() {
    SaidOfJvm newer = SaidOfJvm.of("b", 1).version("2");
    say(newer.heap(9, VerdictState.HEALTHY));
    say(a.version("1").heap(10, VerdictState.LEAK));
    say(a.version("1").ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    SaidOfJvm next = SaidOfJvm.of("a2", 25).version("1");
    say(next.heap(26, VerdictState.UNKNOWN));
    assertThat(say(newer.heap(33, VerdictState.HEALTHY))).isEmpty();
    assertThat(say(next.heap(35, VerdictState.LEAK)).orElseThrow().getMembersCount()).isEqualTo(2);
  }

  @Test
  void anOlderVersionThatNeverLeakedProvesNothing() {
    SaidOfJvm older = SaidOfJvm.of("b", 0).version("1");
    say(older.heap(9, VerdictState.HEALTHY));
    SaidOfJvm canary = SaidOfJvm.of("a", 5).version("2");
    say(canary.heap(15, VerdictState.LEAK));
    say(canary.ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    assertThat(say(older.heap(300, VerdictState.HEALTHY))).isEmpty();
  }

  @Test
  void aMemberWhoseLeakIsWithdrawnIsNoMemberByMemory() {
    say(a.heap(10, VerdictState.LEAK));
    say(SaidOfJvm.of("b", 0).heap(10, VerdictState.LEAK));
    ResourceVerdict.Builder withdrawn =
        a.resource(Resource.HEAP, 20, VerdictState.CACHE_FILLING).setProbability(0.4);
    LeakAlert said = say(a.heap(20, withdrawn)).orElseThrow();
    assertThat(said.getMembers(0).getOutcome()).isEqualTo(AlertOutcome.REFUTED);
    assertThat(said.getState()).isEqualTo(AlertState.FIRING);
  }

  @Test
  void aJvmThatWasCalmBeforeIsPendingByMemoryToo() {
    say(a.heap(10, VerdictState.LEAK_SUSPECTED));
    say(a.ended(12, VerdictState.LEAK_SUSPECTED, EndReason.SHUTDOWN));
    alert = new ServiceAlert(alert.toState().toBuilder().clearAlert().build(), POLICY);
    SaidOfJvm next = SaidOfJvm.of("b", 13);
    assertThat(say(next.heap(14, VerdictState.HEALTHY))).isEmpty();
    assertThat(say(next.heap(15, rising(0.4))).orElseThrow().getState())
        .isEqualTo(AlertState.PENDING);
  }

  @Test
  void oneHealthySuccessorOfThreeLeakingReplicasProvesNothingYet() {
    for (String jvm : List.of("a", "b", "c")) {
      say(SaidOfJvm.of(jvm, 0).heap(10, VerdictState.LEAK));
    }
    for (String jvm : List.of("a", "b", "c")) {
      say(SaidOfJvm.of(jvm, 0).ended(20, VerdictState.LEAK, EndReason.SHUTDOWN));
    }
    for (String jvm : List.of("d", "e", "f")) {
      say(SaidOfJvm.of(jvm, 21).heap(25, VerdictState.UNKNOWN));
    }
    assertThat(say(SaidOfJvm.of("d", 21).heap(40, VerdictState.HEALTHY))).isEmpty();
    assertThat(say(SaidOfJvm.of("e", 21).heap(40, VerdictState.HEALTHY))).isEmpty();
    assertThat(say(SaidOfJvm.of("f", 21).heap(40, VerdictState.HEALTHY))).isPresent();
  }

  @Test
  void withoutANextJvmItEndsAsItsLastMemberDid() {
    say(SaidOfJvm.of("b", 0).heap(9, VerdictState.HEALTHY));
    say(a.heap(10, VerdictState.LEAK));
    say(a.ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    SaidOfJvm bystander = SaidOfJvm.of("b", 0);
    assertThat(say(bystander.heap(20 + 24 * 60, VerdictState.HEALTHY))).isEmpty();
    assertThat(say(bystander.heap(21 + 24 * 60, VerdictState.HEALTHY)).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.OUT_OF_MEMORY_ERROR);
  }

  @Test
  void theForecastIsHeldAgainstTheOutOfMemoryError() {
    say(a.heap(10, VerdictState.LEAK));
    LeakAlert dead = say(a.ended(60, VerdictState.LEAK, EndReason.OUT_OF_MEMORY)).orElseThrow();
    assertThat(dead.getMembers(0).getOutcome()).isEqualTo(AlertOutcome.OUT_OF_MEMORY_ERROR);
    assertThat(dead.getMembers(0).getForecastError().getErrorShare())
        .as("said 60 min, was 50")
        .isEqualTo(0.2);
    assertThat(dead.getForecastError()).isEqualTo(dead.getMembers(0).getForecastError());
    assertThat(dead.getForecastError().getWithinInterval()).isTrue();
    assertThat(dead.getForecastError().getHappenedMs()).isEqualTo(60 * MINUTE);
    assertThat(dead.getForecastsChecked()).isEqualTo(1);
    assertThat(dead.getForecastsWithin()).isEqualTo(1);
  }

  @Test
  void aJvmThatVanishesWithAFullHeapRanOutOfMemory() {
    say(a.heap(10, VerdictState.LEAK));
    ResourceVerdict.Builder full = a.resource(Resource.HEAP, 60, VerdictState.LEAK).setLevel(970);
    LeakAlert dead = say(a.ended(60, full, EndReason.VANISHED)).orElseThrow();
    assertThat(dead.getMembers(0).getOutcome()).isEqualTo(AlertOutcome.OUT_OF_MEMORY_ERROR);
    assertThat(dead.getMembers(0).getOutcomeInferred()).isTrue();
  }

  @Test
  void aKillAtTheContainerLimitSaysNothingOfTheHeapForecast() {
    say(a.heap(10, VerdictState.LEAK));
    LeakAlert dead =
        say(a.ended(60, VerdictState.LEAK, EndReason.CONTAINER_OOM_KILLED)).orElseThrow();
    assertThat(dead.getMembers(0).getOutcome()).isEqualTo(AlertOutcome.CONTAINER_LIMIT);
    assertThat(dead.getMembers(0).hasForecastError()).isFalse();
  }

  @Test
  void aServiceThatDiesForMonthsStaysOneSmallAlert() {
    LeakAlert last = say(SaidOfJvm.of("jvm-0", 0).heap(10, VerdictState.LEAK)).orElseThrow();
    String id = last.getLeakId();
    for (int i = 0; i < 500; i++) {
      say(
          SaidOfJvm.of("jvm-" + i, i * 20)
              .ended(i * 20 + 20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
      SaidOfJvm next = SaidOfJvm.of("jvm-" + (i + 1), i * 20 + 20);
      last = say(next.heap(i * 20 + 30, VerdictState.LEAK)).orElseThrow();
    }
    assertThat(last.getLeakId()).isEqualTo(id);
    assertThat(last.getEndedLeaking()).isEqualTo(500);
    assertThat(last.getForecastsChecked()).isEqualTo(500);
    assertThat(last.getMembersCount()).isEqualTo(21);
    assertThat(alert.toState().getInstancesCount()).isEqualTo(1);
    assertThat(alert.toState().getSerializedSize()).isLessThan(10_000);
  }

  @Test
  void aThousandLeakingReplicasFitIntoOneRecord() {
    LeakAlert last = LeakAlert.getDefaultInstance();
    for (int i = 0; i < 1_500; i++) {
      SaidOfJvm jvm = SaidOfJvm.of("host-%04d/4711@1790000000".formatted(i), 0).version("1.4.2");
      ResourceVerdict.Builder leak = jvm.resource(Resource.HEAP, 10, VerdictState.LEAK);
      for (int k = 0; k < 64; k++) {
        leak.addKnots(Knot.newBuilder().setTimeMs(k).setWorkBytes(1L << 40).setValue(k));
      }
      last = say(jvm.heap(10, leak)).orElse(last);
    }
    assertThat(last.getMembersCount()).isEqualTo(100);
    assertThat(alert.firing().orElseThrow().getInstancesLeaking()).isEqualTo(1_500);
    assertThat(last.getSerializedSize()).isLessThan(100_000);
    assertThat(alert.toState().getSerializedSize()).isLessThan(400_000);
  }

  @Test
  void theNextJvmOfAVersionThatLeakedIsPendingOnWeakerEvidence() {
    SaidOfJvm first = a.version("1");
    say(first.heap(10, VerdictState.LEAK_SUSPECTED));
    say(first.ended(12, VerdictState.LEAK_SUSPECTED, EndReason.OUT_OF_MEMORY));
    say(SaidOfJvm.of("b", 13).version("2").heap(60, VerdictState.HEALTHY));
    assertThat(alert.toState().hasAlert()).as("another version is healthy").isFalse();
    assertThat(say(SaidOfJvm.of("c", 60).version("2").heap(65, rising(0.4)))).isEmpty();
    LeakAlert pending = say(SaidOfJvm.of("d", 60).version("1").heap(65, rising(0.4))).orElseThrow();
    assertThat(pending.getState()).isEqualTo(AlertState.PENDING);
  }

  @Test
  void memoryEndsWithAFixUnderTheSameVersion() {
    say(a.heap(10, VerdictState.LEAK));
    say(a.ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    assertThat(say(SaidOfJvm.of("b", 21).heap(40, VerdictState.HEALTHY))).isPresent();
    assertThat(say(SaidOfJvm.of("c", 50).heap(55, rising(0.4)))).isEmpty();
  }

  @Test
  void aFullCollectionTellsMostWhereNoneHasTestedTheSuspicion() {
    ResourceVerdict.Builder untested =
        rising(0.4)
            .setState(VerdictState.LEAK_SUSPECTED)
            .addReasonsAgainst(Reason.newBuilder().setCode("untested-by-old-collection"));
    say(a.heap(10, untested));

    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).getKindsList()).startsWith(EvidenceKind.FULL_COLLECTION);
  }

  @Test
  void suspectsAreLookedAtOnceAndNotTooOften() {
    say(a.heap(10, VerdictState.LEAK_SUSPECTED));
    say(a.heap(11, VerdictState.LEAK_SUSPECTED));
    assertThat(requests).hasSize(1);
    EvidenceRequest request = requests.get(0);
    assertThat(request.getRequestId()).isEqualTo("///cart/heap@1970-01-01T00:10:00Z#1");
    assertThat(request.getJvmIdsList()).containsExactly("a");
    assertThat(request.getKindsList())
        .startsWith(EvidenceKind.REFERENCE_CHAINS)
        .endsWith(EvidenceKind.FULL_COLLECTION);
    assertThat(request.getDeadlineMs()).isEqualTo(25 * MINUTE);
    say(SaidOfJvm.of("b", 0).heap(20, VerdictState.LEAK));
    assertThat(requests).as("within the hour").hasSize(1);
    say(SaidOfJvm.of("b", 0).heap(75, VerdictState.LEAK));
    assertThat(requests).as("another set of JVMs, an hour later").hasSize(2);
    say(SaidOfJvm.of("b", 0).heap(200, VerdictState.LEAK));
    assertThat(requests).as("the same set").hasSize(2);
  }

  @Test
  void aServiceThatIsNotHeardOfAnyMoreEndsItsAlert() {
    say(a.heap(10, VerdictState.LEAK));
    wallMs = DAY.toMillis();
    assertThat(alert.expire(wallMs, DAY)).isEmpty();
    wallMs = DAY.toMillis() + 2;
    LeakAlert ended = alert.expire(wallMs, DAY).orElseThrow();
    assertThat(ended.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(ended.getOutcome()).isEqualTo(AlertOutcome.SILENT);
    assertThat(ended.getResolvedMs()).as("event time").isEqualTo(10 * MINUTE);
    assertThat(alert.isForgettable(wallMs, DAY)).isTrue();
  }

  @Test
  void aSilenceUsesUpNoRequestForEvidence() {
    SaidOfJvm b = SaidOfJvm.of("b", 0);
    say(a.heap(10, VerdictState.LEAK));
    say(b.heap(80, VerdictState.LEAK));
    assertThat(requests).hasSize(2);
    wallMs = DAY.toMillis();
    say(b.heap(150, VerdictState.LEAK));
    assertThat(requests).as("the same set").hasSize(2);
    alert.expire(DAY.toMillis() + 2, DAY);
    say(b.heap(155, VerdictState.LEAK));
    assertThat(requests).as("without the silent one, another set").hasSize(3);
    assertThat(requests.get(2).getJvmIdsList()).containsExactly("b");
  }

  @Test
  void anAlertThatWaitsInSilenceEndsAsItsLastMemberDid() {
    say(a.heap(10, VerdictState.LEAK));
    say(a.ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    assertThat(alert.isForgettable(2 * DAY.toMillis(), DAY)).isFalse();
    LeakAlert ended = alert.expire(2 * DAY.toMillis(), DAY).orElseThrow();
    assertThat(ended.getOutcome()).isEqualTo(AlertOutcome.OUT_OF_MEMORY_ERROR);
  }

  @Test
  void restoringTheStateChangesNothing() {
    SaidOfJvm old = SaidOfJvm.of("k", -200).version("0");
    List<JvmVerdict> verdicts =
        List.of(
            old.ended(
                5,
                old.resource(Resource.HEAP, 5, VerdictState.HEALTHY).setLevel(970),
                EndReason.OUT_OF_MEMORY),
            a.heap(10, VerdictState.LEAK_SUSPECTED),
            SaidOfJvm.of("b", 0).heap(11, VerdictState.HEALTHY),
            a.heap(12, VerdictState.LEAK),
            a.heap(13, VerdictState.LEAK),
            a.ended(60, VerdictState.LEAK, EndReason.OUT_OF_MEMORY),
            SaidOfJvm.of("a2", 61).heap(66, rising(0.4)),
            SaidOfJvm.of("a2", 61).heap(71, VerdictState.LEAK),
            SaidOfJvm.of("a2", 61).ended(80, VerdictState.LEAK, EndReason.SHUTDOWN),
            SaidOfJvm.of("a3", 81).heap(99, VerdictState.HEALTHY));
    List<Optional<LeakAlert>> undisturbed = verdicts.stream().map(this::say).toList();
    alert = new ServiceAlert(ScopeState.getDefaultInstance(), POLICY);
    List<Optional<LeakAlert>> restored = new ArrayList<>();
    for (JvmVerdict verdict : verdicts) {
      restored.add(say(verdict));
      alert = new ServiceAlert(alert.toState(), POLICY);
    }
    assertThat(restored).isEqualTo(undisturbed);
    assertThat(undisturbed.get(9).orElseThrow().getOutcome())
        .as("past the age of this leak, not of the death before it")
        .isEqualTo(AlertOutcome.FIXED);
  }

  @Test
  void theMembersThatEndedLastAreKeptInWhateverOrderTheyJoined() {
    for (int i = 0; i < 25; i++) {
      say(SaidOfJvm.of("jvm-" + i, 0).heap(10, VerdictState.LEAK));
    }
    for (int i = 24; i >= 0; i--) {
      say(SaidOfJvm.of("jvm-" + i, 0).ended(50 - i, VerdictState.LEAK, EndReason.SHUTDOWN));
    }
    assertThat(jvms(alert.firing().orElseThrow()))
        .hasSize(20)
        .contains("jvm-0", "jvm-19")
        .doesNotContain("jvm-20", "jvm-24");
  }

  @Test
  void aNewerStateIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServiceAlert(ScopeState.newBuilder().setVersion(3).build(), POLICY))
        .withMessage("alert state: found version 3, expected at most 2");
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

  @Test
  void severityIsToldWithItsReason() {
    LeakAlert firing = say(a.heap(10, VerdictState.LEAK)).orElseThrow();
    assertThat(firing.getSeverity()).isEqualTo(Severity.CRITICAL);
    assertThat(firing.getSeverityReasons(0).getText())
        .isEqualTo("may be exhausted (10 % quantile) in 50 min, within the horizon of 8 h");
  }

  @Test
  void aSeverityIsToldWithTheTimeSinceWhenItIsSo() {
    LeakAlert firing = say(a.heap(10, VerdictState.LEAK)).orElseThrow();
    assertThat(firing.getSeveritySinceMs()).isEqualTo(firing.getUpdatedMs());
    LeakAlert later = say(a.heap(20, VerdictState.LEAK)).orElse(firing);
    assertThat(later.getSeverity()).isEqualTo(firing.getSeverity());
    assertThat(later.getSeveritySinceMs()).isEqualTo(firing.getSeveritySinceMs());
  }

  @Test
  void theHighestSeverityIsKeptWhenTheAlertCalmsDown() {
    LeakAlert pending = say(a.heap(5, VerdictState.LEAK_SUSPECTED)).orElseThrow();
    assertThat(pending.hasHighestSeverity()).isFalse();
    LeakAlert firing = say(a.heap(10, VerdictState.LEAK)).orElseThrow();
    assertThat(firing.getHighestSeverity()).isEqualTo(Severity.CRITICAL);

    ResourceVerdict.Builder farAway =
        a.resource(Resource.HEAP, 20, VerdictState.LEAK)
            .setExhaustionP10S(300_000)
            .setExhaustionP50S(360_000)
            .setExhaustionP90S(480_000);
    LeakAlert calmed = say(a.heap(20, farAway)).orElseThrow();
    assertThat(calmed.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(calmed.getHighestSeverity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void anEndThatRecedesWithTimeIsSeldomNews() {
    say(a.heap(10, endsIn(10, 60)));
    assertThat(say(a.heap(85, endsIn(85, 2)))).as("a quarter of an hour overdue").isPresent();
    int news = 0;
    for (int minute = 90; minute < 190; minute += 5) {
      news += say(a.heap(minute, endsIn(minute, 2))).isPresent() ? 1 : 0;
    }
    assertThat(news).as("of 20 verdicts, each of which says in two minutes").isBetween(1, 5);
  }

  @Test
  void anEndThatComesNearerThanToldIsNews() {
    say(a.heap(10, endsIn(10, 400)));
    assertThat(say(a.heap(210, endsIn(210, 170)))).as("30 of 200 min").isEmpty();
    assertThat(say(a.heap(215, endsIn(215, 150)))).as("45 of 195 min").isPresent();
  }

  private ResourceVerdict.Builder endsIn(int minute, int minutes) {
    return a.resource(Resource.HEAP, minute, VerdictState.LEAK)
        .setExhaustionP10S(50 * minutes)
        .setExhaustionP50S(60 * minutes)
        .setExhaustionP90S(80 * minutes);
  }

  private static ResourceVerdict.Builder rising(double probability) {
    return ResourceVerdict.newBuilder()
        .setResource(Resource.HEAP)
        .setState(VerdictState.UNKNOWN)
        .setProbability(probability);
  }

  private Optional<LeakAlert> say(JvmVerdict verdict) {
    ServiceAlert.Said said =
        alert.accept(
            Scopes.of(verdict.getInfo(), Resource.HEAP), verdict, verdict.getResources(0), wallMs);
    said.request().ifPresent(requests::add);
    return said.alert();
  }

  private static List<String> jvms(LeakAlert alert) {
    return alert.getMembersList().stream().map(member -> member.getInfo().getJvmId()).toList();
  }
}
