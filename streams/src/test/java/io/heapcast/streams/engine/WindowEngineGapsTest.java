package io.heapcast.streams.engine;

import static io.heapcast.streams.engine.Jvm.at;
import static io.heapcast.streams.engine.Jvm.collection;
import static io.heapcast.streams.engine.Jvm.counters;
import static io.heapcast.streams.engine.Jvm.sample;
import static io.heapcast.streams.engine.Jvm.threads;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.DataLoss;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Repeats, late measurements, missing ones and clocks. */
class WindowEngineGapsTest extends EngineTest {

  @Test
  void reReadMeasurementsCountOnceHoweverTheyAreCut() {
    accept(
        jvm.observedUntil(8_000)
            .addGcCycles(collection(1, GcKind.YOUNG, 1_000, 10, 5))
            .addGcCycles(collection(2, GcKind.YOUNG, 2_000, 10, 5))
            .addAllocationSamples(sample(3_000, 1, 7))
            .addAllocationSamples(sample(4_000, 1, 7)));
    accept(jvm.newSession().observedUntil(1_500).addGcCycles(collection(1, GcKind.YOUNG, 1_000)));
    accept(
        jvm.observedUntil(9_000)
            .addGcCycles(collection(2, GcKind.YOUNG, 2_000))
            .addAllocationSamples(sample(4_000, 1, 7))
            .addAllocationSamples(sample(5_000, 1, 7)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getYoung().getCount()).isEqualTo(2);
    assertThat(window.getTopClasses(0).getWeightBytes()).isEqualTo(21);
    assertThat(window.getLateDropped()).isZero();
    assertThat(state().getRepeatsDropped()).isEqualTo(3);
  }

  @Test
  void aRecordThatWasSentTwiceChangesNothing() {
    TelemetryBatch batch =
        jvm.observedUntil(8_000)
            .addThreads(threads(1_000, 3))
            .addGcCycles(collection(1, GcKind.FULL, 2_000))
            .build();
    engine.accept(batch);
    engine.accept(batch);
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollectionsCount()).isEqualTo(1);
    assertThat(window.getGapsList()).isEmpty();
  }

  @Test
  void withinASessionMeasurementsMayComeOutOfOrder() {
    accept(jvm.observedUntil(5_000).addThreads(threads(4_000, 4)));
    accept(
        jvm.observedUntil(6_000)
            .addThreads(threads(3_000, 3))
            .addAllocationSamples(sample(5_500, 1, 10)));
    accept(jvm.observedUntil(7_000).addAllocationSamples(sample(5_000, 1, 10)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getThreads()).isEqualTo(4);
    assertThat(window.getTopClasses(0).getWeightBytes()).isEqualTo(20);
    assertThat(state().getRepeatsDropped()).isZero();
  }

  @Test
  void aWatchThatStartsAgainWithinTheSessionIsANewSession() {
    accept(jvm.observedUntil(3_000).addThreads(threads(2_000, 2)));
    accept(jvm.observedUntil(4_000));
    TelemetryBatch first = jvm.observedUntil(5_000).addThreads(threads(2_000, 9)).build();
    engine.accept(first.toBuilder().setSeq(0).build());
    engine.accept(first.toBuilder().setSeq(1).setObservedUntilMs(at(6_000)).build());
    JvmWindow window =
        engine.accept(first.toBuilder().setSeq(2).setObservedUntilMs(at(15_000)).build()).get(0);
    assertThat(window.getThreads()).isEqualTo(2);
    assertThat(window.getGapsList()).containsExactly(gap(4_000, GapReason.SESSION, 1));
  }

  @Test
  void lossesOfOneMillisecondInDifferentBatchesAreAllTold() {
    DataLoss.Builder loss = DataLoss.newBuilder().setTimeMs(at(2_000)).setAmount(3);
    accept(jvm.observedUntil(2_000).addDataLosses(loss));
    accept(jvm.observedUntil(2_000).addDataLosses(loss.setAmount(4)));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getGapsList())
        .containsExactly(
            gap(2_000, GapReason.REPORTED_LOSS, 3), gap(2_000, GapReason.REPORTED_LOSS, 4));
  }

