package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;

/** What a curve is when it is no leak. */
final class Naming {

  private static final double GROWTH_SHARE = ResourceJudge.LEAST_GROWTH;

  /**
   * Of the whole rise, the part that the last quarter of the time must have brought. A logarithmic
   * fill, ln(1 + x/0.02), still gains 7 % there.
   */
  private static final double STILL_RISING = 0.05;

  /** Metaspace grew by this share since the first quarter of the rise: classes still come. */
  private static final double CLASSES_GROW = 0.03;

  /** Squares about the load, over those about a constant level: the load explains the rest. */
  private static final double LOAD_EXPLAINS = 0.35;

  /** Rate of allocation in the last quarter, over that in the first. */
  private static final double MORE_LOAD = 1.25;

  /** Flat and this full: the limit leaves no room for a healthy live set. */
  private static final double TIGHT_SHARE = 0.8;

  private Naming() {}

  static VerdictState of(Series series, Reading.Context context) {
    List<Floor> knots = whole(series);
    if (knots.size() < Reading.LEAST_KNOTS) {
      return VerdictState.UNKNOWN;
    }
    if (!ResourceJudge.grew(knots, context.limit())) {
      return flat(context, knots.get(knots.size() - 1).bytes() / context.limit());
    }
    Curve curve = Curve.of(knots, context.limit());
    if (!rises(curve)) {
      return flat(context, curve.last());
    }
    if (context.kind() == Feature.HEAP_UNTESTED) {
      return VerdictState.UNKNOWN; // upper bounds: nobody knows what lives
    }
    if (follows(curve) || followsLoad(Reading.of(knots, 0, context))) {
      return VerdictState.LOAD_GROWTH;
    }
    boolean warming =
        context.kind() == Feature.METASPACE
            || context.kind() == Feature.THREADS
            || context.metaspace().growthSince(knots.get(knots.size() / 4).timeMs()) > CLASSES_GROW;
    return warming ? VerdictState.WARMING_UP : VerdictState.CACHE_FILLING;
  }

  /** The coarsest view that can be read: all that is known. */
  static List<Floor> whole(Series series) {
    List<Floor> knots = List.of();
    for (int scale = series.history().scales() - 1;
        scale >= 0 && knots.size() < Reading.LEAST_KNOTS;
        scale--) {
      knots = series.view(scale);
    }
    return knots;
  }

  /**
   * Whether the level has risen since the first knot and still does. Not since the kink: a curve
   * that flattens has its kink where the flat part begins.
   */
  private static boolean rises(Curve curve) {
    double[] level = curve.level();
    int n = level.length;
    double now = Math.min(level[n - 1], level[n - 2]);
    double rise = now - Math.min(level[0], level[1]);
    if (rise < GROWTH_SHARE) {
      return false;
    }
    int quarter = 0;
    while (curve.time()[quarter] < 0.75 && quarter < n - 2) {
      quarter++;
    }
    double before = Math.max(level[Math.max(0, quarter - 1)], level[quarter]);
    return now - before >= STILL_RISING * rise;
  }

  /** Whether more is allocated than at first, and the level is in proportion to that. */
  private static boolean follows(Curve curve) {
    double[] rate = curve.rate();
    int n = rate.length;
    int quarter = Math.max(1, n / 4);
    double first = 0;
    double last = 0;
    for (int i = 0; i < quarter; i++) {
      first += rate[i];
      last += rate[n - 1 - i];
    }
    if (last <= MORE_LOAD * first) {
      return false;
    }
    double[] load = new double[n];
    for (int i = 0; i < n; i++) {
      load[i] = i == 0 ? rate[0] : 0.5 * (rate[i] + rate[i - 1]);
    }
    LeastSquares byLoad = LeastSquares.one(load, curve.level());
    return byLoad.first() > 0
        && byLoad.sumOfSquares()
            <= LOAD_EXPLAINS * LeastSquares.constant(curve.level()).sumOfSquares();
  }

  /** More is allocated than before, and the load explains most of the rise. */
  static boolean followsLoad(Reading reading) {
    return reading.feature(Feature.RISE_BESIDE_LOAD) < 0.6
        && (reading.feature(Feature.LOAD_HELPS) > 2 || reading.feature(Feature.RATE_CHANGE) > 0.25);
  }

  private static VerdictState flat(Reading.Context context, double level) {
    return context.kind() == Feature.HEAP_TESTED && level >= TIGHT_SHARE
        ? VerdictState.LIMIT_TOO_SMALL
        : VerdictState.HEALTHY;
  }
}
