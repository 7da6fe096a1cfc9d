package io.heapcast.server.remotewrite;

import io.heapcast.telemetry.Cluster;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A window as samples at its end, under the OpenTelemetry names where there are any; the last one
 * of a JVM at the JVM's end. What the window does not tell gives no sample.
 *
 * <p>The labels do not hold the JVM's start time, so that a restart goes on in the same series. The
 * incarnation that follows within the same window stands at that window's end, after the one that
 * ended: Prometheus refuses two values of one time.
 */
final class WindowSamples {

  /** Tells these series from those of a scrape, which have the scrape's job. */
  static final String JOB = "heapcast-windows";

  private static final double MICROS_PER_SECOND = 1_000_000;

  /** Prometheus's mark that a series ends here: {@code StaleNaN} of its model/value package. */
  private static final double STALE = Double.longBitsToDouble(0x7ff0_0000_0000_0002L);

  private static final JvmWindow EVERYTHING = everything();

  private final SortedMap<String, String> jvm;
  private final long timeMs;
  private final boolean ended;
  private final List<Sample> samples = new ArrayList<>();

  private WindowSamples(JvmWindow window) {
    jvm = labels(window.getInfo());
    ended = window.hasEnded();
    timeMs = timeMs(window);
  }

  /** Where the window stands: the earliest time of its samples. */
  static long timeMs(JvmWindow window) {
    return window.hasEnded() ? endOfJvmMs(window) : window.getEndTimeMs();
  }

  /** Within the window, and with room for the mark that it ended; else the window's end. */
  private static long endOfJvmMs(JvmWindow window) {
    long saidMs = window.getEnded().getTimeMs();
    long latestMs = window.getEndTimeMs() - 2;
    return saidMs > window.getStartTimeMs() && saidMs < window.getEndTimeMs()
        ? Math.min(saidMs, latestMs)
        : window.getEndTimeMs();
  }

  /**
   * At most 40 series; in the last window of a JVM each that it may have had ends, also one that
   * this window does not tell.
   */
  static List<Sample> of(JvmWindow window) {
    WindowSamples all = told(window);
    if (all.ended) {
      all.endOthers(window.getInfo());
    }
    return all.samples;
  }

  private static WindowSamples told(JvmWindow window) {
    WindowSamples all = new WindowSamples(window);
    all.addHeap(window);
    all.addOutsideHeap(window);
    all.addCollections(window);
    return all;
  }

  private void endOthers(JvmInfo info) {
    Set<SortedMap<String, String>> ending = new HashSet<>();
    samples.forEach(sample -> ending.add(sample.labels()));
    for (Sample possible : told(EVERYTHING.toBuilder().setInfo(info).build()).samples) {
      if (ending.add(possible.labels())) {
        samples.add(new Sample(possible.labels(), timeMs + 1, STALE));
      }
    }
  }

  /** A window that tells all that one can. */
  private static JvmWindow everything() {
    JvmWindow.Builder all =
        JvmWindow.newBuilder()
            .setHeapUsedBytes(0)
            .setHeapCommittedBytes(0)
            .setHeapMaxBytes(0)
            .setMetaspaceUsedBytes(0)
            .setMetaspaceCommittedBytes(0)
            .setMetaspaceLimitBytes(0)
            .setDirectUsedBytes(0)
            .setThreads(0)
            .setClassesLoaded(0)
            .setClassesUnloaded(0)
            .setResidentBytes(0)
            .setAllocatedBytes(0);
    all.getYoungBuilder().setLastAfterBytes(0).setLastTimeMs(0);
    for (GcKind kind : GcKind.values()) {
      if (kind != GcKind.UNRECOGNIZED) {
        all.addGcTotals(GcTotals.newBuilder().setKind(kind));
      }
    }
    return all.build();
  }

  private void addHeap(JvmWindow window) {
    addAfterLastGc(window);
    if (window.hasHeapUsedBytes()) {
      add(WindowMetric.MEMORY_USED, window.getHeapUsedBytes(), "jvm_memory_type", "heap");
    }
    if (window.hasHeapCommittedBytes()) {
      add(WindowMetric.MEMORY_COMMITTED, window.getHeapCommittedBytes(), "jvm_memory_type", "heap");
    }
    if (window.hasHeapMaxBytes()) {
      add(WindowMetric.MEMORY_LIMIT, window.getHeapMaxBytes(), "jvm_memory_type", "heap");
    }
  }

