package io.heapcast.detector.model;

/** How far the plain forecast was off in runs that ended. */
interface ForecastErrors {

  /** Knows nothing: a guess of a factor of two either way. */
  ForecastErrors UNKNOWN = (kind, progress, quantile) -> new double[] {0.6, 1, 1.8}[quantile];

  /**
   * Truth over plain forecast.
   *
   * @param progress see {@link Feature#PROGRESS}
   * @param quantile 0: 10 %, 1: 50 %, 2: 90 %
   */
  double factor(Feature kind, double progress, int quantile);
}
