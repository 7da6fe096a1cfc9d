package io.heapcast.detector.model;

/**
 * What of a rise the load explains: L = a + γ·rate + b(x−τ)₊, least squares, γ &gt; 0. Sessions,
 * buffers and thread pools live in proportion to the load; what they leave of b is not theirs.
 *
 * @param squares squared errors; those of the rise alone where the load explains nothing
 * @param riseBeside b·(1 − τ): growth that is not the load's, share of the limit
 * @param riseBefore the same growth by the fit without the load
 */
record LoadFit(double squares, double riseBeside, double riseBefore) {

  /**
   * Fits.
   *
   * @param x time or work
   * @param kink index of τ
   * @param least squared errors of all knots that are not taken serious
   */
  static LoadFit of(double[] x, Curve curve, int kink, double least) {
    double[] y = curve.level();
    int n = y.length;
    double span = Math.max(x[n - 1] - x[kink], 1e-9);
    double[] since = new double[n];
    double[] load = new double[n];
    for (int i = 0; i < n; i++) {
      since[i] = Math.max(0, x[i] - x[kink]);
      load[i] = i == 0 ? curve.rate()[0] : 0.5 * (curve.rate()[i] + curve.rate()[i - 1]);
    }
    LeastSquares alone = LeastSquares.one(since, y);
    LeastSquares both = LeastSquares.two(since, load, y);
    LeastSquares best = both.second() > 0 ? both : alone;
    return new LoadFit(
        best.sumOfSquares() + least,
        Math.max(0, best.first()) * span,
        Math.max(0, alone.first()) * span);
  }
}
