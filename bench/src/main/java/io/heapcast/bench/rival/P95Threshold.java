package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * A dynamic threshold: the live set above 1.1 times its own 95th percentile of the last seven days,
 * for 5 min. In PromQL: {@code jvm_gc_live_data_size_bytes > 1.1 * quantile_over_time(0.95,
 * jvm_gc_live_data_size_bytes[7d:5m])}. Quantile, range, step and factor as published for sizing
 * memory ({@code memory_request = ninety_five_percentile_mem * 1.1} over {@code [7d:5m]},
 * cert-manager's best practices); hold of Grafana's jvm-mixin. Like Prometheus, it takes whatever
 * history there is.
 */
final class P95Threshold implements Contender {

  private static final double QUANTILE = 0.95;
  private static final double FACTOR = 1.1;
  private static final long STEP_MS = 5 * 60_000;

  /** Seven days. */
  private static final int STEPS = 7 * 24 * 12;

  private static final Duration HOLD = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "P95 x 1.1";
  }

  @Override
  public String about() {
    return "The live set above 1.1 × its own 95th percentile over [7d:5m] for 5 min (settings of"
        + " cert-manager's memory sizing; hold of Grafana's jvm-mixin).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(new Threshold(), HOLD);
  }

  private static final class Threshold implements Rule {

    private final RollingQuantile history = new RollingQuantile(STEPS);
    private long nextMs = Long.MIN_VALUE;
    private double threshold = Double.NaN;

    @Override
    public boolean holds(Gauges gauges) {
      if (!Double.isNaN(gauges.liveBytes()) && gauges.timeMs() >= nextMs) {
        history.add(gauges.liveBytes());
        threshold = FACTOR * history.quantile(QUANTILE);
        nextMs = gauges.timeMs() + STEP_MS;
      }
      return gauges.liveBytes() > threshold;
    }
  }
}
