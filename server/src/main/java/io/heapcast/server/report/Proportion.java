package io.heapcast.server.report;

/**
 * A share of a number of cases with its 95 % interval by Wilson (1927), which is honest for few
 * cases and near 0 and 1.
 *
 * @param hits cases that count, at most {@code of}
 * @param of all cases; 0: the share is not known
 */
public record Proportion(int hits, int of) {

  /** Of the standard normal distribution, for 95 % on both sides. */
  private static final double Z = 1.959964;

  /** The share, 0 to 1; NaN where there are no cases. */
  public double share() {
    return of == 0 ? Double.NaN : (double) hits / of;
  }

  /** Begin of the interval, 0 to 1. */
  public double low() {
    return of == 0 ? 0 : centre() - halfWidth();
  }

  /** End of the interval, 0 to 1. */
  public double high() {
    return of == 0 ? 1 : centre() + halfWidth();
  }

  private double centre() {
    return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double halfWidth() {
    double variance = share() * (1 - share()) / of + Z * Z / (4.0 * of * of);
    return Z * Math.sqrt(variance) / (1 + Z * Z / of);
  }
}
