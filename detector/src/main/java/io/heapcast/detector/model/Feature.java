package io.heapcast.detector.model;

/**
 * What a {@link Reading} is reduced to before it is scored. All dimensionless: stretching time or
 * scaling bytes changes none of them. Logarithms are natural; ratios are clamped to the range
 * given, so that a tree need not care for infinities.
 */
enum Feature {
  /** 1 where the knots are live-set floors of real cleanings. */
  HEAP_TESTED,
  /** 1 where they are upper bounds by young collections. */
  HEAP_UNTESTED,
  METASPACE,
  THREADS,
  DIRECT,
  NATIVE,
  /** 0 serial and parallel, 1 G1, 2 concurrent collectors. */
  COLLECTOR_CLASS,
  /** ln of the knots from the kink on. */
  KNOTS_AFTER,
  /** Knots before the kink. */
  KNOTS_BEFORE,
  /** ln of the time before the kink over the time after it, in this view, −3 to 3. */
  TIME_BEFORE_TO_AFTER,
  /** Time since the kink over the JVM's age, 0 to 1. */
  RISE_TO_AGE,
  /** Age at the first observation over age now, 0 to 1. */
  UNSEEN_SHARE,
  /** Span of the view over the time observed, 0 to 1. */
  VIEW_TO_OBSERVED,
  /** Last level, share of the limit. */
  LEVEL,
  /** Growth since the kink that nothing took back, share of the limit. */
  GROWTH,
  /** Growth over what was free at the kink. */
  PROGRESS,
  /** Growth over the level at the kink, 0 to 5. */
  GROWTH_TO_LEVEL,
  /** ln of the flat fit's squares over the hinge's, per knot, 0 to 8. */
  FIT,
  /** Residual deviation over growth, 0 to 1. */
  NOISE_TO_GROWTH,
  /** Slope before over slope after, −1 to 2. */
  SLOPE_BEFORE,
  /** Kendall's z of the knots after the kink. */
  TREND_Z,
  /** Slope of the younger half of the rise over that of the older half, by the better clock. */
  YOUNGER,
  /** The same by time. */
  YOUNGER_BY_TIME,
  /** Growth over the last quarter of the rise against its share of the rise, −1 to 4. */
  LAST_QUARTER,
  /** n·ln of the hinge's squares over those of load and rise, −20 to 60. */
  LOAD_HELPS,
  /** Growth that the load leaves unexplained over growth without asking it, 0 to 2. */
  RISE_BESIDE_LOAD,
  /** Largest fall ever over growth, 0 to 5. */
  FALL_TO_GROWTH,
  /** Last level over the highest in the view, 0 to 1. */
  LAST_TO_HIGHEST,
  /** Largest step between neighbours over growth. */
  LARGEST_STEP,
  /** Steps that make up 80 % of the growth, over all steps of the rise. */
  STEPS_SHARE,
  /** ln of the allocation rate after the kink over that before, −2 to 2. */
  RATE_CHANGE,
  /** Correlation of level and rate after the kink. */
  RATE_CORRELATION,
  /** ln(1 + cleanings seen). */
  CLEANINGS,
  /** Of the growth of upper bounds, the part that the last cleaning left; −1: no cleaning yet. */
  SURVIVED,
  /** Metaspace now over metaspace at the kink, minus 1, −1 to 3. */
  CLASSES_GROWTH,
  /** Threads now over threads at the kink, minus 1, −1 to 3. */
  THREADS_GROWTH,
  /** Squares by the time axis over squares by the work axis, ln, −3 to 3. */
  TIME_TO_WORK,
  /**
   * How long the level had stood still before the kink, over the length of the rise, by the clock
   * that says less; 0 to 3. A long straight line has {@value History#STILL_SHARE}, one of a dozen
   * knots up to twice that.
   */
  STILL_BEFORE;

  static final int COUNT = values().length;

  /** Place in an array of features and in the fitted model, which names them in this order. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }
}
