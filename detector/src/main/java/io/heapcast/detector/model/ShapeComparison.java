package io.heapcast.detector.model;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which of the {@link Shape shapes} the floors follow, by the Bayesian information criterion: BIC =
 * n·ln(SSE/n) + p·ln n (Schwarz 1978), weights ∝ exp(−½ΔBIC).
 *
 * <p>A straight and a saturating rise cannot be told apart before the rise has lasted about its
 * time constant κ. So the saturating shape is fitted for κ from 0.1 to 1.6 of the span, each with a
 * fifth of its weight, and a saturating reading speaks for a leak only if its asymptote would come
 * near the limit anyway.
 *
 * @param weights of each shape, summing to 1
 * @param harmful weight of the readings that end at the limit: linear, accelerating, and saturating
 *     with an asymptote of at least {@link #HARMFUL_SHARE} of the limit; 0 to 1
 * @param saturatingAsymptoteBytes asymptote of the best saturating reading
 */
record ShapeComparison(
    Map<Shape, Double> weights, double harmful, double saturatingAsymptoteBytes) {

  /**
   * A bounded rise that ends above 90 % of the limit will end in an OutOfMemoryError all the same.
   */
  static final double HARMFUL_SHARE = 0.9;

  private static final double[] TIME_CONSTANTS = {0.1, 0.2, 0.4, 0.8, 1.6};

  /**
   * Floors are not known better than to 0.25 % of the limit: keeps a smooth curve from certainty.
   */
  private static final double NOISE_SHARE = 0.0025;

  /**
   * Compares the shapes.
   *
   * @param x time or work, rising
   * @param y floors, bytes
   * @param rate allocation rate at each floor, any unit
   * @param onset index of τ in x
   * @param limitBytes limit of the heap
   */
  static ShapeComparison of(double[] x, double[] y, double[] rate, int onset, double limitBytes) {
    return new Fitting(x, y, rate, onset, limitBytes).compare();
  }

  double weight(Shape shape) {
    return weights.getOrDefault(shape, 0.0);
  }

  /** The shape with the largest weight. */
  Shape best() {
    Shape best = Shape.FLAT;
    for (Shape shape : Shape.values()) {
      if (weight(shape) > weight(best)) {
        best = shape;
      }
    }
    return best;
  }

  private static final class Fitting {
    private final double[] y;
    private final double[] rate;
    private final double[] sinceOnset;
    private final double limitBytes;
    private final double span;
    private final double noise;

    Fitting(double[] x, double[] y, double[] rate, int onset, double limitBytes) {
      this.y = y;
      this.rate = rate;
      this.limitBytes = limitBytes;
      sinceOnset = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        sinceOnset[i] = Math.max(0, x[i] - x[onset]);
      }
      span = sinceOnset[x.length - 1];
      double sigma = NOISE_SHARE * limitBytes;
      noise = x.length * sigma * sigma;
    }

    ShapeComparison compare() {
      Map<Shape, Double> bic = new EnumMap<>(Shape.class);
      bic.put(Shape.FLAT, bic(Shape.FLAT, LeastSquares.constant(y)));
      bic.put(Shape.STEP, bic(Shape.STEP, bestStep()));
      bic.put(Shape.LINEAR, bic(Shape.LINEAR, LeastSquares.one(sinceOnset, y)));
      bic.put(Shape.LOAD, bic(Shape.LOAD, load()));
      LeastSquares quadratic = LeastSquares.two(sinceOnset, squares(), y);
      if (quadratic.second() > 0 && quadratic.first() >= 0) {
        bic.put(Shape.ACCELERATING, bic(Shape.ACCELERATING, quadratic));
      }
      return weigh(bic);
    }

    private ShapeComparison weigh(Map<Shape, Double> bic) {
      double[] saturatingBic = new double[TIME_CONSTANTS.length];
      double[] asymptotes = new double[TIME_CONSTANTS.length];
      double least = bic.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
      int best = 0;
      for (int k = 0; k < TIME_CONSTANTS.length; k++) {
        LeastSquares fit = LeastSquares.one(saturating(TIME_CONSTANTS[k]), y);
        saturatingBic[k] = bic(Shape.SATURATING, fit);
        asymptotes[k] = fit.intercept() + fit.first();
        best = saturatingBic[k] < saturatingBic[best] ? k : best;
        least = Math.min(least, saturatingBic[k]);
      }
      Map<Shape, Double> weights = new EnumMap<>(Shape.class);
      double sum = 0;
      for (Map.Entry<Shape, Double> entry : bic.entrySet()) {
        double weight = StrictMath.exp(-0.5 * (entry.getValue() - least));
        weights.put(entry.getKey(), weight);
        sum += weight;
      }
      double saturating = 0;
      double harmfulSaturating = 0;
      for (int k = 0; k < TIME_CONSTANTS.length; k++) {
        double weight = StrictMath.exp(-0.5 * (saturatingBic[k] - least)) / TIME_CONSTANTS.length;
        saturating += weight;
        harmfulSaturating += asymptotes[k] >= HARMFUL_SHARE * limitBytes ? weight : 0;
      }
      weights.put(Shape.SATURATING, saturating);
      double total = sum + saturating;
      weights.replaceAll((shape, weight) -> weight / total);
      double harmful =
          weights.getOrDefault(Shape.LINEAR, 0.0)
              + weights.getOrDefault(Shape.ACCELERATING, 0.0)
              + harmfulSaturating / total;
      return new ShapeComparison(weights, harmful, asymptotes[best]);
    }

    private double bic(Shape shape, LeastSquares fit) {
      int n = y.length;
      return n * StrictMath.log((fit.sumOfSquares() + noise) / n)
          + shape.parameters() * StrictMath.log(n);
    }

    private LeastSquares bestStep() {
      LeastSquares best = LeastSquares.constant(y);
      for (int at = 1; at < y.length; at++) {
        double[] step = new double[y.length];
        java.util.Arrays.fill(step, at, y.length, 1);
        LeastSquares fit = LeastSquares.one(step, y);
        best = fit.sumOfSquares() < best.sumOfSquares() ? fit : best;
      }
      return best;
    }

    /** More load, more live: a negative γ explains nothing. */
    private LeastSquares load() {
      LeastSquares fit = LeastSquares.one(rate, y);
      return fit.first() > 0 ? fit : LeastSquares.constant(y);
    }

    private double[] squares() {
      double[] squares = new double[sinceOnset.length];
      for (int i = 0; i < squares.length; i++) {
        squares[i] = sinceOnset[i] * sinceOnset[i];
      }
      return squares;
    }

    private double[] saturating(double timeConstant) {
      double[] curve = new double[sinceOnset.length];
      double kappa = Math.max(timeConstant * span, Double.MIN_NORMAL);
      for (int i = 0; i < curve.length; i++) {
        curve[i] = 1 - StrictMath.exp(-sinceOnset[i] / kappa);
      }
      return curve;
    }
  }
}
