package io.heapcast.detector.model;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A rise that has lasted since the first observation and has not slowed down. Alone it proves
 * nothing: a cache that fills rises so, too. It is what the alert stage compares from one life of a
 * service to the next.
 */
final class SteadyRise {

  /** What is seen before this part of the time or work is start-up. */
  private static final double STARTED = 0.05;

  /** Each half rises at this part of the pace of the whole, at least. */
  private static final double PACE = 0.6;

  /** The last third may be slower than that, but not at rest. */
  private static final double LAST_PACE = 0.35;

  /** Deviation from the line, as a part of the rise. */
  private static final double OFF_LINE = 0.2;

  private SteadyRise() {}

  /** As a part of the limit, at least 5 %; empty: no such rise. */
  static OptionalDouble of(Series series, Reading.Context context) {
    List<Floor> knots = Naming.whole(series);
    if (context.kind() == Feature.HEAP_UNTESTED || knots.size() < Reading.LEAST_KNOTS) {
      return OptionalDouble.empty();
    }
    Curve curve = Curve.of(knots, context.limit());
    double rise = Math.max(rise(curve.time(), curve.level()), rise(curve.work(), curve.level()));
    return rise >= ResourceJudge.LEAST_GROWTH ? OptionalDouble.of(rise) : OptionalDouble.empty();
  }

  /** Of a straight line; 0 where it is none. */
  private static double rise(double[] x, double[] level) {
    int from = 0;
    while (x[from] < STARTED && from < x.length - Reading.LEAST_KNOTS) {
      from++;
    }
    double middle = 0.5 * (x[from] + x[x.length - 1]);
    int half = index(x, from, middle);
    int third = index(x, from, x[from] + (x[x.length - 1] - x[from]) * 2 / 3);
    LeastSquares line = slope(x, level, from, x.length);
    double rise = line.first() * (x[x.length - 1] - x[from]);
    double deviation = StrictMath.sqrt(line.sumOfSquares() / (x.length - from));
    boolean straight =
        half - from >= 3
            && deviation <= OFF_LINE * rise
            && slope(x, level, from, half).first() >= PACE * line.first()
            && slope(x, level, half, x.length).first() >= PACE * line.first()
            && slope(x, level, third, x.length).first() >= LAST_PACE * line.first();
    return straight ? rise : 0;
  }

  private static int index(double[] x, int from, double where) {
    int index = from;
    while (x[index] < where && index < x.length - 3) {
      index++;
    }
    return index;
  }

  private static LeastSquares slope(double[] x, double[] level, int from, int to) {
    return LeastSquares.one(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(level, from, to));
  }
}
