package io.heapcast.detector.model;

/**
 * How well each simple story explains the knots: squared errors of one fit each.
 *
 * <p>A straight and a saturating rise cannot be told apart before the rise has lasted about its
 * time constant κ; so saturating curves of many κ are fitted, from the kink and from the first
 * knot, and the best of each stands.
 *
 * @param flat L = a
 * @param step one level before, one after the best knot
 * @param line L = a + b·x from the first knot on
 * @param saturating a + c(1 − e^(−(x−τ)₊/κ)), c &gt; 0
 * @param asymptote a + c of the best saturating curve whose fit is no worse than the hinge's by
 *     more than {@link #LIKELY}; the highest of those
 * @param logarithmic a + c·ln(1 + (x−τ)₊/κ)
 * @param fill the best saturating or logarithmic curve from the first knot on: warm-ups and caches
 * @param accelerating a + b(x−τ)₊ + d(x−τ)₊², d &gt; 0
 * @param load a + γ·rate, γ &gt; 0: sessions in proportion to the load
 * @param loadAndRise a + γ·rate + b(x−τ)₊: what of the rise the load leaves unexplained
 * @param riseBesideLoad b·(1 − τ) of that: growth that is not the load's, share of the limit
 * @param riseBeforeLoad the same growth by the fit without the load
 */
record Shapes(
    double flat,
    double step,
    double line,
    double saturating,
    double asymptote,
    double logarithmic,
    double fill,
    double accelerating,
    double load,
    double loadAndRise,
    double riseBesideLoad,
    double riseBeforeLoad) {

  /** ΔBIC within which a curve is as plausible as the best (Kass and Raftery 1995). */
  static final double LIKELY = 2;

  private static final double[] TIME_CONSTANTS = {0.1, 0.2, 0.4, 0.8, 1.6};
  private static final double[] LOG_CONSTANTS = {0.02, 0.1, 0.4};

  /**
   * Fits all shapes.
   *
   * @param x time or work
   * @param kink index of τ
   * @param noise squared error per knot that is not taken serious
   * @param hinge squared error of the hinge
   */
  static Shapes of(double[] x, Curve curve, int kink, double noise, double hinge) {
    double[] y = curve.level();
    int n = y.length;
    double least = n * noise;
    double flat = LeastSquares.constant(y).sumOfSquares() + least;
    double[] since = new double[n];
    double[] shaped = new double[n];
    double span = Math.max(x[n - 1] - x[kink], 1e-9);
    for (int i = 0; i < n; i++) {
      since[i] = Math.max(0, x[i] - x[kink]);
    }
    LeastSquares straight = LeastSquares.one(since, y);
    double saturating = flat;
    double asymptote = 0;
    double bestAsymptote = 0;
    for (double constant : TIME_CONSTANTS) {
      LeastSquares fit = saturating(since, constant * span, shaped, y);
      double squares = fit.sumOfSquares() + least;
      if (fit.first() > 0) {
        double level = fit.intercept() + fit.first();
        if (squares < saturating) {
          saturating = squares;
          bestAsymptote = level;
        }
        if (n * StrictMath.log(squares / hinge) < LIKELY) {
          asymptote = Math.max(asymptote, level);
        }
      }
    }
    asymptote = asymptote == 0 ? bestAsymptote : asymptote;
    double logarithmic = flat;
    for (double constant : LOG_CONSTANTS) {
      LeastSquares fit = logarithmic(since, constant * span, shaped, y);
      if (fit.first() > 0) {
        logarithmic = Math.min(logarithmic, fit.sumOfSquares() + least);
      }
    }
    double fill = flat;
    if (kink == 0) {
      fill = Math.min(saturating, logarithmic);
    } else {
      for (double constant : TIME_CONSTANTS) {
        LeastSquares fit = saturating(x, constant, shaped, y);
        fill = fit.first() > 0 ? Math.min(fill, fit.sumOfSquares() + least) : fill;
      }
      for (double constant : LOG_CONSTANTS) {
        LeastSquares fit = logarithmic(x, constant, shaped, y);
        fill = fit.first() > 0 ? Math.min(fill, fit.sumOfSquares() + least) : fill;
      }
    }
    for (int i = 0; i < n; i++) {
      shaped[i] = since[i] * since[i];
    }
    LeastSquares quadratic = LeastSquares.two(since, shaped, y);
    double accelerating =
        quadratic.second() > 0 && quadratic.first() >= 0
            ? quadratic.sumOfSquares() + least
            : straight.sumOfSquares() + least;
    double[] load = new double[n];
    for (int i = 0; i < n; i++) {
      load[i] = i == 0 ? curve.rate()[0] : 0.5 * (curve.rate()[i] + curve.rate()[i - 1]);
    }
    LeastSquares byLoad = LeastSquares.one(load, y);
    double loadSquares = byLoad.first() > 0 ? byLoad.sumOfSquares() + least : flat;
    LeastSquares both = LeastSquares.two(since, load, y);
    boolean explains = both.second() > 0;
    double beside = Math.max(0, explains ? both.first() : straight.first()) * span;
    return new Shapes(
        flat,
        step(y, least),
        LeastSquares.one(x, y).sumOfSquares() + least,
        saturating,
        asymptote,
        logarithmic,
        fill,
        accelerating,
        loadSquares,
        explains ? both.sumOfSquares() + least : straight.sumOfSquares() + least,
        beside,
        Math.max(0, straight.first()) * span);
  }

  private static LeastSquares saturating(
      double[] since, double kappa, double[] shaped, double[] y) {
    for (int i = 0; i < y.length; i++) {
      shaped[i] = 1 - StrictMath.exp(-since[i] / kappa);
    }
    return LeastSquares.one(shaped, y);
  }

  private static LeastSquares logarithmic(
      double[] since, double kappa, double[] shaped, double[] y) {
    for (int i = 0; i < y.length; i++) {
      shaped[i] = StrictMath.log(1 + since[i] / kappa);
    }
    return LeastSquares.one(shaped, y);
  }

  private static double step(double[] y, double least) {
    int n = y.length;
    double total = 0;
    double squares = 0;
    for (double value : y) {
      total += value;
      squares += value * value;
    }
    double best = Double.POSITIVE_INFINITY;
    double left = 0;
    for (int at = 1; at < n; at++) {
      left += y[at - 1];
      double right = total - left;
      best = Math.min(best, squares - left * left / at - right * right / (n - at));
    }
    return Math.max(0, best) + least;
  }
}
