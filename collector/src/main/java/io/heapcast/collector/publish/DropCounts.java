package io.heapcast.collector.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What was dropped, by reason, and by JVM for its next batch to report. Thread-safe. */
final class DropCounts {

  private static final Logger LOG = System.getLogger(DropCounts.class.getName());
  private static final long LOG_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Map<String, Long> byJvm = new HashMap<>();
  private final Map<DropReason, Long> byReason = new EnumMap<>(DropReason.class);
  private long loggedNanos = System.nanoTime() - LOG_EVERY_NANOS;

  /** Counts one batch. */
  synchronized void add(String jvmId, DropReason reason, String detail) {
    if (reason != DropReason.ALLOCATION_SAMPLES) {
      byJvm.merge(jvmId, 1L, Long::sum);
    }
    byReason.merge(reason, 1L, Long::sum);
    if (System.nanoTime() - loggedNanos >= LOG_EVERY_NANOS) {
      loggedNanos = System.nanoTime();
      LOG.log(
          Level.WARNING,
          "telemetry is being dropped, batches so far: {0}; last: {1}. Bring the cluster back, or give"
              + " the spool more room (heapcast.spool.max.mib)",
          byCode(),
          detail);
    }
  }

  /** Batches of a JVM that were dropped since the last call. */
  synchronized long take(String jvmId) {
    Long dropped = byJvm.remove(jvmId);
    return dropped == null ? 0 : dropped;
  }

  /** All batches dropped so far. */
  synchronized Map<String, Long> byCode() {
    Map<String, Long> counts = new TreeMap<>();
    byReason.forEach((reason, count) -> counts.put(reason.code(), count));
    return counts;
  }
}
