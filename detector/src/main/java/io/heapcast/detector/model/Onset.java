package io.heapcast.detector.model;

/**
 * Where a rise began: the kink τ of L = a + b·(x − τ)₊ with the least squared error over the knots.
 *
 * @param index of τ among the knots
 * @param low first index that cannot be told from it (80 %)
 * @param high last such index
 */
record Onset(int index, int low, int high) {

  /** χ²₁ quantile of 80 %: the τ with n·ln(SSE(τ)/SSE_min) below it cannot be told apart. */
  private static final double CHI_SQUARE_80 = 1.64;

  /**
   * Finds the kink.
   *
   * @param x rising
   * @param y floors
   * @param leastAfter knots that must lie at or after τ
   */
  static Onset fit(double[] x, double[] y, int leastAfter) {
    int n = x.length;
    int last = Math.max(0, n - leastAfter);
    double[] errors = new double[last + 1];
    int best = 0;
    for (int k = 0; k <= last; k++) {
      double[] since = new double[n];
      for (int i = 0; i < n; i++) {
        since[i] = Math.max(0, x[i] - x[k]);
      }
      errors[k] = LeastSquares.one(since, y).sumOfSquares();
      best = errors[k] < errors[best] ? k : best;
    }
    int low = best;
    int high = best;
    for (int k = 0; k <= last; k++) {
      double ratio = errors[k] / Math.max(errors[best], Double.MIN_NORMAL);
      if (n * StrictMath.log(Math.max(1, ratio)) <= CHI_SQUARE_80) {
        low = Math.min(low, k);
        high = Math.max(high, k);
      }
    }
    return new Onset(best, low, high);
  }
}
