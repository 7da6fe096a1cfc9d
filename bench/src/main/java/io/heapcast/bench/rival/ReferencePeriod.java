package io.heapcast.bench.rival;

/**
 * Mean and deviation of the first samples of a series, which control charts take for its healthy
 * state: 25 of them, the upper end of the 20 to 25 that Montgomery recommends (Introduction to
 * Statistical Quality Control, 6.2).
 */
final class ReferencePeriod {

  /** Samples. */
  static final int LENGTH = 25;

  /** Heap use that stands still to the byte gives no scale; shown in MiB, one of them is one. */
  static final double LEAST_SIGMA_BYTES = 1 << 20;

  private int count;
  private double mean;
  private double squares;

  /**
   * Takes the next sample while the period lasts.
   *
   * @return true when it was over before: the sample is to be judged
   */
  boolean isOver(double bytes) {
    if (count == LENGTH) {
      return true;
    }
    count++;
    double off = bytes - mean;
    mean += off / count;
    squares += off * (bytes - mean);
    return false;
  }

  /** How many standard deviations a sample lies above the mean. */
  double standardised(double bytes) {
    return (bytes - mean) / Math.max(LEAST_SIGMA_BYTES, Math.sqrt(squares / (LENGTH - 1)));
  }
}
