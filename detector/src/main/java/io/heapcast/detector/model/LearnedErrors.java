package io.heapcast.detector.model;

/**
 * Forecast errors as they were in learning runs that looked like this one: for each quantile, trees
 * whose sum is the logarithm of the factor.
 *
 * <p>Quantile regression (Koenker and Bassett 1978) by boosted trees, each moved by what it misses
 * in families that the trees had not seen (after the conformalized quantile regression of Romano,
 * Patterson and Candès 2019): {@code leakbench fit} does both.
 */
record LearnedErrors(Trees p10, Trees p50, Trees p90) implements ForecastErrors {

  @Override
  public Factors factors(double[] features) {
    double middle = StrictMath.exp(p50.sum(features));
    // Fitted one by one, quantiles may cross.
    return new Factors(
        Math.min(middle, StrictMath.exp(p10.sum(features))),
        middle,
        Math.max(middle, StrictMath.exp(p90.sum(features))));
  }
}
