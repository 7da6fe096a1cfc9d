package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void theSlopeIsTheMedianOfAllPairSlopes() {
    // Pair slopes 1, 2, 3, 3, 4, 5: median 3.
    Trend trend = Trend.fit(new double[] {0, 1, 2, 3}, new double[] {0, 1, 4, 9});
    assertThat(trend.slope()).isEqualTo(3);
  }

  @Test
  void oneOutlierDoesNotMoveTheSlope() {
    Trend trend =
        Trend.fit(new double[] {0, 1, 2, 3, 4, 5, 6}, new double[] {0, 2, 4, 500, 8, 10, 12});
    assertThat(trend.slope()).isCloseTo(2, within(0.5));
    assertThat(trend.at(10)).isCloseTo(20, within(2.0));
  }

  @Test
  void eightRisingPointsAreMoreThanThreeDeviationsFromChance() {
    double[] x = {0, 1, 2, 3, 4, 5, 6, 7};
    // S = 28, Var = 8·7·21/18 = 65.33, z = 27/8.083.
    assertThat(Trend.fit(x, x).z()).isCloseTo(3.3404, within(0.0001));
  }

  @Test
  void theIntervalHoldsTheSlopeAndIsNarrowForAStraightLine() {
    double[] x = {0, 1, 2, 3, 4, 5, 6, 7};
    Trend straight = Trend.fit(x, x);
    assertThat(straight.slopeLow()).isEqualTo(1);
    assertThat(straight.slopeHigh()).isEqualTo(1);
    Trend rough = Trend.fit(x, new double[] {0, 2, 1, 3, 5, 4, 7, 6});
    assertThat(rough.slopeLow()).isLessThan(rough.slope());
    assertThat(rough.slopeHigh()).isGreaterThan(rough.slope());
  }

  @Test
  void pointsAtOneMomentHaveNoSlope() {
    Trend trend = Trend.fit(new double[] {5, 5, 5}, new double[] {1, 2, 3});
    assertThat(trend.slope()).isZero();
  }

  @Test
  void onePointIsRefused() {
    assertThatThrownBy(() -> Trend.fit(new double[1], new double[1]))
        .hasMessage("trend: found 1 points, expected 2");
  }
}
