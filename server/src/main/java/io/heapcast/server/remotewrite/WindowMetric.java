package io.heapcast.server.remotewrite;

/**
 * Every metric that is remote-written: the table that {@code docs/remote-write.md} is checked
 * against. All are gauges: a counter would run backwards when a late window comes.
 */
enum WindowMetric {
  AFTER_LAST_GC("jvm_memory_used_after_last_gc_bytes", "jvm_memory_type"),
  MEMORY_USED("jvm_memory_used_bytes", "jvm_memory_type, jvm_memory_pool_name"),
  MEMORY_COMMITTED("jvm_memory_committed_bytes", "jvm_memory_type, jvm_memory_pool_name"),
  MEMORY_LIMIT("jvm_memory_limit_bytes", "jvm_memory_type, jvm_memory_pool_name"),
  BUFFER_MEMORY_USED("jvm_buffer_memory_used_bytes", "jvm_buffer_pool_name"),
  THREADS("jvm_thread_count", ""),
  CLASSES("jvm_class_count", ""),
  RESIDENT("process_memory_usage_bytes", ""),
  GC_COUNT("heapcast_window_gc_collections", "jvm_gc_action"),
  GC_PAUSE("heapcast_window_gc_pause_seconds", "jvm_gc_action"),
  ALLOCATED("heapcast_window_allocated_bytes", ""),
  GAPS("heapcast_window_gaps", "");

  private final String exposedName;
  private final String labels;

  WindowMetric(String exposedName, String labels) {
    this.exposedName = exposedName;
    this.labels = labels;
  }

  /** The name in a query. */
  String exposedName() {
    return exposedName;
  }

  /** Names of the labels besides those of the JVM and {@code job}, by commas. */
  String labels() {
    return labels;
  }
}
