package io.heapcast.detector.model;

/**
 * Ordinary least squares with an intercept and one or two regressors, in closed form on centred
 * values.
 *
 * @param intercept a in y = a + b·u (+ c·v)
 * @param first b
 * @param second c; 0 with one regressor
 * @param sumOfSquares of the residuals, never negative
 */
record LeastSquares(double intercept, double first, double second, double sumOfSquares) {

  /** The mean alone. */
  static LeastSquares constant(double[] y) {
    double mean = mean(y);
    return new LeastSquares(mean, 0, 0, product(y, mean, y, mean));
  }

  /** y = a + b·u; the mean where u does not vary. */
  static LeastSquares one(double[] u, double[] y) {
    double meanU = mean(u);
    double meanY = mean(y);
    double uu = product(u, meanU, u, meanU);
    if (uu <= 0) {
      return constant(y);
    }
    double uy = product(u, meanU, y, meanY);
    double b = uy / uu;
    double rest = product(y, meanY, y, meanY) - b * uy;
    return new LeastSquares(meanY - b * meanU, b, 0, Math.max(0, rest));
  }

  /** y = a + b·u + c·v; one regressor where they are collinear. */
  static LeastSquares two(double[] u, double[] v, double[] y) {
    double meanU = mean(u);
    double meanV = mean(v);
    double meanY = mean(y);
    double uu = product(u, meanU, u, meanU);
    double vv = product(v, meanV, v, meanV);
    double uv = product(u, meanU, v, meanV);
    double determinant = uu * vv - uv * uv;
    if (determinant <= 1e-12 * uu * vv) {
      return one(u, y);
    }
    double uy = product(u, meanU, y, meanY);
    double vy = product(v, meanV, y, meanY);
    double b = (uy * vv - vy * uv) / determinant;
    double c = (vy * uu - uy * uv) / determinant;
    double rest = product(y, meanY, y, meanY) - b * uy - c * vy;
    return new LeastSquares(meanY - b * meanU - c * meanV, b, c, Math.max(0, rest));
  }

  /** Standard error of b with one regressor; 0 with fewer than three points. */
  double slopeError(double[] u) {
    double uu = product(u, mean(u), u, mean(u));
    return u.length < 3 || uu <= 0 ? 0 : StrictMath.sqrt(sumOfSquares / (u.length - 2) / uu);
  }

  /** Pearson's correlation; 0 where either does not vary. */
  static double correlation(double[] u, double[] v) {
    double meanU = mean(u);
    double meanV = mean(v);
    double uu = product(u, meanU, u, meanU);
    double vv = product(v, meanV, v, meanV);
    return uu <= 0 || vv <= 0 ? 0 : product(u, meanU, v, meanV) / StrictMath.sqrt(uu * vv);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double product(double[] a, double meanA, double[] b, double meanB) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum;
  }
}
