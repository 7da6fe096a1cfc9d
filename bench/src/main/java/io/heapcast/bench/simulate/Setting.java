package io.heapcast.bench.simulate;

import io.heapcast.bench.leak.Family;
import io.heapcast.telemetry.v1.Collector;

/**
 * What the plan of a family fixes for one of its cases; the family's script does the rest.
 *
 * @param floors old collections that a leak sees from begin to end, or a healthy run in all, about
 * @param spanSeconds from the begin of a leak to its end, or a healthy run's length, about
 */
record Setting(
    Family family,
    int index,
    Collector collector,
    String jdk,
    double heapBytes,
    int floors,
    double spanSeconds,
    LoadShape load) {

  private static final double MIB = 1 << 20;

  /** Unique within the tier, the same for a seed and a scale. */
  String id(long seed) {
    return "%s/%s/%s/N%d/%s/%02d/%d"
        .formatted(
            family.id(),
            collector.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
            heap(),
            floors,
            load.name().toLowerCase(java.util.Locale.ROOT),
            index,
            seed);
  }

  String heap() {
    return "%dm".formatted((long) (heapBytes / MIB));
  }
}
