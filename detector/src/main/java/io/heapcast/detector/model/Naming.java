package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;

/** What a curve is when it is no leak. */
final class Naming {

  private static final double GROWTH_SHARE = ResourceJudge.LEAST_GROWTH;
  private static final double TREND_Z = 2;

  /** Of the pace of the whole rise, over its last quarter. */
  private static final double STILL_RISING = 0.15;

  /** Metaspace grew by this share since the kink: classes are still being loaded. */
  private static final double CLASSES_GROW = 0.03;

  /** Flat and this full: the limit leaves no room for a healthy live set. */
  private static final double TIGHT_SHARE = 0.8;

  private Naming() {}

  static VerdictState of(Series series, Reading.Context context) {
    List<Floor> knots = List.of();
    for (int scale = series.history().scales() - 1;
        scale >= 0 && knots.size() < Reading.LEAST_KNOTS;
        scale--) {
      knots = series.view(scale);
    }
    if (knots.size() < Reading.LEAST_KNOTS) {
      return VerdictState.UNKNOWN;
    }
    if (!ResourceJudge.grew(knots, context.limit())) {
      return flat(context, knots.get(knots.size() - 1).bytes() / context.limit());
    }
    Reading whole = Reading.of(knots, 0, context);
    boolean rising =
        whole.feature(Feature.GROWTH) >= GROWTH_SHARE
            && whole.feature(Feature.TREND_Z) >= TREND_Z
            && whole.feature(Feature.LAST_QUARTER) >= STILL_RISING;
    if (!rising) {
      return flat(context, whole.feature(Feature.LEVEL));
    }
    if (context.kind() == Feature.HEAP_UNTESTED) {
      return VerdictState.UNKNOWN; // upper bounds: nobody knows what lives
    }
    if (followsLoad(whole)) {
      return VerdictState.LOAD_GROWTH;
    }
    boolean warming =
        context.kind() == Feature.METASPACE
            || context.kind() == Feature.THREADS
            || whole.feature(Feature.CLASSES_GROWTH) > CLASSES_GROW;
    return warming ? VerdictState.WARMING_UP : VerdictState.CACHE_FILLING;
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
