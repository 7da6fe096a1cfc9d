package io.heapcast.detector.model;

import java.util.List;

/**
 * One reading of the latest knots of a resource as "so far, then rising": where it began, how fast
 * it grows, and what speaks against it being a leak.
 *
 * @param knots oldest first
 * @param scale of the {@link History} view
 * @param hinge by the better clock
 * @param followsWork whether work explains the knots better than time
 * @param growth since the kink that nothing took back, unit of the resource
 * @param levelAtKink fitted, unit of the resource
 * @param line straight line from the kink on
 * @param features for the score
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
record Reading(
    List<Floor> knots,
    int scale,
    Hinge hinge,
    boolean followsWork,
    double growth,
    double levelAtKink,
    Line line,
    double[] features) {

  /** Fewer knots are not read at all. */
  static final int LEAST_KNOTS = 6;

  /** Floors are not known better than to 0.25 % of the limit: no curve is taken for certain. */
  private static final double NOISE_SHARE = 0.0025;

  static final double NOISE = NOISE_SHARE * NOISE_SHARE;

  /** Straight line from the kink on, by time. */
  record Line(double perSecond, double atLast, double perWork, double error) {}

  /** Reads knots. */
  static Reading of(List<Floor> knots, int scale, Context context) {
    Curve curve = Curve.of(knots, context.limit());
    double[] y = curve.level();
    int n = y.length;
    Hinge byTime = Hinge.fit(curve.time(), y, NOISE);
    Hinge byWork = Hinge.fit(curve.work(), y, NOISE);
    boolean followsWork = byWork.squares() < byTime.squares();
    Hinge hinge = followsWork ? byWork : byTime;
    double[] x = followsWork ? curve.work() : curve.time();
    int k = hinge.index();
    double levelAtKink = levelAtKink(y, k, hinge);
    double sustained = Math.min(y[n - 1], y[n - 2]);
    double growth = sustained - levelAtKink;
    Line line = line(knots, k);
    double[] features = new double[Feature.COUNT];
    Reading reading =
        new Reading(
            knots,
            scale,
            hinge,
            followsWork,
            growth * context.limit(),
            levelAtKink * context.limit(),
            line,
            features);
    reading.fill(features, curve, x, byTime, byWork, context, growth, levelAtKink);
    return reading;
  }

  Floor atKink() {
    return knots.get(hinge.index());
  }

  Floor last() {
    return knots.get(knots.size() - 1);
  }

  int knotsAfter() {
    return knots.size() - hinge.index();
  }

  /** Half the width of the slope's 80 % interval. */
  double slopeError() {
    return 1.2816 * line.error();
  }

  double feature(Feature feature) {
    return features[feature.index()];
  }

  private void fill(
      double[] f,
      Curve curve,
      double[] x,
      Hinge byTime,
      Hinge byWork,
      Context context,
      double growth,
      double levelAtKink) {
    double[] y = curve.level();
    int n = y.length;
    int k = hinge.index();
    double safeGrowth = Math.max(growth, 1e-6);
    f[context.kind().index()] = 1;
    set(Feature.COLLECTOR_CLASS, context.collectorClass());
    set(Feature.KNOTS_AFTER, StrictMath.log(n - k));
    set(Feature.KNOTS_BEFORE, k);
    double timeAfter = Math.max(1e-9, 1 - curve.time()[k]);
    set(
        Feature.TIME_BEFORE_TO_AFTER,
        clamp(StrictMath.log((curve.time()[k] + 1e-3) / timeAfter), -3, 3));
    double spanMs = (double) last().timeMs() - knots.get(0).timeMs();
    double ageMs = Math.max(1, (double) last().timeMs() - context.startMs());
    double observedMs = Math.max(1, (double) last().timeMs() - context.firstMs());
    set(Feature.RISE_TO_AGE, clamp(timeAfter * spanMs / ageMs, 0, 1));
    set(Feature.UNSEEN_SHARE, clamp(1 - observedMs / ageMs, 0, 1));
    set(Feature.VIEW_TO_OBSERVED, clamp(spanMs / observedMs, 0, 1));
    set(Feature.LEVEL, curve.last());
    set(Feature.GROWTH, growth);
    set(Feature.PROGRESS, clamp(growth / Math.max(0.01, 1 - levelAtKink), -1, 2));
    set(Feature.GROWTH_TO_LEVEL, clamp(growth / Math.max(levelAtKink, 1e-3), 0, 5));
    double flat = LeastSquares.constant(y).sumOfSquares() + n * NOISE;
    set(Feature.FIT, clamp(StrictMath.log(flat / hinge.squares()), 0, 8));
    set(Feature.NOISE_TO_GROWTH, clamp(StrictMath.sqrt(hinge.squares() / n) / safeGrowth, 0, 1));
    set(
        Feature.SLOPE_BEFORE,
        hinge.after() <= 0 ? 2 : clamp(hinge.before() / hinge.after(), -1, 2));
    set(Feature.TREND_Z, kendallZ(y, k));
    set(Feature.YOUNGER, younger(x, y, k));
    set(Feature.YOUNGER_BY_TIME, younger(curve.time(), y, k));
    set(Feature.LAST_QUARTER, lastQuarter(x, y, k, safeGrowth));
    LoadFit load = LoadFit.of(x, curve, k, n * NOISE);
    set(Feature.LOAD_HELPS, clamp(n * StrictMath.log(hinge.squares() / load.squares()), -20, 60));
    set(
        Feature.RISE_BESIDE_LOAD,
        load.riseBefore() <= 0 ? 0 : clamp(load.riseBeside() / load.riseBefore(), 0, 2));
    set(
        Feature.FALL_TO_GROWTH,
        clamp(context.history().largestFall() / context.limit() / safeGrowth, 0, 5));
    double highest = 0;
    for (int i = 0; i + 1 < n; i++) {
      highest = Math.max(highest, Math.min(y[i], y[i + 1]));
    }
    set(Feature.LAST_TO_HIGHEST, highest <= 0 ? 1 : Math.min(1, y[n - 1] / highest));
    steps(y, k, safeGrowth);
    rates(curve, k);
    set(Feature.CLEANINGS, StrictMath.log(1.0 + context.cleanings()));
    set(Feature.SURVIVED, clamp(context.survived(), -1, 1.5));
    // Witnesses of others, not of themselves.
    set(
        Feature.CLASSES_GROWTH,
        context.kind() == Feature.METASPACE
            ? 0
            : context.metaspace().growthSince(atKink().timeMs()));
    set(
        Feature.THREADS_GROWTH,
        context.kind() == Feature.THREADS ? 0 : context.threads().growthSince(atKink().timeMs()));
    set(Feature.STILL_BEFORE, growth > 0 ? stillBefore(context) : 0);
    set(Feature.TIME_TO_WORK, clamp(StrictMath.log(byTime.squares() / byWork.squares()), -3, 3));
  }

  /** By time and by work, whichever is shorter: a night without requests proves nothing. */
  private double stillBefore(Context context) {
    Floor kink = atKink();
    Floor below =
        context.history().lastBelow(levelAtKink - History.STILL_SHARE * growth, kink.timeMs());
    if (below == null) {
      return 0;
    }
    double byTime =
        (double) (kink.timeMs() - below.timeMs()) / Math.max(1, last().timeMs() - kink.timeMs());
    double workAfter = (double) last().workBytes() - kink.workBytes();
    double byWork =
        workAfter <= 0 ? byTime : (double) (kink.workBytes() - below.workBytes()) / workAfter;
    return clamp(Math.min(byTime, byWork), 0, 3);
  }

  private void set(Feature feature, double value) {
    features[feature.index()] = value;
  }

  private void steps(double[] y, int k, double growth) {
    int count = y.length - 1 - k;
    double[] steps = new double[Math.max(1, count)];
    for (int i = 0; i < count; i++) {
      steps[i] = Math.max(0, y[k + i + 1] - y[k + i]);
    }
    java.util.Arrays.sort(steps);
    double sum = 0;
    for (double step : steps) {
      sum += step;
    }
    double reached = 0;
    int needed = 0;
    while (needed < steps.length && reached < 0.8 * sum) {
      needed++;
      reached += steps[steps.length - needed];
    }
    set(Feature.LARGEST_STEP, clamp(steps[steps.length - 1] / growth, 0, 3));
    set(Feature.STEPS_SHARE, (double) needed / steps.length);
  }

  private void rates(Curve curve, int k) {
    int n = curve.size();
    double workAfter = 1 - curve.work()[k];
    double timeAfter = Math.max(1e-9, 1 - curve.time()[k]);
    double before = curve.time()[k] > 0 ? curve.work()[k] / curve.time()[k] : workAfter / timeAfter;
    double after = workAfter / timeAfter;
    set(
        Feature.RATE_CHANGE,
        before <= 0 || after <= 0 ? 0 : clamp(StrictMath.log(after / before), -2, 2));
    double[] load = new double[n - k];
    double[] level = new double[n - k];
    for (int i = k; i < n; i++) {
      load[i - k] = curve.rate()[i];
      level[i - k] = curve.level()[i];
    }
    set(Feature.RATE_CORRELATION, LeastSquares.correlation(load, level));
  }

  private static double levelAtKink(double[] y, int k, Hinge hinge) {
    if (k < 3) {
      return Math.max(0, hinge.levelAtKink());
    }
    double[] before = java.util.Arrays.copyOfRange(y, Math.max(0, k - 6), k + 1);
    java.util.Arrays.sort(before);
    return 0.5 * (before[before.length / 2] + Math.max(0, hinge.levelAtKink()));
  }

  private static Line line(List<Floor> knots, int k) {
    int n = knots.size();
    double[] seconds = new double[n - k];
    double[] work = new double[n - k];
    double[] bytes = new double[n - k];
    Floor last = knots.get(n - 1);
    for (int i = k; i < n; i++) {
      seconds[i - k] = (knots.get(i).timeMs() - last.timeMs()) / 1000.0;
      work[i - k] = (double) knots.get(i).workBytes() - last.workBytes();
      bytes[i - k] = knots.get(i).bytes();
    }
    LeastSquares fit = LeastSquares.one(seconds, bytes);
    return new Line(
        fit.first(),
        fit.intercept(),
        LeastSquares.one(work, bytes).first(),
        fit.slopeError(seconds));
  }

  private static double younger(double[] x, double[] y, int k) {
    int n = y.length;
    int middle = k + (n - k) / 2;
    double older = slope(x, y, k, middle + 1);
    double younger = slope(x, y, middle, n);
    return older > 0 ? clamp(younger / older, -1, 4) : 4;
  }

  private static double lastQuarter(double[] x, double[] y, int k, double growth) {
    int n = y.length;
    int from = n - 1 - Math.max(1, (n - 1 - k) / 4);
    double share = (x[n - 1] - x[from]) / Math.max(1e-9, x[n - 1] - x[k]);
    return share <= 0 ? 1 : clamp((y[n - 1] - y[from]) / growth / share, -1, 4);
  }

  private static double slope(double[] x, double[] y, int from, int to) {
    double meanX = 0;
    double meanY = 0;
    int n = to - from;
    for (int i = from; i < to; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double xx = 0;
    double xy = 0;
    for (int i = from; i < to; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    return xx > 0 ? xy / xx : 0;
  }

  private static double kendallZ(double[] y, int k) {
    int n = y.length - k;
    int s = 0;
    for (int i = k; i < y.length; i++) {
      for (int j = i + 1; j < y.length; j++) {
        s += Double.compare(y[j], y[i]);
      }
    }
    return (s - Integer.signum(s)) / StrictMath.sqrt(n * (n - 1.0) * (2.0 * n + 5.0) / 18.0);
  }

  static double clamp(double value, double low, double high) {
    return Double.isNaN(value) ? low : Math.max(low, Math.min(high, value));
  }

  /**
   * What a reading needs to know beside its knots.
   *
   * @param kind which of the first six features is 1
   * @param limit positive, unit of the resource
   * @param bound whether something will truly break at the limit; else it is a yardstick
   * @param capacityShare of the limit that can be filled before the JVM gives up
   * @param startMs start of the JVM, event time
   * @param firstMs first observation
   * @param history all that is known of the series
   * @param cleanings real cleanings of the heap seen so far
   * @param survived see {@link Feature#SURVIVED}
   */
  record Context(
      Feature kind,
      double limit,
      boolean bound,
      int collectorClass,
      double capacityShare,
      long startMs,
      long firstMs,
      History history,
      long cleanings,
      double survived,
      Companion metaspace,
      Companion threads) {}

  /** Another resource of the same JVM, as a witness. */
  interface Companion {
    /** Growth since a time as a share of the level then, −1 to 3; 0 where nothing is known. */
    double growthSince(long timeMs);
  }
}
