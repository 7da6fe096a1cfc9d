package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Resource;

/** Hears of every reading that was scored: how a score is learned. */
public interface FeatureSink {

  /** Hears nothing. */
  FeatureSink NONE = (resource, timeMs, features, plainSeconds) -> {};

  /**
   * Takes a reading.
   *
   * @param features by the order of {@link JvmDetector#featureNames()}; not copied, not to be
   *     changed
   * @param plainSeconds room left over growth; NaN where it does not grow or has no bound
   */
  void read(Resource resource, long timeMs, double[] features, double plainSeconds);
}
