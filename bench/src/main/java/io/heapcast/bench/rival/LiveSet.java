package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * The live set over 80 % of the limit, for 5 min: heap use after the last collection that was not
 * only of the young generation, over the limit of the heap, for every collector. The form is {@code
 * jvm_gc_live_data_size_bytes / jvm_gc_max_data_size_bytes > 0.8} on Micrometer's gauges, which
 * hold the old generation against its own maximum; {@link Gauges} says why it is the heap here.
 * Threshold and hold are those of Grafana's jvm-mixin for heap use. Silent until there was such a
 * collection.
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
    return "Heap use after the last non-young collection above 80 % of the heap limit for 5 min"
        + " (form of Micrometer's jvm.gc.live.data.size over jvm.gc.max.data.size; threshold and"
        + " hold of Grafana's jvm-mixin).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(gauges -> gauges.liveBytes() > SHARE * gauges.limitBytes(), HOLD);
  }
}