  @Test
  void aConcurrentCycleThatEndsAfterYoungerCollectionsIsNoRepeat() {
    accept(jvm.observedUntil(3_000).addGcCycles(collection(8, GcKind.YOUNG, 1_000)));
    accept(jvm.observedUntil(5_000).addGcCycles(collection(9, GcKind.YOUNG, 4_000)));
    accept(jvm.observedUntil(8_000).addGcCycles(collection(7, GcKind.CONCURRENT, 6_000)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollections(0).getGcId()).isEqualTo(7);
    assertThat(window.getYoung().getCount()).isEqualTo(2);
  }

  @Test
  void whatComesAfterItsWindowClosedIsCountedAndNotSilentlyLost() {
    accept(jvm.observedUntil(1_000).addThreads(threads(500, 1)));
    accept(jvm.observedUntil(15_000));
    accept(
        jvm.observedUntil(16_000)
            .addGcCycles(collection(1, GcKind.FULL, 9_000))
            .addThreads(threads(9_999, 5)));
    JvmWindow window = accept(jvm.observedUntil(25_000)).get(0);
    assertThat(window.getCollectionsCount()).isZero();
    assertThat(window.hasThreads()).isFalse();
    assertThat(window.getLateDropped()).isEqualTo(2);
    assertThat(window.getAheadDropped()).isZero();
  }

  @Test
  void theGraceLetsLateOnesIn() {
    accept(jvm.observedUntil(5_000));
    accept(jvm.observedUntil(14_000));
    accept(jvm.observedUntil(14_999).addGcCycles(collection(1, GcKind.FULL, 9_000)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollectionsCount()).isEqualTo(1);
    assertThat(window.getLateDropped()).isZero();
  }

  @Test
  void missingBatchesAreAGapWhereTheyShouldHaveBeen() {
    accept(jvm.observedUntil(3_000));
    accept(jvm.lose(4).observedUntil(8_000));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getGapsList())
        .containsExactly(gap(3_000, GapReason.SEQUENCE, 4));
  }

  @Test
  void aNewSessionIsAGap() {
    accept(jvm.observedUntil(3_000));
    accept(jvm.newSession().observedUntil(8_000));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getGapsList())
        .containsExactly(gap(3_000, GapReason.SESSION, 1));
  }

