package io.heapcast.detector.model;

/**
 * Two straight lines that meet at a knot: L = a + b₀·x + b·(x − τ)₊, with the τ of least squared
 * error. The slope before is fitted as well: promoted garbage and caches climb before τ, too, and a
 * kink that is only a bend must not look like a begin.
 *
 * <p>The 80 % interval of τ holds every knot whose fit a likelihood ratio cannot tell from the
 * best: n·ln(SSE(τ)/SSE_min) ≤ χ²₁(0.8) (Hinkley 1971 for two-phase regression), the number of
 * knots divided by {@link #VARIANCE_INFLATION} because neighbouring floors err alike.
 *
 * @param index of τ among the knots
 * @param low first index that cannot be told from it
 * @param high last such index
 * @param before b₀, per unit of x
 * @param after b₀ + b
 * @param levelAtKink fitted level at τ
 * @param squares sum of squared residuals
 */
record Hinge(
    int index, int low, int high, double before, double after, double levelAtKink, double squares) {

  /** χ²₁ quantile of 80 %. */
  private static final double CHI_SQUARE_80 = 1.642;

  /**
   * Chosen on learning families of LeakBench, so that the interval of 80 % holds the begin in 77 %.
   */
  private static final double VARIANCE_INFLATION = 6;

  /** Knots from τ on: fewer are no line. */
  static final int LEAST_AFTER = 4;

  /**
   * Fits knots in O(n), by sums from the right.
   *
   * @param x rising
   * @param noise squared error that is not taken serious, per knot
   */
  static Hinge fit(double[] x, double[] y, double noise) {
    int n = x.length;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    int last = Math.max(0, n - LEAST_AFTER);
    double[] squares = new double[last + 1];
    double[] slopes = new double[last + 1];
    double[] kinks = new double[last + 1];
    double sum1 = 0;
    double sumX = 0;
    double sumXx = 0;
    double sumY = 0;
    double sumXy = 0;
    int best = 0;
    for (int k = n - 1; k >= 0; k--) {
      if (k <= last) {
        double t = x[k];
        // r = (x − τ)₊ over the knots after k
        double r = sumX - sum1 * t;
        double rr = sumXx - 2 * t * sumX + sum1 * t * t - r * r / n;
        double rx = sumXx - t * sumX - meanX * r;
        double ry = sumXy - t * sumY - meanY * r;
        double determinant = xx * rr - rx * rx;
        double b0 = xx > 0 ? xy / xx : 0;
        double b = 0;
        if (determinant > 1e-9 * xx * rr) {
          b0 = (xy * rr - ry * rx) / determinant;
          b = (ry * xx - xy * rx) / determinant;
        }
        squares[k] = Math.max(0, yy - b0 * xy - b * ry) + n * noise;
        slopes[k] = b0;
        kinks[k] = b;
        if (k == last || (b > 0 && (kinks[best] <= 0 || squares[k] < squares[best]))) {
          best = k;
        }
      }
      sum1 += 1;
      sumX += x[k];
      sumXx += x[k] * x[k];
      sumY += y[k];
      sumXy += x[k] * y[k];
    }
    int low = best;
    int high = best;
    double effective = n / VARIANCE_INFLATION;
    for (int k = 0; k <= last; k++) {
      boolean alike =
          effective * StrictMath.log(squares[k] / Math.max(squares[best], Double.MIN_NORMAL))
              <= CHI_SQUARE_80;
      if (alike && kinks[k] > 0) {
        low = Math.min(low, k);
        high = Math.max(high, k);
      }
    }
    double after = slopes[best] + kinks[best];
    double r = 0;
    for (int i = best; i < n; i++) {
      r += (x[i] - x[best]) / n;
    }
    double intercept = meanY - slopes[best] * meanX - kinks[best] * r;
    return new Hinge(
        best, low, high, slopes[best], after, intercept + slopes[best] * x[best], squares[best]);
  }
}
