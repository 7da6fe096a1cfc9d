package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import org.junit.jupiter.api.Test;

final class ThresholdsTest {

  @Test
  void rawHeapFiresAfterTwoMinutesAbove80AndResolvesBelow() {
    Windows windows = used(Windows.parallel(100), 5, 80);
    used(windows, 20, 81);
    used(windows, 1, 79);
    assertThat(windows.alarms(RawHeap.over80())).containsExactly(5 + 12, -25);
  }

  @Test
  void aDipBeginsTheTwoMinutesAnew() {
    Windows windows = used(Windows.parallel(100), 12, 99);
    used(windows, 1, 50);
    used(windows, 13, 99);
    assertThat(windows.alarms(RawHeap.over80())).containsExactly(13 + 12);
  }

  @Test
  void rawHeapOver90WaitsFiveMinutes() {
    Windows windows = used(Windows.parallel(100), 100, 90);
    used(windows, 31, 90.5);
    assertThat(windows.alarms(RawHeap.over90())).containsExactly(130);
  }

  @Test
  void theGaugeHoldsWhereNothingWasMeasured() {
    Windows windows = Windows.parallel(100).used(85).end();
    for (int i = 0; i < 12; i++) {
      windows.end();
    }
    assertThat(windows.alarms(RawHeap.over80())).containsExactly(12);
  }

  @Test
  void withoutALimitNoShareOfItIsKnown() {
    Windows windows = used(Windows.parallel(0), 100, 500);
    assertThat(windows.alarms(RawHeap.over80())).isEmpty();
  }

  @Test
  void liveSetIsUseAfterOldCollectionsOnly() {
    Windows windows = Windows.parallel(100).used(99).young(3, 95).end();
    for (int i = 0; i < 100; i++) {
      windows.used(99).young(3, 95).end();
    }
    windows.full(81).end();
    for (int i = 0; i < 40; i++) {
      windows.young(3, 95).end();
    }
    windows.full(80).end();
    assertThat(windows.alarms(new LiveSet())).containsExactly(101 + 30, -142);
  }

  @Test
  void liveSetFindsAParallelLeakThatEndsInExhaustion() {
    // The old generation is two thirds of the heap: once it is full, what leaks stays in eden.
    Windows windows = Windows.parallel(900);
    for (int i = 0; i <= 880; i++) {
      windows
          .collection(
              Windows.full(windows.nowMs(), i).setOldAfterBytes(Windows.bytes(Math.min(i, 600))))
          .end();
    }
    assertThat(windows.alarms(new LiveSet())).containsExactly(721 + 30);
  }

  @Test
  void liveSetIsTheHeapEvenWhereTheOldGenerationIsTold() {
    Windows windows = new Windows(Collector.G1, 100);
    for (int i = 0; i < 50; i++) {
      windows.collection(mixed(windows.nowMs(), 95).setOldAfterBytes(Windows.bytes(60))).end();
    }
    assertThat(windows.alarms(new LiveSet())).containsExactly(30);
  }

  @Test
  void g1MarkingLeavesTheOldGenerationWhereTold() {
    Windows windows = new Windows(Collector.G1, 100);
    for (int old : new int[] {60, 85}) {
      for (int i = 0; i < 50; i++) {
        windows
            .collection(
                mixed(windows.nowMs(), 95)
                    .setKind(GcKind.CONCURRENT)
                    .setOldAfterBytes(Windows.bytes(old)))
            .end();
      }
    }
    assertThat(windows.alarms(new LiveSet())).containsExactly(50 + 30);
  }

  @Test
  void g1MarkingLeavesNoLiveSetForItsHeapHoldsEden() {
    Windows windows = new Windows(Collector.G1, 100);
    for (int i = 0; i < 50; i++) {
      windows.collection(mixed(windows.nowMs(), 95).setKind(GcKind.CONCURRENT)).end();
    }
    assertThat(windows.alarms(new LiveSet())).isEmpty();
  }

  @Test
  void aCycleCutShortLeavesNoLiveSet() {
    Windows windows = new Windows(Collector.SHENANDOAH, 100);
    windows.collection(mixed(windows.nowMs(), 95).setKind(GcKind.CONCURRENT).setIncomplete(true));
    used(windows, 60, 50);
    assertThat(windows.alarms(new LiveSet())).isEmpty();
  }

  @Test
  void p95FollowsWhatItShouldHaveFound() {
    Windows windows = Windows.parallel(1_000).full(100).end();
    int day = 24 * 360;
    for (int i = 1; i < day; i++) {
      windows.end();
    }
    windows.full(111).end();
    for (int i = 0; i < 2 * 360; i++) {
      windows.end();
    }
    // A sample every 30 windows, 288 in the first day. The threshold is 110 until so many of 111
    // are in the history that rank 0.95 (n - 1) lies above the 287th; with k of them, n = 288 + k:
    // 0.95 (287 + k) > 287 + x, x the share of 11 MiB that 110 / 1.1 lacks to 111 / 1.1, 1 / 12.1:
    // k = 16. The first of them is taken in window 8640, the sixteenth 15 steps later.
    assertThat(windows.alarms(new P95Threshold())).containsExactly(day + 30, -(day + 15 * 30));
  }

  @Test
  void p95IsSilentBelowItsFactor() {
    Windows windows = Windows.parallel(1_000).full(100).end();
    for (int i = 0; i < 500; i++) {
      windows.full(100 + i % 10).end();
    }
    assertThat(windows.alarms(new P95Threshold())).isEmpty();
  }

  private static Collection.Builder mixed(long timeMs, double afterMib) {
    return Windows.full(timeMs, afterMib).setKind(GcKind.MIXED);
  }

  private static Windows used(Windows windows, int count, double mib) {
    for (int i = 0; i < count; i++) {
      windows.used(mib).end();
    }
    return windows;
  }
}
