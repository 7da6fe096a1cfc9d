package io.heapcast.server;

import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.SiteAllocation;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

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
    addLateDropped(exposition, jvm, facts.latest());
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
    JvmCounters.Pauses requested = counters.requested();
    if (requested.collections() > 0) {
      exposition.addSummary(
          Metric.REQUESTED_GC_DURATION,
          jvm,
          requested.collections(),
          requested.pauseMicros() / MICROS_PER_SECOND);
    }
    if (counters.allocatedBytes() != null) {
      exposition.add(Metric.ALLOCATED, jvm, counters.allocatedBytes());
    }
  }

  /** By reason, where there were any; the window counts since the JVM was first observed. */
  private static void addLateDropped(Exposition exposition, Labels jvm, JvmWindow latest) {
    long ahead = latest.getAheadDropped();
    long afterGrace = latest.getLateDropped() - ahead;
    if (afterGrace > 0) {
      exposition.add(Metric.LATE_DROPPED, jvm.add("reason", "after_grace"), afterGrace);
    }
    if (ahead > 0) {
      exposition.add(Metric.LATE_DROPPED, jvm.add("reason", "ahead"), ahead);
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
    if (latest.hasContainerUsageBytes()) {
      exposition.add(Metric.CONTAINER_USAGE, jvm, latest.getContainerUsageBytes());
    }
    if (latest.hasContainerLimitBytes()) {
      exposition.add(Metric.CONTAINER_LIMIT, jvm, latest.getContainerLimitBytes());
    }
  }

  /** What is allocated, by class and by site: many series, so only of JVMs under an alert. */
  static void addAllocations(Exposition exposition, Labels jvm, WindowFacts facts, long nowMs) {
    JvmWindow last = facts.last();
    if (last == null || facts.appendedMs() < nowMs - FRESH.toMillis()) {
      return;
    }
    double seconds = (last.getEndTimeMs() - last.getStartTimeMs()) / 1000.0;
    for (ClassAllocation allocation : last.getTopClassesList()) {
      exposition.add(
          Metric.ALLOCATION_CLASS,
          jvm.add("class_name", allocation.getClassName()),
          allocation.getWeightBytes() / seconds);
    }
    sites(last)
        .forEach(
            (site, weight) ->
                exposition.add(Metric.ALLOCATION_SITE, jvm.merge(site), weight / seconds));
  }

  /** Several stacks may share their innermost frame; to a reader they are one site. */
  private static Map<Labels, Long> sites(JvmWindow window) {
    Map<Labels, Long> weights = new LinkedHashMap<>();
    for (SiteAllocation allocation : window.getTopSitesList()) {
      String frame = allocation.getFramesCount() == 0 ? "unknown" : allocation.getFrames(0);
      Labels site = Labels.of("class_name", allocation.getClassName(), "site", frame);
      weights.merge(site, allocation.getWeightBytes(), Long::sum);
    }
    return weights;
  }
}
