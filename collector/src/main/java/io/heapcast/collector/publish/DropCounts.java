package io.heapcast.collector.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Dropped batches by JVM, for the JVM's next batch to report. Thread-safe. */
final class DropCounts {

  private static final Logger LOG = System.getLogger(DropCounts.class.getName());
  private static final long LOG_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final Map<String, Long> byJvm = new HashMap<>();
  private long total;
  private long loggedNanos = System.nanoTime() - LOG_EVERY_NANOS;

  synchronized void add(String jvmId, String reason) {
    byJvm.merge(jvmId, 1L, Long::sum);
    total++;
    if (System.nanoTime() - loggedNanos >= LOG_EVERY_NANOS) {
      loggedNanos = System.nanoTime();
      LOG.log(Level.WARNING, "telemetry is being dropped, {0} batches so far: {1}", total, reason);
    }
  }

  synchronized long take(String jvmId) {
    Long dropped = byJvm.remove(jvmId);
    return dropped == null ? 0 : dropped;
  }
}
