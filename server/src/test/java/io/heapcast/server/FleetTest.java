package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FleetTest {

  private static final long NOW_MS = Samples.AS_OF.toEpochMilli();
  private static final Arrival LIVE = new Arrival(NOW_MS, true);
  private static final Arrival KNOWN = new Arrival(NOW_MS, false);
  private static final Duration TTL = Duration.ofHours(24);

  private final Fleet fleet = new Fleet(TTL);
  private final JvmInfo info = Samples.info(1).build();
  private final String jvmId = info.getJvmId();

  @Test
  void aJvmHasItsLastStatusVerdictAndWindow() {
    JvmStatus watched = Samples.status(info, WatchState.WATCHED).build();
    JvmWindow last = Samples.window(info, 1).build();
    fleet.accept(Samples.status(info, WatchState.ATTACHING).build(), LIVE);
    fleet.accept(watched, LIVE);
    fleet.accept(Samples.window(info, 0).build(), LIVE);
    fleet.accept(last, LIVE);
    fleet.accept(Samples.verdict(info, Samples.leak().build()).build(), LIVE);

    assertThat(fleet.jvms()).containsExactly(watched);
    assertThat(fleet.lastWindow(jvmId)).contains(last);
    assertThat(fleet.verdicts())
        .containsExactly(Samples.verdict(info, Samples.leak().build()).build());
    assertThat(fleet.lastWindow("web-9/1@1")).isEmpty();
  }

  @Test
  void aWindowIsCountedOnceAndOnlyWhenItCameLive() {
    fleet.accept(Samples.window(info, -1).build(), KNOWN);
    fleet.accept(Samples.window(info, 0).build(), LIVE);
    fleet.accept(Samples.window(info, 1).build(), LIVE);
    fleet.accept(Samples.window(info, 0).build(), LIVE);

    JvmCounters counters = fleet.views().get(0).windows().counters();
    assertThat(counters.allocatedBytes()).isEqualTo((long) (200 * Samples.MIB));
    assertThat(counters.pauses())
        .containsEntry(GcKind.YOUNG, new JvmCounters.Pauses(6, 60_000))
        .containsEntry(GcKind.MIXED, new JvmCounters.Pauses(2, 25_000))
        .hasSize(2);
  }

  @Test
  void aCollectionThatAToolAskedForIsInAFigureOfItsOwn() {
    for (int n = 0; n < 2; n++) {
      fleet.accept(
          Samples.window(info, n)
              .clearGcTotals()
              .addRequestedGcTotals(Samples.totals(GcKind.FULL, 1, 90_000))
              .build(),
          LIVE);
    }

    WindowFacts facts = fleet.views().get(0).windows();
    assertThat(facts.counters().pauses()).isEmpty();
    assertThat(facts.counters().requested()).isEqualTo(new JvmCounters.Pauses(2, 180_000));
    assertThat(facts.latest().getRequestedGcTotalsList()).isEmpty();
  }

  @Test
  void aValueThatAWindowLacksKeepsItsLast() {
    fleet.accept(Samples.window(info, 0).build(), LIVE);
    fleet.accept(
        JvmWindow.newBuilder()
            .setInfo(info)
            .setStartTimeMs(NOW_MS)
            .setEndTimeMs(NOW_MS + 10_000)
            .setThreads(7)
            .build(),
        LIVE);

    WindowFacts facts = fleet.views().get(0).windows();
    assertThat(facts.latest().getThreads()).isEqualTo(7);
    assertThat(facts.latest().getResidentBytes()).isEqualTo((long) (700 * Samples.MIB));
    assertThat(facts.usedAfterLastGcBytes()).isEqualTo((long) (440 * Samples.MIB));
    assertThat(facts.latest().getGcTotalsList()).isEmpty();
  }

  @Test
  void anEndedJvmLeavesAndAStragglerDoesNotBringItBack() {
    fleet.accept(Samples.status(info, WatchState.WATCHED).build(), LIVE);
    fleet.accept(Samples.status(info, WatchState.ENDED).build(), LIVE);
    fleet.accept(Samples.window(info, 0).build(), LIVE);
    fleet.accept(Samples.verdict(info, Samples.leak().build()).build(), LIVE);
    fleet.accept(Samples.status(info, WatchState.WATCHED).build(), LIVE);

    assertThat(fleet.views()).isEmpty();
  }

  @Test
  void aLastVerdictOrWindowEndsAJvmToo() {
    JvmEnded ended = JvmEnded.newBuilder().setTimeMs(NOW_MS).setReason(EndReason.VANISHED).build();
    fleet.accept(Samples.status(info, WatchState.WATCHED).build(), LIVE);
    fleet.accept(Samples.verdict(info, Samples.leak().build()).setEnded(ended).build(), LIVE);
    JvmInfo other = Samples.info(2).build();
    fleet.accept(Samples.status(other, WatchState.WATCHED).build(), LIVE);
    fleet.accept(Samples.window(other, 0).setEnded(ended).build(), LIVE);

    assertThat(fleet.views()).isEmpty();
  }

  @Test
  void aJvmThatIsSeenAliveAfterItsEndIsBack() {
    fleet.accept(Samples.status(info, WatchState.ENDED).build(), LIVE);
    fleet.accept(Samples.status(info, WatchState.WATCHED).setAsOfMs(NOW_MS + 1).build(), LIVE);

    assertThat(fleet.jvms()).hasSize(1);
  }

  @Test
  void onlyWhatNoAlertForesawIsCounted() {
    OutOfMemory miss =
        OutOfMemory.newBuilder().setInfo(info).setTimeMs(5).setResource(Resource.HEAP).build();
    OutOfMemory foreseen =
        miss.toBuilder().setInfo(Samples.info(2)).setTimeMs(9).setLeakId("l").build();
    OutOfMemory before = miss.toBuilder().setInfo(Samples.info(3)).setTimeMs(1).build();
    fleet.accept(before, KNOWN);
    fleet.accept(miss, LIVE);
    fleet.accept(miss, LIVE);
    fleet.accept(foreseen, LIVE);
    assertThat(fleet.unforeseenCounts()).containsEntry("heap", 1L).containsEntry("unknown", 0L);
    assertThat(fleet.outOfMemory()).containsExactly(foreseen, miss, before);
  }

  @Test
  void aSilentJvmLeaves() {
    fleet.accept(Samples.status(info, WatchState.WATCHED).build(), LIVE);

    fleet.expire(NOW_MS + TTL.toMillis());
    assertThat(fleet.jvms()).hasSize(1);
    fleet.expire(NOW_MS + TTL.toMillis() + 1);
    assertThat(fleet.jvms()).isEmpty();
  }

  @Test
  void theJvmSilentLongestMakesRoom() {
    Fleet small = new Fleet(TTL, 2);
    for (int n : new int[] {1, 2, 1, 3}) {
      small.accept(Samples.status(Samples.info(n).build(), WatchState.WATCHED).build(), LIVE);
    }

    assertThat(small.jvms())
        .extracting(status -> status.getInfo().getHostName())
        .containsExactly("web-1", "web-3");
  }

  @Test
  void alertsAreCountedWhenTheyChangeLive() {
    LeakAlert firing = Samples.alert().build();
    LeakAlert resolved =
        Samples.alert()
            .setState(AlertState.RESOLVED)
            .setOutcome(AlertOutcome.OUT_OF_MEMORY_ERROR)
            .build();
    LeakAlert known = Samples.alert().setLeakId("known").build();

    assertThat(fleet.accept(known, KNOWN)).isEmpty();
    assertThat(fleet.accept(firing, LIVE)).hasValueSatisfying(c -> assertThat(c.fires()).isTrue());
    assertThat(fleet.accept(firing, LIVE)).hasValueSatisfying(c -> assertThat(c.fires()).isFalse());
    assertThat(fleet.accept(resolved, LIVE))
        .hasValueSatisfying(c -> assertThat(c.resolves()).isTrue());
    assertThat(fleet.accept(resolved, LIVE))
        .hasValueSatisfying(c -> assertThat(c.resolves()).isFalse());

    assertThat(fleet.alertCounts())
        .containsEntry("firing", 1L)
        .containsEntry("out_of_memory_error", 1L)
        .containsEntry("refuted", 0L);
    assertThat(fleet.alerts()).containsExactly(known, resolved);
  }

  @Test
  void anAlertThatOnlyPendedEndsInSilence() {
    fleet.accept(Samples.alert().setState(AlertState.PENDING).build(), LIVE);
    LeakAlert withdrawn =
        Samples.alert().setState(AlertState.RESOLVED).setOutcome(AlertOutcome.REFUTED).build();

    assertThat(fleet.accept(withdrawn, LIVE))
        .hasValueSatisfying(change -> assertThat(change.resolves()).isFalse());
    assertThat(fleet.alertCounts()).containsEntry("refuted", 0L);
  }

  @Test
  void aDeletedAlertThatWasFiringEnds() {
    fleet.accept(Samples.alert().build(), LIVE);

    assertThat(fleet.forgetAlert(Samples.alert().getLeakId(), LIVE))
        .hasValueSatisfying(change -> assertThat(change.resolves()).isTrue());
    assertThat(fleet.alerts()).isEmpty();
  }

  @Test
  void aResolvedAlertIsShownForADay() {
    fleet.accept(Samples.alert().setState(AlertState.RESOLVED).build(), KNOWN);
    fleet.accept(Samples.alert().setLeakId("firing").build(), KNOWN);

    fleet.expire(NOW_MS + Duration.ofHours(25).toMillis());

    assertThat(fleet.alerts()).extracting(LeakAlert::getLeakId).containsExactly("firing");
  }
}
