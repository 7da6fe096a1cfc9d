package io.heapcast.bench.fit;

import java.util.Map;

/**
 * Where more evidence is no better evidence: features are clamped to these ranges before the trees
 * are fitted, so that none of their splits lies beyond.
 *
 * <p>Simulated floors are cleaner than real ones. Without this the trees learn to expect a fit that
 * no real JVM gives, and find nothing in recorded runs. Which ranges: about the better half of what
 * real leaks of learning families show.
 */
final class Enough {

  private static final double[] ALL = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};

  private static final Map<String, double[]> RANGES =
      Map.ofEntries(
          Map.entry("LOAD_HELPS", new double[] {-1, 10}),
          Map.entry("FIT", new double[] {0, 2.5}),
          Map.entry("TREND_Z", new double[] {-9, 3.8}),
          Map.entry("KNOTS_AFTER", new double[] {0, 2.5}),
          Map.entry("NOISE_TO_GROWTH", new double[] {0.08, 1}),
          Map.entry("LARGEST_STEP", new double[] {0.3, 3}),
          Map.entry("STEPS_SHARE", new double[] {0, 0.4}),
          Map.entry("YOUNGER", new double[] {0, 0.85}),
          Map.entry("YOUNGER_BY_TIME", new double[] {0, 0.85}),
          Map.entry("LAST_QUARTER", new double[] {0, 0.8}),
          Map.entry("FALL_TO_GROWTH", new double[] {0.2, 5}),
          Map.entry("SLOPE_BEFORE", new double[] {0, 2}),
          Map.entry("CLASSES_GROWTH", new double[] {0.03, 0.3}),
          Map.entry("RATE_CORRELATION", new double[] {0, 1}),
          Map.entry("TIME_TO_WORK", new double[] {0, 0}));

  private Enough() {}

  static double clamp(String feature, double value) {
    double[] range = RANGES.getOrDefault(feature, ALL);
    return Math.max(range[0], Math.min(range[1], value));
  }
}
