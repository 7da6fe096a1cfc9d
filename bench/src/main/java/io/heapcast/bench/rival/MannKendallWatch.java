package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Opinion.Interval;
import io.heapcast.bench.leak.Watch;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@link MannKendall} on one JVM. */
final class MannKendallWatch implements Watch {

  /** What makes a value of the series. */
  enum Sampling {
    /** Every collection that the stream tells. */
    COLLECTIONS,
    /** The median of an hour's. */
    HOURLY_MEDIANS
  }

  /** Two-sided p = 0.01. */
  private static final double Z_ALARM = 2.576;

  /** 80 % interval of Sen's slope. */
  private static final double Z_INTERVAL = 1.282;

  /** While an alarm stands its forecast is made anew this often. */
  private static final long FORECAST_MS = 5 * 60_000;

  private static final long HOUR_MS = 3_600_000;

  /** A forecast beyond is none: a hundred years. */
  private static final double FAR_MS = 100 * 365.25 * 86_400_000;

  private final Gauges gauges = new Gauges();
  private final TrendTest test;
  private final int least;
  private final Sampling sampling;
  private double[] hour = new double[64];
  private int hourCount;
  private long hourNumber = Long.MIN_VALUE;
  private boolean told;
  private boolean alarm;
  private long forecastDueMs;

  /**
   * A watch.
   *
   * @param most values that are tested
   * @param least values before the first test
   */
  MannKendallWatch(int most, int least, Sampling sampling) {
    this.test = new TrendTest(most);
    this.least = least;
    this.sampling = sampling;
  }

  @Override
  public List<Opinion> accept(JvmWindow window) {
    if (!gauges.accept(window)) {
      return List.of();
    }
    boolean fresh = sampling == Sampling.COLLECTIONS ? takeCollections() : takeHours();
    boolean now = fresh ? test.size() >= least && test.z() > Z_ALARM : alarm;
    boolean forecastDue = now && fresh && gauges.timeMs() >= forecastDueMs;
    if (told && now == alarm && !forecastDue) {
      return List.of();
    }
    told = true;
    alarm = now;
    if (!now) {
      return List.of(Opinion.heap(window.getEndTimeMs(), false));
    }
    forecastDueMs = gauges.timeMs() + FORECAST_MS;
    return List.of(alarm(window.getEndTimeMs()));
  }

  private boolean takeCollections() {
    for (int i = 0; i < gauges.afterCount(); i++) {
      test.add(gauges.after(i), gauges.afterMs(i));
    }
    return gauges.afterCount() > 0;
  }

  /** An hour is over when the next one begins. */
  private boolean takeHours() {
    long number = Math.floorDiv(gauges.timeMs() - 1, HOUR_MS);
    boolean over = number > hourNumber && hourCount > 0;
    if (over) {
      Arrays.sort(hour, 0, hourCount);
      double median = (hour[(hourCount - 1) / 2] + hour[hourCount / 2]) / 2;
      test.add(median, hourNumber * HOUR_MS + HOUR_MS / 2);
      hourCount = 0;
    }
    hourNumber = number;
    for (int i = 0; i < gauges.afterCount(); i++) {
      if (hourCount == hour.length) {
        hour = Arrays.copyOf(hour, 2 * hourCount);
      }
      hour[hourCount++] = gauges.after(i);
    }
    return over;
  }

  private Opinion alarm(long timeMs) {
    return new Opinion(
        timeMs,
        Resource.HEAP,
        true,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        test.slope(Z_INTERVAL).flatMap(slope -> exhaustion(timeMs, slope)));
  }

  /** From the last value on along the slope; absent where the slope may be none. */
  private Optional<Interval> exhaustion(long timeMs, TrendTest.Slope slope) {
    double leftBytes = gauges.limitBytes() - test.last();
    if (slope.low() <= 0 || !(leftBytes > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Interval(
            later(timeMs, leftBytes / slope.high()),
            later(timeMs, leftBytes / slope.mid()),
            later(timeMs, leftBytes / slope.low())));
  }

  private static long later(long timeMs, double ms) {
    return timeMs + Math.round(Math.min(ms, FAR_MS));
  }
}
