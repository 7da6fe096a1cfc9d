package io.heapcast.detector.model;

/** How far the plain forecast was off in runs that ended. */
interface ForecastErrors {

  /** Knows nothing: a guess of a factor of two either way. */
  ForecastErrors UNKNOWN = features -> new Factors(0.6, 1, 1.8);

  /** The factors for what a reading was reduced to, by {@link Feature#index()}. */
  Factors factors(double[] features);

  /**
   * True time to exhaustion over the plain forecast: quantiles of 10, 50 and 90 %, each at least
   * the one before.
   */
  record Factors(double p10, double p50, double p90) {}
}
