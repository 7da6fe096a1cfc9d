package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * Double exponential smoothing (Holt): level and trend of heap use after collections of any kind,
 * one value a minute; the trend carried on reaches the limit within the horizon.
 *
 * <p>Settings: {@code des-slow} of Netflix Atlas (10 values of training, α = 0.03, β = 0.04, a step
 * of one minute), the slowest it publishes; horizon and hold of {@link PredictLinear#fourHours()},
 * since Atlas itself only draws the smoothed line.
 */
final class HoltForecast implements Contender {

  /** Weight of a new value in the level. */
  private static final double ALPHA = 0.03;

  /** Weight of a new slope in the trend. */
  private static final double BETA = 0.04;

  /** Values before the first forecast. */
  private static final int TRAINING = 10;

  private static final long STEP_MS = 60_000;
  private static final Duration HORIZON = Duration.ofHours(4);
  private static final Duration HOLD = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "Holt 4h";
  }

  @Override
  public String about() {
    return "Double exponential smoothing of post-GC heap use reaches the limit within 4 h, for 5 min"
        + " (Netflix Atlas des-slow: α 0.03, β 0.04, 10 min of training).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(new Smoothing(), HOLD);
  }

  private static final class Smoothing implements Rule {

    private double level;
    private double trend;
    private int values;
    private long nextMs = Long.MIN_VALUE;

    @Override
    public boolean holds(Gauges gauges) {
      if (!Double.isNaN(gauges.afterBytes()) && gauges.timeMs() >= nextMs) {
        take(gauges.afterBytes());
        nextMs = gauges.timeMs() + STEP_MS;
      }
      double steps = (double) HORIZON.toMillis() / STEP_MS;
      return values > TRAINING && level + trend * steps > gauges.limitBytes();
    }

    private void take(double bytes) {
      double before = level;
      if (values++ == 0) {
        level = bytes;
        return;
      }
      level = ALPHA * bytes + (1 - ALPHA) * (level + trend);
      trend = BETA * (level - before) + (1 - BETA) * trend;
    }
  }
}
