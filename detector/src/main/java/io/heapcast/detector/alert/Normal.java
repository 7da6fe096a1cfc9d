package io.heapcast.detector.alert;

/** The standard normal distribution. */
final class Normal {

  private Normal() {}

  /** Φ(z), to 7.5e-8: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.2.17. */
  static double cumulative(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double tail =
        StrictMath.exp(-z * z / 2)
            / StrictMath.sqrt(2 * StrictMath.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z < 0 ? tail : 1 - tail;
  }

  /** Φ⁻¹(p) for p in (0, 1), to 4.5e-4: the same handbook, 26.2.23. */
  static double quantile(double p) {
    double t = StrictMath.sqrt(-2 * StrictMath.log(Math.min(p, 1 - p)));
    double z =
        t
            - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    return p < 0.5 ? -z : z;
  }
}
