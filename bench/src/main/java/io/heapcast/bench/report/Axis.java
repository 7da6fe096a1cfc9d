package io.heapcast.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Places values between the ends of a plot.
 *
 * @param low value at 0 %
 * @param high value at 100 %, above low
 * @param logarithmic whether equal steps are equal ratios
 */
record Axis(double low, double high, boolean logarithmic) {

  private static final long SECOND_MS = 1000;
  private static final long MINUTE_MS = 60 * SECOND_MS;
  private static final long HOUR_MS = 60 * MINUTE_MS;
  private static final long DAY_MS = 24 * HOUR_MS;

  private static final List<Long> TIME_STEPS_MS =
      List.of(
          SECOND_MS,
          5 * SECOND_MS,
          10 * SECOND_MS,
          30 * SECOND_MS,
          MINUTE_MS,
          2 * MINUTE_MS,
          5 * MINUTE_MS,
          10 * MINUTE_MS,
          20 * MINUTE_MS,
          30 * MINUTE_MS,
          HOUR_MS,
          2 * HOUR_MS,
          3 * HOUR_MS,
          6 * HOUR_MS,
          12 * HOUR_MS,
          DAY_MS,
          2 * DAY_MS,
          4 * DAY_MS,
          7 * DAY_MS,
          14 * DAY_MS,
          28 * DAY_MS,
          56 * DAY_MS,
          140 * DAY_MS,
          364 * DAY_MS);

  static Axis linear(double low, double high) {
    return new Axis(low, high > low ? high : low + 1, false);
  }

  static Axis log(double low, double high) {
    return new Axis(low, high, true);
  }

  /** In percent from the low end; values beyond the ends are placed there. */
  double at(double value) {
    double bounded = Math.max(low, Math.min(high, value));
    double part =
        logarithmic
            ? StrictMath.log(bounded / low) / StrictMath.log(high / low)
            : (bounded - low) / (high - low);
    return 100 * part;
  }

  /** The same as the attribute of a shape. */
  String percent(double value) {
    return Numbers.percent(at(value));
  }

  /** The same from the top: for heights. */
  String percentDown(double value) {
    return Numbers.percent(100 - at(value));
  }

  /** The same on a canvas of 1000 units. */
  long unit(double value) {
    return Math.round(10 * at(value));
  }

  /** The same from the top. */
  long unitDown(double value) {
    return 1000 - unit(value);
  }

  /** Round times from 0 on, at most so many; for axes in milliseconds that begin at 0. */
  List<Double> timeTicks(int most) {
    long step =
        TIME_STEPS_MS.stream()
            .filter(candidate -> high / candidate <= most)
            .findFirst()
            .orElse((long) (high / most));
    return multiples((double) step);
  }

  /** Powers of two, for bytes. */
  List<Double> byteTicks(int most) {
    double step = 1;
    while ((high - low) / step > most) {
      step *= 2;
    }
    return multiples(step);
  }

  /** 1, 2, 5, 10, … */
  List<Double> countTicks(int most) {
    double step = 1;
    int turn = 0;
    while ((high - low) / step > most) {
      step *= turn++ % 3 == 1 ? 2.5 : 2;
    }
    return multiples(step);
  }

  private List<Double> multiples(double step) {
    List<Double> ticks = new ArrayList<>();
    for (double tick = StrictMath.ceil(low / step) * step; tick <= high; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }
}
