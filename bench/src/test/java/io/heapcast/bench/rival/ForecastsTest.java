package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ForecastsTest {

  @Test
  void predictLinearFiresWhenTheLineCrossesTheLimitWithinFourHours() {
    // 50.1 + i/2 after window i; 1440 windows on, 720 more: above 1000 from i = 460 on.
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 600; i++) {
      windows.young(1, 50.1 + 0.5 * i).end();
    }
    assertThat(windows.alarms(PredictLinear.fourHours())).containsExactly(460 + 30);
  }

  @Test
  void predictLinearForgetsWhatIsOlderThanItsRange() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 300; i++) {
      windows.young(1, 100 + i).end();
    }
    for (int i = 0; i < 180; i++) {
      windows.young(1, 400).end();
    }
    // 180 equal values fill the range: the last of the rise has left it.
    assertThat(windows.alarms(PredictLinear.fourHours())).startsWith(1 + 30).hasSize(2);
    assertThat(windows.alarms(PredictLinear.fourHours()).get(1)).isBetween(-479, -300);
  }

  @Test
  void predictLinearIsSilentWhereNothingGrowsOrNothingWasCollected() {
    Windows flat = Windows.parallel(1_000);
    Windows uncollected = Windows.parallel(1_000);
    for (int i = 0; i < 1_000; i++) {
      flat.young(1, 900).end();
      uncollected.used(i).end();
    }
    assertThat(flat.alarms(PredictLinear.fourHours())).isEmpty();
    assertThat(flat.alarms(PredictLinear.day())).isEmpty();
    assertThat(uncollected.alarms(PredictLinear.day())).isEmpty();
  }

  @Test
  void predictLinearOfADayWaitsAnHour() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 500; i++) {
      windows.young(1, 601 + 0.2 * i).end();
    }
    // 8640 windows on, 1728 more: from the second sample on.
    assertThat(windows.alarms(PredictLinear.day())).containsExactly(1 + 360);
  }

  @Test
  void predictLinearOfADayNeedsLessThan40PercentFree() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 1_000; i++) {
      windows.young(1, 499.9 + 0.2 * i).end();
    }
    // Predicted to end all the time; above 600 from the 501st on.
    assertThat(windows.alarms(PredictLinear.day())).containsExactly(501 + 360);
    assertThat(windows.alarms(PredictLinear.fourHours())).doesNotContain(501 + 360);
  }

  @Test
  void aFallBelowTheGuardEndsTheAlarmWhateverIsPredicted() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 500; i++) {
      windows.young(1, 610 + 0.5 * i).end();
    }
    windows.young(1, 600).end();
    assertThat(windows.alarms(PredictLinear.day())).containsExactly(1 + 360, -500);
  }

  @Test
  void theSlidingLineIsThatOfItsSpanAlone() {
    SlidingLine line = new SlidingLine(1_000, 10);
    Random random = new Random(1);
    double[] values = new double[5_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e9 + 1e7 * random.nextGaussian();
      line.add(1.7e9 + 10 * i, values[i]);
    }
    int n = 100;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (int i = 0; i < n; i++) {
      double y = values[values.length - n + i];
      sumX += i;
      sumY += y;
      sumXx += i * (double) i;
      sumXy += i * y;
    }
    double slope = (n * sumXy - sumX * sumY) / (n * sumXx - sumX * sumX);
    double intercept = (sumY - slope * sumX) / n;
    assertThat(line.predict(500)).isCloseTo(intercept + slope * (n - 1 + 50), within(10.0));
  }

  @Test
  void holtForecastFollowsAStepMinuteByMinute() {
    // By hand after a step from 100 to 600 MiB, minute by minute: 259, 414, 564, 710, 851, 988,
    // 1120 MiB in four hours, so that the seventh minute is the first above 1000.
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 20 * 6; i++) {
      windows.young(1, 100).end();
    }
    for (int i = 0; i < 20 * 6; i++) {
      windows.young(1, 600).end();
    }
    assertThat(windows.alarms(new HoltForecast())).containsExactly((20 + 6) * 6 + 30);
  }

  @Test
  void holtForecastIsSilentInTraining() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 10 * 6; i++) {
      windows.young(1, 50 + 15 * i).end();
    }
    assertThat(windows.alarms(new HoltForecast())).isEmpty();
  }
}
