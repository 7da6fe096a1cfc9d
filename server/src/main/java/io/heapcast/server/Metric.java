package io.heapcast.server;

/**
 * Every metric on {@code /metrics}: the one table that the export writes from and {@code
 * docs/metrics.md} is checked against. Names as a query uses them.
 */
enum Metric {
  JVM_INFO(
      "heapcast_jvm_info",
      Type.INFO,
      "A JVM that is seen, with what it is; always 1",
      "JVM",
      "service_version",
      "jdk_version",
      "collector",
      "host_name",
      "process_pid"),
  JVM_WATCH_STATE(
      "heapcast_jvm_watch_state",
      Type.GAUGE,
      "Whether a JVM is watched (attaching, watched, refused), and why not; always 1",
      "JVM",
      "state",
      "reason"),
  JVMS("heapcast_jvms", Type.GAUGE, "JVMs by watch state", "state"),
  JVMS_HIDDEN(
      "heapcast_jvms_hidden",
      Type.GAUGE,
      "JVMs without series of their own, because a younger one has the same labels"),

  VERDICT_STATE(
      "heapcast_verdict_state",
      Type.GAUGE,
      "1 unknown, 2 healthy, 3 warming up, 4 cache filling, 5 load growth, 6 limit too small,"
          + " 7 leak suspected, 8 leak",
      "JVM",
      "resource"),
  LEAK_PROBABILITY(
      "heapcast_leak_probability_ratio",
      Type.GAUGE,
      "Probability that the resource leaks, 0 to 1",
      "JVM",
      "resource"),
  LIVE_SET("heapcast_live_set_bytes", Type.GAUGE, "Live set after the last real cleaning", "JVM"),
  LIVE_SET_TREND(
      "heapcast_live_set_trend_bytes", Type.GAUGE, "Fitted live set at the data's time", "JVM"),
  LIMIT("heapcast_limit_bytes", Type.GAUGE, "What the level is held against", "JVM", "resource"),
  GROWTH(
      "heapcast_growth_bytes_per_second",
      Type.GAUGE,
      "Growth of the level, median and 80 % interval",
      "JVM",
      "resource",
      "quantile"),
  TIME_TO_EXHAUSTION(
      "heapcast_time_to_exhaustion_seconds",
      Type.GAUGE,
      "From heapcast_data_as_of_timestamp_seconds until the limit is reached",
      "JVM",
      "resource",
      "quantile"),
  INFLECTION(
      "heapcast_inflection_timestamp_seconds",
      Type.GAUGE,
      "When the growth began",
      "JVM",
      "resource"),
  DATA_AS_OF(
      "heapcast_data_as_of_timestamp_seconds",
      Type.GAUGE,
      "Time of the last data that the verdict looked at, by the JVM's clock",
      "JVM"),

  ALERT_STATE(
      "heapcast_alert_state",
      Type.GAUGE,
      "1 while the alert fires",
      "leak_id",
      "service_name",
      "resource",
      "severity"),
  ALERTS(
      "heapcast_alerts_total",
      Type.COUNTER,
      "Alerts that began to fire, and that ended by outcome, since this server started",
      "outcome"),

  MEMORY_USED_AFTER_LAST_GC(
      "jvm_memory_used_after_last_gc_bytes",
      Type.GAUGE,
      "Heap in use after the last collection of any kind",
      "JVM",
      "jvm_memory_type"),
  MEMORY_USED(
      "jvm_memory_used_bytes",
      Type.GAUGE,
      "Memory in use",
      "JVM",
      "jvm_memory_type",
      "jvm_memory_pool_name"),
  MEMORY_COMMITTED(
      "jvm_memory_committed_bytes", Type.GAUGE, "Memory committed", "JVM", "jvm_memory_type"),
  MEMORY_LIMIT(
      "jvm_memory_limit_bytes",
      Type.GAUGE,
      "Most memory that can be had",
      "JVM",
      "jvm_memory_type",
      "jvm_memory_pool_name"),
  BUFFER_MEMORY_USED(
      "jvm_buffer_memory_used_bytes",
      Type.GAUGE,
      "Memory in buffers outside the heap",
      "JVM",
      "jvm_buffer_pool_name"),
  GC_DURATION(
      "jvm_gc_duration_seconds",
      Type.SUMMARY,
      "Collections and their stop-the-world time, since this server started",
      "JVM",
      "jvm_gc_action"),
  ALLOCATED(
      "heapcast_allocated_bytes_total",
      Type.COUNTER,
      "Bytes allocated, since this server started",
      "JVM"),
  THREADS("jvm_thread_count", Type.GAUGE, "Live threads", "JVM"),
  CLASSES("jvm_class_count", Type.GAUGE, "Classes loaded now", "JVM"),
  RESIDENT("process_memory_usage_bytes", Type.GAUGE, "Resident set of the process", "JVM"),

  WINDOWS("heapcast_windows_total", Type.COUNTER, "Windows read by this server since it started"),
  DEAD_LETTERS(
      "heapcast_dead_letters_total",
      Type.COUNTER,
      "Records that a part could not read, since this server started",
      "topic",
      "part"),
  DEAD_LETTERS_LOST(
      "heapcast_dead_letters_lost_total",
      Type.COUNTER,
      "Unreadable records that this server could not write to the dead letter topic"),
  NOTIFICATIONS(
      "heapcast_notifications_total",
      Type.COUNTER,
      "Posts to an Alertmanager (sent, failed, rejected) since this server started",
      "target",
      "outcome"),
  LAG("heapcast_server_lag_records", Type.GAUGE, "Records this server has not read yet"),
  LAST_RECORD(
      "heapcast_server_last_record_timestamp_seconds",
      Type.GAUGE,
      "When this server last read a record, of any topic");

  enum Type {
    GAUGE,
    COUNTER,
    INFO,
    /** Only {@code _count} and {@code _sum}. */
    SUMMARY
  }

  private final String exposedName;
  private final Type type;
  private final String help;
  private final String labels;

  Metric(String exposedName, Type type, String help, String... labels) {
    this.exposedName = exposedName;
    this.type = type;
    this.help = help;
    this.labels = String.join(", ", labels);
  }

  /** The family's name in a query; a summary's series add {@code _count} and {@code _sum}. */
  String exposedName() {
    return exposedName;
  }

  /** The name without the suffix that the format adds by itself. */
  String baseName() {
    return exposedName.replaceFirst("(_total|_info)$", "");
  }

  Type type() {
    return type;
  }

  String help() {
    return help;
  }

  /** Names of the labels, by commas; {@code JVM} stands for those of {@link JvmLabels}. */
  String labels() {
    return labels;
  }
}
