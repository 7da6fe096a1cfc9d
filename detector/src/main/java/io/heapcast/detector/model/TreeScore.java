package io.heapcast.detector.model;

/**
 * Trees, calibrated: their sum is a logit, and a table maps it to the share of readings with that
 * logit that were leaks, in families the trees had not seen.
 */
record TreeScore(Trees trees, Calibration calibration) implements Score {

  @Override
  public double probability(double[] features) {
    return calibration.probability(trees.sum(features));
  }
}
