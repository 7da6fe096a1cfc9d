package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * Heap use over a share of the limit, garbage included: the alert that most services have.
 *
 * <p>80 %, for 2 min: rule {@code JvmMemoryFillingUp} of awesome-prometheus-alerts, {@code (sum by
 * (instance)(jvm_memory_used_bytes{area="heap"}) / sum by
 * (instance)(jvm_memory_max_bytes{area="heap"})) * 100 > 80}. 90 %, for 5 min: {@code
 * HighMemoryUsage} of many public rule files, {@code ... > 0.9}, {@code for: 5m}.
 */
final class RawHeap implements Contender {

  private final int percent;
  private final Duration hold;
  private final String source;

  private RawHeap(int percent, Duration hold, String source) {
    this.percent = percent;
    this.hold = hold;
    this.source = source;
  }

  static RawHeap over80() {
    return new RawHeap(80, Duration.ofMinutes(2), "awesome-prometheus-alerts, JvmMemoryFillingUp");
  }

  static RawHeap over90() {
    return new RawHeap(90, Duration.ofMinutes(5), "public rule files, HighMemoryUsage");
  }

  @Override
  public String name() {
    return "heap > %d %%".formatted(percent);
  }

  @Override
  public String about() {
    return "Heap use, garbage included, above %d %% of the limit for %d min (%s)."
        .formatted(percent, hold.toMinutes(), source);
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    double share = percent / 100.0;
    return new RuleWatch(gauges -> gauges.usedBytes() > share * gauges.limitBytes(), hold);
  }
}