  @Test
  void theFirstBatchOfAllIsNoGapButWhatWentBeforeItIs() {
    accept(jvm.lose(9).observedUntil(3_000));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getGapsList())
        .containsExactly(gap(0, GapReason.SEQUENCE, 9));
  }

  @Test
  void aReportedLossIsAGapEvenWhenItsWindowIsClosed() {
    accept(jvm.observedUntil(0));
    accept(
        jvm.observedUntil(15_000)
            .addDataLosses(DataLoss.newBuilder().setTimeMs(at(12_000)).setAmount(64)));
    accept(
        jvm.observedUntil(16_000)
            .addDataLosses(DataLoss.newBuilder().setTimeMs(at(13_000)).setAmount(65)));
    List<JvmWindow> windows = accept(jvm.observedUntil(25_000));
    assertThat(gaps(windows))
        .containsExactly(
            gap(12_000, GapReason.REPORTED_LOSS, 64), gap(13_000, GapReason.REPORTED_LOSS, 65));
    accept(
        jvm.observedUntil(26_000)
            .addDataLosses(DataLoss.newBuilder().setTimeMs(at(14_000)).setAmount(66)));
    assertThat(gaps(accept(jvm.observedUntil(35_000))))
        .containsExactly(gap(14_000, GapReason.REPORTED_LOSS, 66));
  }

  @Test
  void aClockThatWasSetBackClosesWhatItMeasuredAndWindowsRestart() {
    accept(jvm.observedUntil(7_202_000).addThreads(threads(7_201_000, 1)));
    List<JvmWindow> closed =
        accept(
            jvm.observedUntil(3_000)
                .addThreads(threads(2_000, 2))
                .addGcCycles(collection(1, GcKind.FULL, 2_500)));
    assertThat(starts(closed)).containsExactly(7_200_000L);
    JvmWindow after = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(after.getStartTimeMs()).isEqualTo(at(0));
    assertThat(after.getThreads()).isEqualTo(2);
    assertThat(after.getCollectionsCount()).isEqualTo(1);
    assertThat(after.getGapsList()).containsExactly(gap(3_000, GapReason.CLOCK, 7_199_000));
    assertThat(after.getLateDropped()).isZero();
  }

  @Test
  void workGoesOnWhenTheClockIsSetBack() {
    accept(jvm.observedUntil(7_205_000).addAllocated(counters(7_200_000, 7_205_000, 50)));
    accept(jvm.observedUntil(5_000).addAllocated(counters(0, 5_000, 70)));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getWorkBytes()).isEqualTo(120);
  }

  @Test
  void aSessionThatReReadsFromFarBackIsNoClockThatWasSetBack() {
    accept(jvm.observedUntil(400_000).addGcCycles(collection(1, GcKind.FULL, 395_000)));
    accept(jvm.newSession().observedUntil(100_000));
    accept(jvm.observedUntil(396_000).addGcCycles(collection(1, GcKind.FULL, 395_000)));
    List<JvmWindow> windows = accept(jvm.observedUntil(405_000));
    assertThat(starts(windows)).containsExactly(390_000L);
    assertThat(gaps(windows)).isEmpty();
  }

  @Test
  void aSessionThatReReadsInManyBatchesDoublesNothing() {
    List<JvmWindow> windows = new java.util.ArrayList<>();
    for (int minute = 1; minute <= 10; minute++) {
      windows.addAll(accept(minuteOf(jvm, minute)));
    }
    jvm.newSession();
    for (int minute = 1; minute <= 12; minute++) {
      windows.addAll(accept(minuteOf(jvm, minute)));
    }
    assertThat(starts(windows)).doesNotHaveDuplicates().isSorted();
    assertThat(windows.stream().mapToInt(JvmWindow::getCollectionsCount).sum()).isEqualTo(12);
    assertThat(gaps(windows)).extracting(Gap::getReason).doesNotContain(GapReason.CLOCK);
  }

  /** One full collection a minute, in its first half. */
  private static TelemetryBatch.Builder minuteOf(Jvm jvm, int minute) {
    long endMs = minute * 60_000L;
    return jvm.observedUntil(endMs).addGcCycles(collection(minute, GcKind.FULL, endMs - 40_000));
  }

  @Test
  void aSessionWithUnseenCollectionsOfAnEarlierTimeIsAClockThatWasSetBack() {
    accept(jvm.observedUntil(7_202_000).addGcCycles(collection(5, GcKind.FULL, 7_201_000)));
    List<JvmWindow> closed =
        accept(
            jvm.newSession().observedUntil(3_000).addGcCycles(collection(6, GcKind.FULL, 2_000)));
    assertThat(starts(closed)).containsExactly(7_200_000L);
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getCollections(0).getGcId()).isEqualTo(6);
  }

  @Test
  void aClockThatWasSetForwardIsAGapOfItsOwnKind() {
    accept(jvm.observedUntil(3_000).addThreads(threads(2_000, 1)));
    List<JvmWindow> windows = accept(jvm.observedUntil(7_203_000));
    windows.addAll(accept(jvm.observedUntil(7_215_000)));
    assertThat(gaps(windows)).containsExactly(gap(10_000, GapReason.CLOCK, 7_180_000));
  }

  @Test
  void aMeasurementFarAheadOfItsBatchOpensNoWindow() {
    accept(
        jvm.observedUntil(3_000).addThreads(threads(2_000, 1)).addThreads(threads(99_000_000, 2)));
    accept(jvm.observedUntil(9_000).addThreads(threads(8_000, 3)));
    List<JvmWindow> windows = accept(jvm.observedUntil(15_000));
    assertThat(starts(windows)).containsExactly(0L);
    assertThat(windows.get(0).getThreads()).isEqualTo(3);
    assertThat(windows.get(0).getLateDropped()).isEqualTo(1);
    assertThat(windows.get(0).getAheadDropped()).isEqualTo(1);
    assertThat(gaps(windows)).containsExactly(gap(3_000, GapReason.CLOCK, 98_997_000));
  }

  @Test
  void theClockOfOneJvmIsNothingToAnother() {
    String otherId = "host/5@1700000000";
    WindowEngine other = new WindowEngine(otherId, GRACE);
    Jvm otherJvm = new Jvm();
    other.accept(otherJvm.observedUntil(1_000).setJvmId(otherId).build());
    accept(jvm.observedUntil(1_000));
    accept(jvm.observedUntil(90_000_000));
    assertThat(other.accept(otherJvm.observedUntil(14_000).setJvmId(otherId).build())).isEmpty();
    assertThat(other.accept(otherJvm.observedUntil(15_000).setJvmId(otherId).build())).hasSize(1);
  }
}
