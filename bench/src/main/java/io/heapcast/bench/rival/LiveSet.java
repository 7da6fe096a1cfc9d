package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * The live set over 80 % of the limit, for 5 min: {@code jvm_gc_live_data_size_bytes /
 * jvm_gc_max_data_size_bytes > 0.8}, Micrometer's gauges after collections of the old generation,
 * with the threshold and the hold of Grafana's jvm-mixin for heap use. Silent until the old
 * generation has been collected once.
 */
final class LiveSet implements Contender {

  /** Share of the limit. */
  private static final double SHARE = 0.8;

  private static final Duration HOLD = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "live set > 80 %";
  }

  @Override
  public String about() {
    return "Use after the last old collection above 80 % of the limit for 5 min (Micrometer's"
        + " jvm.gc.live.data.size; threshold and hold of Grafana's jvm-mixin).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(gauges -> gauges.liveBytes() > SHARE * gauges.limitBytes(), HOLD);
  }
}
