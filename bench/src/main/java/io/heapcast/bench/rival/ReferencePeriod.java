package io.heapcast.bench.rival;

/**
 * Mean and deviation of post-GC heap use over the reference period (Phase I) of a control chart: 25
 * samples, the upper end of the 20 to 25 that Montgomery recommends (Introduction to Statistical
 * Quality Control, 6.2).
 *
 * <p>Phase I wants a process that is in control, which a JVM that starts is not. The period
 * therefore begins after the warm-up: after the window with the first completed collection that was
 * not only of the young generation, or after {@value #WARM_UP_WINDOWS} observed windows of 10 s (30
 * min), whichever comes first. What was measured before is not looked at.
 */
final class ReferencePeriod {

  /** Samples. */
  static final int LENGTH = 25;

  /** Observed windows of 10 s: 30 min. */
  static final int WARM_UP_WINDOWS = 180;

  /** Heap use that stands still to the byte gives no scale; shown in MiB, one of them is one. */
  static final double LEAST_SIGMA_BYTES = 1 << 20;

  private int windows;
  private boolean warm;
  private int count;
  private double mean;
  private double squares;

  /**
   * Takes note of the next window; to be asked once for each, before its samples are taken.
   *
   * @return whether the warm-up was over before this window: its samples count
   */
  boolean isWarm(Gauges gauges) {
    boolean before = warm;
    windows++;
    warm |= gauges.sawOldCollection() || windows >= WARM_UP_WINDOWS;
    return before;
  }

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
