package io.heapcast.detector.model;

import java.util.Arrays;

/**
 * Robust line through points: the median of all pair slopes, with a distribution-free test that
 * there is a trend at all.
 *
 * <p>Slope: Theil, H. (1950), "A rank-invariant method of linear and polynomial regression
 * analysis"; its interval from order statistics: Sen, P. K. (1968), JASA 63. Trend test: Kendall's
 * S, variance n(n−1)(2n+5)/18, with continuity correction (Mann 1945, Kendall 1975).
 *
 * @param slope median pair slope, y per x
 * @param slopeLow lower end of its 80 % interval
 * @param slopeHigh upper end of its 80 % interval
 * @param intercept median of y − slope·x
 * @param z Kendall's S in standard deviations; positive: rising
 */
record Trend(double slope, double slopeLow, double slopeHigh, double intercept, double z) {

  /** Normal quantile of a two-sided 80 % interval. */
  private static final double Z_80 = 1.2816;

  /**
   * Fits points with rising x.
   *
   * @throws IllegalArgumentException with fewer than two points
   */
  static Trend fit(double[] x, double[] y) {
    int n = x.length;
    if (n < 2) {
      throw new IllegalArgumentException("trend: found %d points, expected 2".formatted(n));
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    int s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += Double.compare(y[j], y[i]);
        if (x[j] > x[i]) {
          slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    double deviation = StrictMath.sqrt(n * (n - 1.0) * (2.0 * n + 5.0) / 18.0);
    double z = (s - Integer.signum(s)) / deviation;
    if (count == 0) {
      return new Trend(0, 0, 0, y[0], z);
    }
    double[] sorted = Arrays.copyOf(slopes, count);
    Arrays.sort(sorted);
    double slope = quantile(sorted, 0.5);
    double halfWidth = Z_80 * deviation / 2 / count;
    double[] residuals = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] = y[i] - slope * x[i];
    }
    Arrays.sort(residuals);
    return new Trend(
        slope,
        quantile(sorted, Math.max(0, 0.5 - halfWidth)),
        quantile(sorted, Math.min(1, 0.5 + halfWidth)),
        quantile(residuals, 0.5),
        z);
  }

  double at(double x) {
    return intercept + slope * x;
  }

  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
