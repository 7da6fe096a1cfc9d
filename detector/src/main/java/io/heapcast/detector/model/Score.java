package io.heapcast.detector.model;

/** The probability that a reading is a leak, from its features. */
interface Score {

  /**
   * Scores a reading.
   *
   * @param features by {@link Feature#index}
   * @return 0 to 1
   */
  double probability(double[] features);
}
