package io.heapcast.bench.score;

/**
 * A figure with its 95 % confidence interval.
 *
 * @param value NaN: there is none, as nothing was observed
 */
public record Interval95(double value, double low, double high) {

  /** Normal quantile of 97.5 %. */
  private static final double Z = 1.959964;

  static final Interval95 NONE = new Interval95(Double.NaN, Double.NaN, Double.NaN);

  /** Whether there is a figure. */
  public boolean isPresent() {
    return !Double.isNaN(value);
  }

  /** A share, by Wilson's score interval (1927). */
  static Interval95 wilson(long hits, long all) {
    if (all == 0) {
      return NONE;
    }
    double share = (double) hits / all;
    double square = Z * Z / all;
    double middle = (share + square / 2) / (1 + square);
    double half = Z / (1 + square) * StrictMath.sqrt(share * (1 - share) / all + square / 4 / all);
    return new Interval95(
        share,
        Math.max(0, Math.min(share, middle - half)),
        Math.min(1, Math.max(share, middle + half)));
  }

  /** A rate of rare events, by Byar's approximation of the exact Poisson interval. */
  static Interval95 poisson(long events, double exposure) {
    if (exposure <= 0) {
      return NONE;
    }
    double seen = events;
    double next = seen + 1;
    double low = events == 0 ? 0 : seen * cube(1 - 1 / (9 * seen) - Z / 3 / StrictMath.sqrt(seen));
    double high = next * cube(1 - 1 / (9 * next) + Z / 3 / StrictMath.sqrt(next));
    return new Interval95(seen / exposure, Math.max(0, low) / exposure, high / exposure);
  }

  private static double cube(double x) {
    return x * x * x;
  }
}
