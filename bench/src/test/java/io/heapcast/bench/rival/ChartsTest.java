package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import org.junit.jupiter.api.Test;

final class ChartsTest {

  /** First window after {@link #reference()}. */
  private static final int FIRST = 1 + 25;

  @Test
  void cusumAddsUpWhatExceedsHalfADeviation() {
    Windows windows = reference();
    for (int i = 0; i < 6; i++) {
      windows.young(1, 116).end();
    }
    windows.young(1, 90).end();
    // z = 1.6 adds 1.1 a window: 5.5 after five. Then 6.6, and z = -1 takes 1.5: 5.1; not below 5.
    assertThat(windows.alarms(new Cusum())).containsExactly(FIRST + 4);
    windows.young(1, 90).end();
    assertThat(windows.alarms(new Cusum())).containsExactly(FIRST + 4, -(FIRST + 7));
  }

  @Test
  void cusumForgetsWhatLiesBelow() {
    Windows windows = reference();
    for (int i = 0; i < 1_000; i++) {
      windows.young(1, i % 2 == 0 ? 60 : 140).end();
    }
    // z = -4 and +4 in turn: never above 3.5.
    assertThat(windows.alarms(new Cusum())).isEmpty();
  }

  @Test
  void ewmaLeavesItsLimitsAtTheThirdSampleOfTwoDeviations() {
    Windows windows = reference();
    for (int i = 0; i < 3; i++) {
      windows.young(1, 120).end();
    }
    // 0.4 < 0.6, 0.72 < 0.768, 0.976 > 0.859.
    assertThat(windows.alarms(new Ewma())).containsExactly(FIRST + 2);
    windows.young(1, 90).end();
    // 0.2 * -1 + 0.8 * 0.976 = 0.58.
    assertThat(windows.alarms(new Ewma())).containsExactly(FIRST + 2, -(FIRST + 3));
  }

  @Test
  void chartsAreSilentInTheirReferencePeriodAndWhereNothingIsCollected() {
    Windows windows = Windows.parallel(1_000).full(5).end();
    for (int i = 0; i < 25; i++) {
      windows.young(1, 10 * i).end();
    }
    for (int i = 0; i < 100; i++) {
      windows.used(900).end();
    }
    assertThat(windows.alarms(new Cusum())).isEmpty();
    assertThat(windows.alarms(new Ewma())).isEmpty();
  }

  @Test
  void aHeapThatStoodStillHasADeviationOfOneMebibyte() {
    Windows windows = Windows.parallel(1_000).full(100).end();
    for (int i = 0; i < 25; i++) {
      windows.young(1, 100).end();
    }
    for (int i = 0; i < 5; i++) {
      windows.young(1, 100.4).end();
    }
    assertThat(windows.alarms(new Cusum())).isEmpty();
  }

  @Test
  void chartsLearnNothingFromAWarmUpOf30Minutes() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 180; i++) {
      windows.young(1, Math.min(500, 10 * i)).end();
    }
    for (int i = 0; i < 25; i++) {
      windows.young(1, 500).end();
    }
    windows.young(1, 510).end();
    // Of the 25 values after the warm-up the deviation is none: 10 MiB are ten of the least one.
    assertThat(windows.alarms(new Cusum())).containsExactly(180 + 25);
    assertThat(windows.alarms(new Ewma())).containsExactly(180 + 25);
  }

  @Test
  void anIncompleteCollectionDoesNotEndTheWarmUp() {
    Windows windows = new Windows(Collector.SHENANDOAH, 1_000);
    windows
        .collection(Windows.full(windows.nowMs(), 5).setKind(GcKind.CONCURRENT).setIncomplete(true))
        .end();
    for (int i = 0; i < 179; i++) {
      windows.young(1, i < 25 ? 50 : 500).end();
    }
    assertThat(windows.alarms(new Cusum())).isEmpty();
  }

  @Test
  void threeCollectionsWithMoreThan15PercentFire() {
    Windows windows = Windows.parallel(1_000);
    for (double after : new double[] {100, 105, 110, 114, 121}) {
      windows.young(1, after).end();
    }
    windows.end().young(1, 110).end();
    // 114 is less than 1.15 * 100; 121 is more than 120.75; nothing new until 110.
    assertThat(windows.alarms(new ThreeCollections())).containsExactly(4, -6);
  }

  @Test
  void collectionsOfOneWindowCountInTheirOrder() {
    Windows windows = Windows.parallel(1_000);
    windows
        .collection(Windows.full(windows.nowMs() + 1_000, 100))
        .collection(Windows.full(windows.nowMs() + 2_000, 101))
        .collection(Windows.full(windows.nowMs() + 3_000, 102))
        .young(1, 130)
        .end();
    assertThat(windows.alarms(new ThreeCollections())).containsExactly(0);
  }

  @Test
  void survivalRatioNeedsThreeAcceleratingStepsAndFewerCollections() {
    // Steps of 10, 14, 20 and 29.
    Windows slower = rises(1, 1, 2, 2, 100, 110, 124, 144, 173);
    Windows asFast = rises(1, 1, 1, 1, 100, 110, 124, 144, 173);
    Windows linear = rises(1, 1, 2, 2, 100, 110, 120, 130, 140);
    Windows lastTooSmall = rises(1, 1, 2, 2, 100, 110, 124, 144, 169);
    assertThat(slower.alarms(new SurvivalRatio())).containsExactly(6);
    assertThat(asFast.alarms(new SurvivalRatio())).isEmpty();
    assertThat(linear.alarms(new SurvivalRatio())).isEmpty();
    assertThat(lastTooSmall.alarms(new SurvivalRatio())).isEmpty();
  }

  /** A young collection after each of these many windows. */
  private static Windows rises(int a, int b, int c, int d, double... after) {
    int[] waits = {1, a, b, c, d};
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < after.length; i++) {
      for (int wait = 1; wait < waits[i]; wait++) {
        windows.end();
      }
      windows.young(1, after[i]).end();
    }
    return windows;
  }

  /** A full collection, then mean 100, deviation 10: 24 samples that are 10 off. */
  private static Windows reference() {
    Windows windows = Windows.parallel(1_000).full(5).end().young(1, 100).end();
    for (int i = 0; i < 12; i++) {
      windows.young(1, 90).end().young(1, 110).end();
    }
    return windows;
  }
}
