package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChartsTest {

  @Test
  void cusumAddsUpWhatExceedsHalfADeviation() {
    Windows windows = reference();
    for (int i = 0; i < 6; i++) {
      windows.used(116).end();
    }
    windows.used(90).end();
    // z = 1.6 adds 1.1 a window: 5.5 after five. Then 6.6, and z = -1 takes 1.5: 5.1; not below 5.
    assertThat(windows.alarms(new Cusum())).containsExactly(25 + 4);
    windows.used(90).end();
    assertThat(windows.alarms(new Cusum())).containsExactly(25 + 4, -32);
  }

  @Test
  void cusumForgetsWhatLiesBelow() {
    Windows windows = reference();
    for (int i = 0; i < 1_000; i++) {
      windows.used(i % 2 == 0 ? 60 : 140).end();
    }
    // z = -4 and +4 in turn: never above 3.5.
    assertThat(windows.alarms(new Cusum())).isEmpty();
  }

  @Test
  void ewmaLeavesItsLimitsAtTheThirdSampleOfTwoDeviations() {
    Windows windows = reference();
    for (int i = 0; i < 3; i++) {
      windows.used(120).end();
    }
    // 0.4 < 0.6, 0.72 < 0.768, 0.976 > 0.859.
    assertThat(windows.alarms(new Ewma())).containsExactly(27);
    windows.used(90).end();
    // 0.2 * -1 + 0.8 * 0.976 = 0.58.
    assertThat(windows.alarms(new Ewma())).containsExactly(27, -28);
  }

  @Test
  void chartsAreSilentInTheirReferencePeriodAndWhereNothingIsMeasured() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 25; i++) {
      windows.used(10 * i).end();
    }
    for (int i = 0; i < 100; i++) {
      windows.end();
    }
    assertThat(windows.alarms(new Cusum())).isEmpty();
    assertThat(windows.alarms(new Ewma())).isEmpty();
  }

  @Test
  void aHeapThatStoodStillHasADeviationOfOneMebibyte() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 25; i++) {
      windows.used(100).end();
    }
    for (int i = 0; i < 5; i++) {
      windows.used(100.4).end();
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

  /** Mean 100, deviation 10: 24 samples that are 10 off. */
  private static Windows reference() {
    Windows windows = Windows.parallel(1_000).used(100).end();
    for (int i = 0; i < 12; i++) {
      windows.used(90).end().used(110).end();
    }
    return windows;
  }
}
