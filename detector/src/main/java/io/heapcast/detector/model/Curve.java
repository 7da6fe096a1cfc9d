package io.heapcast.detector.model;

import java.util.List;

/**
 * Knots as arrays, both clocks and the level made dimensionless, ready to be fitted.
 *
 * <p>Time and work run from 0 (first knot) to 1 (last knot); levels are shares of the limit.
 *
 * @param knots oldest first
 * @param time share of the time from the first knot to the last
 * @param work share of the bytes allocated from the first knot to the last; as time where nothing
 *     was
 * @param level share of the limit
 * @param rate bytes allocated per time up to each knot, as multiples of the mean; the first as the
 *     second
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
record Curve(List<Floor> knots, double[] time, double[] work, double[] level, double[] rate) {

  static Curve of(List<Floor> knots, double limit) {
    int n = knots.size();
    Floor first = knots.get(0);
    Floor last = knots.get(n - 1);
    double spanMs = Math.max(1, last.timeMs() - first.timeMs());
    double spanWork = (double) last.workBytes() - first.workBytes();
    double[] time = new double[n];
    double[] work = new double[n];
    double[] level = new double[n];
    for (int i = 0; i < n; i++) {
      Floor knot = knots.get(i);
      time[i] = (knot.timeMs() - first.timeMs()) / spanMs;
      work[i] = spanWork > 0 ? (knot.workBytes() - first.workBytes()) / spanWork : time[i];
      level[i] = knot.bytes() / limit;
    }
    double[] rate = new double[n];
    for (int i = 1; i < n; i++) {
      double span = time[i] - time[i - 1];
      rate[i] = span > 0 ? (work[i] - work[i - 1]) / span : rate[i - 1];
    }
    rate[0] = n > 1 ? rate[1] : 1;
    return new Curve(knots, time, work, level, rate);
  }

  int size() {
    return level.length;
  }

  double last() {
    return level[level.length - 1];
  }
}