  private void addAfterLastGc(JvmWindow window) {
    long lastMs = Long.MIN_VALUE;
    long bytes = -1;
    for (Collection collection : window.getCollectionsList()) {
      if (collection.hasHeapAfterBytes() && collection.getEndTimeMs() > lastMs) {
        lastMs = collection.getEndTimeMs();
        bytes = collection.getHeapAfterBytes();
      }
    }
    if (window.getYoung().hasLastAfterBytes() && window.getYoung().getLastTimeMs() > lastMs) {
      bytes = window.getYoung().getLastAfterBytes();
    }
    if (bytes >= 0) {
      add(WindowMetric.AFTER_LAST_GC, bytes, "jvm_memory_type", "heap");
    }
  }

  private void addOutsideHeap(JvmWindow window) {
    if (window.hasMetaspaceUsedBytes()) {
      addMetaspace(WindowMetric.MEMORY_USED, window.getMetaspaceUsedBytes());
    }
    if (window.hasMetaspaceCommittedBytes()) {
      addMetaspace(WindowMetric.MEMORY_COMMITTED, window.getMetaspaceCommittedBytes());
    }
    if (window.hasMetaspaceLimitBytes()) {
      addMetaspace(WindowMetric.MEMORY_LIMIT, window.getMetaspaceLimitBytes());
    }
    if (window.hasDirectUsedBytes()) {
      long bytes = window.getDirectUsedBytes();
      add(WindowMetric.BUFFER_MEMORY_USED, bytes, "jvm_buffer_pool_name", "direct");
    }
    if (window.hasThreads()) {
      add(WindowMetric.THREADS, window.getThreads());
    }
    if (window.hasClassesLoaded() && window.hasClassesUnloaded()) {
      add(WindowMetric.CLASSES, window.getClassesLoaded() - window.getClassesUnloaded());
    }
    if (window.hasResidentBytes()) {
      add(WindowMetric.RESIDENT, window.getResidentBytes());
    }
  }

  private void addCollections(JvmWindow window) {
    for (GcTotals totals : window.getGcTotalsList()) {
      GcKind kind = totals.getKind();
      if (kind != GcKind.GC_KIND_UNSPECIFIED && kind != GcKind.UNRECOGNIZED) {
        String action = kind.name().toLowerCase(Locale.ROOT);
        add(WindowMetric.GC_COUNT, totals.getCount(), "jvm_gc_action", action);
        double seconds = totals.getPauseUs() / MICROS_PER_SECOND;
        add(WindowMetric.GC_PAUSE, seconds, "jvm_gc_action", action);
      }
    }
    if (window.hasAllocatedBytes()) {
      add(WindowMetric.ALLOCATED, window.getAllocatedBytes());
    }
    add(WindowMetric.GAPS, window.getGapsCount());
  }

  private void addMetaspace(WindowMetric metric, long bytes) {
    add(metric, bytes, "jvm_memory_type", "non_heap", "jvm_memory_pool_name", "Metaspace");
  }

  /** Exact up to 2^53, that is 8 PiB: Prometheus knows no other numbers. */
  private void add(WindowMetric metric, long value, String... namesAndValues) {
    add(metric, (double) value, namesAndValues);
  }

  private void add(WindowMetric metric, double value, String... namesAndValues) {
    SortedMap<String, String> labels = new TreeMap<>(jvm);
    labels.put("__name__", metric.exposedName());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    samples.add(new Sample(labels, timeMs, value));
    if (ended) {
      samples.add(new Sample(labels, timeMs + 1, STALE));
    }
  }

  private static SortedMap<String, String> labels(JvmInfo info) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("job", JOB);
    labels.put("service_name", info.getServiceName());
    labels.put("service_instance_id", info.getServiceInstanceId());
    labels.put("service_namespace", info.getServiceNamespace());
    labels.put("deployment_environment_name", info.getDeploymentEnvironmentName());
    labels.put("cluster", Cluster.of(info));
    labels.values().removeIf(String::isEmpty);
    return labels;
  }
}
