package io.heapcast.detector.model;

/**
 * The fallback that explains itself: a probability from a handful of rules that anyone can follow,
 * each of which lowers it. Used where no fitted model is at hand, and in the ablation of LeakBench.
 */
final class RuleScore implements Score {

  @Override
  public double probability(double[] f) {
    double probability = 0.97;
    if (at(f, Feature.TREND_Z) < 3) {
      probability = Math.min(probability, 0.2);
    }
    if (at(f, Feature.KNOTS_BEFORE) < 3) {
      // rising from the first knot, as warm-ups and fills do
      probability = Math.min(probability, at(f, Feature.LEVEL) < 0.88 ? 0.4 : 0.95);
    } else if (at(f, Feature.SLOPE_BEFORE) > 0.3) {
      probability = Math.min(probability, 0.45);
    }
    if (at(f, Feature.YOUNGER) < 0.6 || at(f, Feature.LAST_QUARTER) < 0.4) {
      probability = Math.min(probability, 0.4);
    }
    if (at(f, Feature.PROGRESS) < 0.3) {
      probability = Math.min(probability, 0.7);
    }
    if (at(f, Feature.FALL_TO_GROWTH) > 0.6) {
      probability = Math.min(probability, 0.4);
    }
    if (at(f, Feature.LOAD_HELPS) > 4 && at(f, Feature.RISE_BESIDE_LOAD) < 0.5) {
      probability = Math.min(probability, 0.3);
    }
    if (at(f, Feature.LARGEST_STEP) > Reasons.ONE_STEP) {
      probability = Math.min(probability, 0.3);
    }
    if (at(f, Feature.HEAP_UNTESTED) == 1) {
      probability = Math.min(probability, 0.8);
    }
    return probability;
  }

  private static double at(double[] features, Feature feature) {
    return features[feature.index()];
  }
}
