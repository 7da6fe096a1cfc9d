package io.heapcast.server;

import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;

/** The series of a JVM's windows, under the OpenTelemetry names where there are any. */
final class WindowMetrics {

  /** A JVM of which no window came for this long shows no values: they would look current. */
  static final Duration FRESH = Duration.ofMinutes(5);

  private static final Labels HEAP = Labels.of("jvm_memory_type", "heap");
  private static final Labels METASPACE =
      Labels.of("jvm_memory_type", "non_heap", "jvm_memory_pool_name", "Metaspace");
  private static final Labels DIRECT = Labels.of("jvm_buffer_pool_name", "direct");
  private static final double MICROS_PER_SECOND = 1_000_000;

  private WindowMetrics() {}

  static void add(Exposition exposition, Labels jvm, WindowFacts facts, long nowMs) {
    if (facts.last() == null) {
      return;
    }
    addCounters(exposition, jvm, facts.counters());
    if (facts.appendedMs() >= nowMs - FRESH.toMillis()) {
      addHeap(exposition, jvm, facts);
      addRest(exposition, jvm, facts.latest());
    }
  }

  private static void addCounters(Exposition exposition, Labels jvm, JvmCounters counters) {
    counters
        .pauses()
        .forEach(
            (kind, pauses) -> {
              if (kind != GcKind.GC_KIND_UNSPECIFIED && kind != GcKind.UNRECOGNIZED) {
                exposition.addSummary(
                    Metric.GC_DURATION,
                    jvm.add("jvm_gc_action", FleetMetrics.lowerCase(kind)),
                    pauses.collections(),
                    pauses.pauseMicros() / MICROS_PER_SECOND);
              }
            });
    if (counters.allocatedBytes() != null) {
      exposition.add(Metric.ALLOCATED, jvm, counters.allocatedBytes());
    }
  }

  private static void addHeap(Exposition exposition, Labels jvm, WindowFacts facts) {
    Labels heap = jvm.merge(HEAP);
    if (facts.usedAfterLastGcBytes() != null) {
      exposition.add(Metric.MEMORY_USED_AFTER_LAST_GC, heap, facts.usedAfterLastGcBytes());
    }
    JvmWindow latest = facts.latest();
    if (latest.hasHeapUsedBytes()) {
      exposition.add(Metric.MEMORY_USED, heap, latest.getHeapUsedBytes());
    }
    if (latest.hasHeapCommittedBytes()) {
      exposition.add(Metric.MEMORY_COMMITTED, heap, latest.getHeapCommittedBytes());
    }
    if (latest.hasHeapMaxBytes()) {
      exposition.add(Metric.MEMORY_LIMIT, heap, latest.getHeapMaxBytes());
    }
  }

  private static void addRest(Exposition exposition, Labels jvm, JvmWindow latest) {
    if (latest.hasMetaspaceUsedBytes()) {
      exposition.add(Metric.MEMORY_USED, jvm.merge(METASPACE), latest.getMetaspaceUsedBytes());
    }
    if (latest.hasMetaspaceLimitBytes()) {
      exposition.add(Metric.MEMORY_LIMIT, jvm.merge(METASPACE), latest.getMetaspaceLimitBytes());
    }
    if (latest.hasDirectUsedBytes()) {
      exposition.add(Metric.BUFFER_MEMORY_USED, jvm.merge(DIRECT), latest.getDirectUsedBytes());
    }
    if (latest.hasThreads()) {
      exposition.add(Metric.THREADS, jvm, latest.getThreads());
    }
    if (latest.hasClassesLoaded() && latest.hasClassesUnloaded()) {
      exposition.add(Metric.CLASSES, jvm, latest.getClassesLoaded() - latest.getClassesUnloaded());
    }
    if (latest.hasResidentBytes()) {
      exposition.add(Metric.RESIDENT, jvm, latest.getResidentBytes());
    }
  }
}
