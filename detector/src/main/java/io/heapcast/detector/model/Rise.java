package io.heapcast.detector.model;

import java.util.List;

/**
 * One reading of the floors as "flat, then rising": where it began, how fast and in which shape.
 *
 * @param floors the window of floors that was read, oldest first
 * @param onset kink, as index into floors
 * @param byTime line through the floors from the kink on; x in seconds since the first floor read
 * @param byWork the same over work; x in bytes allocated since the first floor read
 * @param followsWork whether work explains the rise better than time
 * @param growthBytes by which the last floors stand above the level at the kink; may be negative
 * @param levelAtOnsetBytes level before the rise
 * @param youngerShare slope of the younger half of the rise over that of the older half
 * @param beforeShare slope before the kink over the slope after it; 0 with fewer than 4 floors
 *     before
 * @param shapes how well each shape explains the floors read
 */
record Rise(
    List<Floor> floors,
    Onset onset,
    Trend byTime,
    Trend byWork,
    boolean followsWork,
    double growthBytes,
    double levelAtOnsetBytes,
    double youngerShare,
    double beforeShare,
    ShapeComparison shapes) {

  /** A rise is read from at least this many floors after its kink. */
  static final int LEAST_FLOORS = 6;

  /** Flat before: at least this many floors, and this share of the rise's span. */
  private static final int FLAT_FLOORS = 3;

  private static final double FLAT_SPAN_SHARE = 0.2;

  /** Fewer floors before the kink say nothing of a slope. */
  private static final int LEAST_BEFORE = 4;

  /** Reads the floors; at least {@link #LEAST_FLOORS} of them. */
  static Rise read(List<Floor> floors, double limitBytes) {
    int n = floors.size();
    double[] seconds = new double[n];
    double[] work = new double[n];
    double[] bytes = new double[n];
    for (int i = 0; i < n; i++) {
      seconds[i] = (floors.get(i).timeMs() - floors.get(0).timeMs()) / 1000.0;
      work[i] = (double) (floors.get(i).workBytes() - floors.get(0).workBytes());
      bytes[i] = floors.get(i).bytes();
    }
    Onset onset = Onset.fit(seconds, bytes, LEAST_FLOORS);
    int k = onset.index();
    Trend byTime = Trend.fit(tail(seconds, k), tail(bytes, k));
    Trend byWork = Trend.fit(tail(work, k), tail(bytes, k));
    boolean followsWork =
        error(tail(work, k), tail(bytes, k)) < error(tail(seconds, k), tail(bytes, k));
    double level = levelAtOnset(bytes, k, byTime.at(seconds[k]));
    double[] x = followsWork ? work : seconds;
    return new Rise(
        floors,
        onset,
        byTime,
        byWork,
        followsWork,
        Math.min(bytes[n - 1], bytes[n - 2]) - level,
        level,
        youngerShare(seconds, bytes, k),
        beforeShare(seconds, bytes, k, byTime.slope()),
        ShapeComparison.of(x, bytes, rates(seconds, work), k, limitBytes));
  }

  /** Floors from the kink on. */
  int floorsAfter() {
    return floors.size() - onset.index();
  }

  Floor atOnset() {
    return floors.get(onset.index());
  }

  Floor last() {
    return floors.get(floors.size() - 1);
  }

  /** Growth now, bytes per second: along time, or along work at the recent allocation rate. */
  double bytesPerSecond() {
    return followsWork ? byWork.slope() * recentRate() : byTime.slope();
  }

  double bytesPerSecondLow() {
    return followsWork ? byWork.slopeLow() * recentRate() : byTime.slopeLow();
  }

  double bytesPerSecondHigh() {
    return followsWork ? byWork.slopeHigh() * recentRate() : byTime.slopeHigh();
  }

  /** Fitted level at an event time at or after the last floor. */
  double levelAt(long timeMs) {
    Floor last = last();
    double fitted =
        followsWork
            ? byWork.at((double) (last.workBytes() - floors.get(0).workBytes()))
            : byTime.at((last.timeMs() - floors.get(0).timeMs()) / 1000.0);
    return fitted + bytesPerSecond() * (timeMs - last.timeMs()) / 1000.0;
  }

  /** Whether something stationary precedes the rise: warm-ups and fills have no such thing. */
  boolean isFlatBefore() {
    double before = (double) (atOnset().timeMs() - floors.get(0).timeMs());
    double after = (double) (last().timeMs() - atOnset().timeMs());
    return onset.index() >= FLAT_FLOORS && before >= FLAT_SPAN_SHARE * after;
  }

  /** Bytes allocated per second over the younger half of the rise. */
  private double recentRate() {
    Floor middle = floors.get(onset.index() + floorsAfter() / 2);
    double seconds = (last().timeMs() - middle.timeMs()) / 1000.0;
    return seconds > 0 ? (last().workBytes() - middle.workBytes()) / seconds : 0;
  }

  /** The median before the kink where there is enough, else where the fitted line starts. */
  private static double levelAtOnset(double[] bytes, int onset, double fitted) {
    if (onset < LEAST_BEFORE - 1) {
      return fitted;
    }
    double[] before = java.util.Arrays.copyOf(bytes, onset + 1);
    java.util.Arrays.sort(before);
    return before[before.length / 2];
  }

  private static double youngerShare(double[] x, double[] y, int onset) {
    int middle = onset + (x.length - onset) / 2;
    double older = Trend.fit(slice(x, onset, middle + 1), slice(y, onset, middle + 1)).slope();
    double younger = Trend.fit(tail(x, middle), tail(y, middle)).slope();
    return older > 0 ? younger / older : 1;
  }

  private static double beforeShare(double[] x, double[] y, int onset, double slopeAfter) {
    if (onset < LEAST_BEFORE - 1 || slopeAfter <= 0) {
      return 0;
    }
    return Trend.fit(slice(x, 0, onset + 1), slice(y, 0, onset + 1)).slope() / slopeAfter;
  }

  /** Allocation rate up to each floor; the first has that of the second. */
  private static double[] rates(double[] seconds, double[] work) {
    double[] rates = new double[seconds.length];
    for (int i = 1; i < rates.length; i++) {
      double span = seconds[i] - seconds[i - 1];
      rates[i] = span > 0 ? (work[i] - work[i - 1]) / span : rates[i - 1];
    }
    rates[0] = rates[1];
    return rates;
  }

  private static double error(double[] x, double[] y) {
    return LeastSquares.one(x, y).sumOfSquares();
  }

  private static double[] tail(double[] values, int from) {
    return slice(values, from, values.length);
  }

  private static double[] slice(double[] values, int from, int to) {
    return java.util.Arrays.copyOfRange(values, from, to);
  }
}
