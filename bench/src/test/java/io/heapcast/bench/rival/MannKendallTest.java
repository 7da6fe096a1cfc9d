package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.bench.leak.Opinion;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MannKendallTest {

  @Test
  void sensSlopeIsTheMedianOfAllPairs() {
    TrendTest test = test(4, 10, 15, 14, 20);
    // S = 5 - 1; slopes 5, 2, 3.33, -1, 2.5, 6.
    assertThat(test.z()).isCloseTo(3 / Math.sqrt(4 * 3 * 13 / 18.0), within(1e-9));
    TrendTest.Slope slope = test.slope(0.5).orElseThrow();
    assertThat(slope.mid()).isCloseTo((2.5 + 10 / 3.0) / 2, within(1e-9));
    assertThat(slope.low()).isLessThan(slope.mid());
    assertThat(slope.high()).isGreaterThan(slope.mid());
  }

  @Test
  void tiesLessenTheVariance() {
    // S = 2; (3 * 2 * 11 - 2 * 1 * 9) / 18.
    assertThat(test(3, 1, 1, 2).z()).isCloseTo(1 / Math.sqrt(48 / 18.0), within(1e-9));
    assertThat(test(3, 7, 7, 7).z()).isZero();
    assertThat(test(3, 3, 2, 1).z()).isNegative();
  }

  @Test
  void theRollingTestIsThatOfTheLastValues() {
    Random random = new Random(7);
    double[] values = random.ints(200, 0, 40).asDoubleStream().toArray();
    TrendTest rolling = new TrendTest(30);
    for (int end = 0; end < values.length; end++) {
      rolling.add(values[end], end);
      if (end >= 29) {
        double[] last = java.util.Arrays.copyOfRange(values, end - 29, end + 1);
        assertThat(rolling.z()).isEqualTo(test(30, last).z());
      }
    }
  }

  @Test
  void firesAtTheThirtiethOfRisingValuesAndForetellsTheEnd() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 30; i++) {
      windows.young(1, 100 + i).end();
    }
    assertThat(windows.alarms(MannKendall.collections())).containsExactly(29);
    List<Opinion> opinions = windows.before(MannKendall.collections());
    Opinion alarm = opinions.get(opinions.size() - 1);
    // 871 MiB left, 1 MiB a window.
    assertThat(alarm.exhaustion())
        .hasValueSatisfying(
            end -> {
              assertThat(end.midMs()).isEqualTo(alarm.timeMs() + 871 * Windows.WINDOW_MS);
              assertThat(end.lowMs()).isEqualTo(end.midMs());
              assertThat(end.highMs()).isEqualTo(end.midMs());
            });
  }

  @Test
  void anAlarmEndsWithItsTrend() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 30; i++) {
      windows.young(1, 100 + i).end();
    }
    for (int i = 0; i < 30; i++) {
      windows.young(1, 129 - i).end();
    }
    List<Integer> alarms = windows.alarms(MannKendall.collections());
    assertThat(alarms).hasSize(2).startsWith(29);
    assertThat(alarms.get(1)).isBetween(-50, -30);
  }

  @Test
  void noiseAroundALevelIsNoTrend() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 300; i++) {
      windows.young(1, i % 2 == 0 ? 100 : 140).end();
    }
    assertThat(windows.alarms(MannKendall.collections())).isEmpty();
  }

  @Test
  void hourlyMediansNeedTenHours() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 12 * 360; i++) {
      windows.young(1, 100 + 0.1 * i + (i % 2 == 0 ? 0 : 60)).end();
    }
    // The tenth hour is over when the first window of the eleventh is.
    assertThat(windows.alarms(MannKendall.hours())).containsExactly(10 * 360);
    List<Opinion> opinions = windows.before(MannKendall.hours());
    Opinion alarm = opinions.get(1);
    // The last median stands for the middle of its hour: 100 + 0.1 * 3419.5 + 30; 36 MiB an hour.
    double leftMib = 1_000 - (100 + 0.1 * 3_419.5 + 30);
    assertThat(alarm.exhaustion().orElseThrow().midMs() - alarm.timeMs())
        .isCloseTo((long) (leftMib / 36 * 3_600_000), within(60_000L));
  }

  private static TrendTest test(int capacity, double... values) {
    TrendTest test = new TrendTest(capacity);
    for (int i = 0; i < values.length; i++) {
      test.add(values[i], i);
    }
    return test;
  }
}
