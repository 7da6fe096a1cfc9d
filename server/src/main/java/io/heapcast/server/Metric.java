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
      "jdk_version",
      "collector",
      "host_name",
      "process_pid",
      "team"),
  JVM_START("heapcast_jvm_start_timestamp_seconds", Type.GAUGE, "When the JVM started", "JVM"),
  JVM_WATCH_STATE(
      "heapcast_jvm_watch_state",
      Type.GAUGE,
      "Whether a JVM is watched (attaching, watched, refused), and why not; always 1",
      "JVM",
      "state",
      "reason"),
  JVMS("heapcast_jvms", Type.GAUGE, "JVMs by watch state", "state"),
  JVMS_SILENT(
      "heapcast_jvms_silent",
      Type.GAUGE,
      "Watched JVMs of which no window came for five minutes, by the clock of this server"),
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
  LEVEL(
      "heapcast_level_bytes",
      Type.GAUGE,
      "Level of the resource that the verdict looked at last",
      "JVM",
      "resource"),
  TREND("heapcast_trend_bytes", Type.GAUGE, "Fitted level at the data's time", "JVM", "resource"),
  LIMIT("heapcast_limit_bytes", Type.GAUGE, "What the level is held against", "JVM", "resource"),
  GROWTH(
      "heapcast_growth_bytes_per_second",
      Type.GAUGE,
      "Growth of the level, median and 80 % interval",
      "JVM",
      "resource",
      "quantile"),
  THREADS_TREND(
      "heapcast_trend_threads", Type.GAUGE, "Fitted number of threads at the data's time", "JVM"),
  THREADS_LIMIT("heapcast_limit_threads", Type.GAUGE, "Most threads that the JVM may have", "JVM"),
  THREADS_GROWTH(
      "heapcast_growth_threads_per_second",
      Type.GAUGE,
      "Growth of the number of threads, median and 80 % interval",
      "JVM",
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
  INFLECTION_EARLIEST(
      "heapcast_inflection_earliest_timestamp_seconds",
      Type.GAUGE,
      "Begin of the 80 % interval in which the growth began",
      "JVM",
      "resource"),
  INFLECTION_LATEST(
      "heapcast_inflection_latest_timestamp_seconds",
      Type.GAUGE,
      "End of the 80 % interval in which the growth began",
      "JVM",
      "resource"),
  FLOORS("heapcast_floors", Type.GAUGE, "Floors that the verdict could look at", "JVM", "resource"),
  FLOORS_NEEDED(
      "heapcast_floors_needed", Type.GAUGE, "Floors that a verdict needs", "JVM", "resource"),
  DATA_AS_OF(
      "heapcast_data_as_of_timestamp_seconds",
      Type.GAUGE,
      "Time of the last data that the verdict looked at, by the JVM's clock",
      "JVM"),

  ALERT_STATE(
      "heapcast_alert_state",
      Type.GAUGE,
      "An alert that is pending, firing or was resolved within a day; always 1",
      "ALERT",
      "severity",
      "state"),
  ALERT_STARTED(
      "heapcast_alert_started_timestamp_seconds", Type.GAUGE, "When it began to fire", "ALERT"),
  ALERT_RESOLVED(
      "heapcast_alert_resolved_timestamp_seconds",
      Type.GAUGE,
      "When it ended, and how",
      "ALERT",
      "outcome"),
  ALERT_PROBABILITY(
      "heapcast_alert_probability_ratio",
      Type.GAUGE,
      "Probability that the service leaks, 0 to 1",
      "ALERT"),
  ALERT_INFLECTION(
      "heapcast_alert_inflection_timestamp_seconds",
      Type.GAUGE,
      "When the growth of the member that ends first began",
      "ALERT"),
  ALERT_EXHAUSTION(
      "heapcast_alert_exhaustion_timestamp_seconds",
      Type.GAUGE,
      "When the first running member reaches its limit",
      "ALERT",
      "quantile"),
  ALERT_INSTANCES(
      "heapcast_alert_instances",
      Type.GAUGE,
      "Instances of the service by what is known of them (seen, leaking, suspected, comparable)",
      "ALERT",
      "known"),
  ALERT_MEMBER(
      "heapcast_alert_member",
      Type.GAUGE,
      "A JVM that the alert is about: 1 while it runs, 0 when it has ended",
      "JVM",
      "leak_id",
      "resource"),
  ALERT_VERSION(
      "heapcast_alert_version_instances",
      Type.GAUGE,
      "Instances of a version of the service (running, leaked, suspected, cleared)",
      "ALERT",
      "service_version",
      "known"),
  ALLOCATION_CLASS(
      "heapcast_allocation_class_bytes_per_second",
      Type.GAUGE,
      "Sampled allocation by class, in the last window; of members of alerts only",
      "JVM",
      "class_name"),
  ALLOCATION_SITE(
      "heapcast_allocation_site_bytes_per_second",
      Type.GAUGE,
      "Sampled allocation by site, in the last window; of members of alerts only",
      "JVM",
      "class_name",
      "site"),
  ALERTS(
      "heapcast_alerts_total",
      Type.COUNTER,
      "Alerts that began to fire, and that ended by outcome, since this server started",
      "outcome"),
  OOM_WITHOUT_ALERT(
      "heapcast_oom_without_alert_total",
      Type.COUNTER,
      "JVMs that ran out of memory while no alert fired for it, since this server started",
      "resource"),
  OUT_OF_MEMORY(
      "heapcast_out_of_memory_total",
      Type.COUNTER,
      "JVMs that ran out of memory, by whether an alert was firing, since this server started",
      "alerted"),
  FORECASTS(
      "heapcast_forecasts_total",
      Type.COUNTER,
      "Forecasts that an exhaustion was held against (within or outside their 80 % interval),"
          + " since this server started",
      "result"),

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
  REQUESTED_GC_DURATION(
      "heapcast_requested_gc_duration_seconds",
      Type.SUMMARY,
      "Collections that a tool asked for and their stop-the-world time, since this server started;"
          + " in no other metric",
      "JVM"),
  ALLOCATED(
      "heapcast_allocated_bytes_total",
      Type.COUNTER,
      "Bytes allocated, since this server started",
      "JVM"),
  THREADS("jvm_thread_count", Type.GAUGE, "Live threads", "JVM"),
  CLASSES("jvm_class_count", Type.GAUGE, "Classes loaded now", "JVM"),
  RESIDENT("process_memory_usage_bytes", Type.GAUGE, "Resident set of the process", "JVM"),

  LATE_DROPPED(
      "heapcast_late_dropped_total",
      Type.COUNTER,
      "Measurements that no window could take, since the first observation of the JVM",
      "JVM",
      "reason"),
  CONTAINER_USAGE(
      "heapcast_container_memory_usage_bytes",
      Type.GAUGE,
      "Memory that the JVM's container uses",
      "JVM"),
  CONTAINER_LIMIT(
      "heapcast_container_memory_limit_bytes",
      Type.GAUGE,
      "Memory at which the JVM's container is killed",
      "JVM"),

  LINKS(
      "heapcast_links_info",
      Type.INFO,
      "Where links of alerts lead; always 1. Prometheus's own rules take their runbook_url from it",
      "runbooks"),
  WINDOWS("heapcast_windows_total", Type.COUNTER, "Windows read by this server since it started"),
  REMOTE_WRITE_WINDOWS(
      "heapcast_remote_write_windows_total",
      Type.COUNTER,
      "Windows that were remote-written, or refused for good and dropped, since this server started",
      "outcome"),
  REMOTE_WRITE_RETRIES(
      "heapcast_remote_write_retries_total",
      Type.COUNTER,
      "Remote writes that are tried again, since this server started"),
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
  PART_LAG(
      "heapcast_part_lag_records",
      Type.GAUGE,
      "Records that streams, detector and remote write have not processed yet",
      "part"),
  SERVER_CPU("heapcast_server_cpu_seconds_total", Type.COUNTER, "CPU time of the server's process"),
  SERVER_HEAP("heapcast_server_heap_used_bytes", Type.GAUGE, "Heap in use in the server's process"),
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

  /**
   * Names of the labels, by commas; {@code JVM} stands for those of {@link JvmLabels}, {@code
   * ALERT} for those of {@link AlertLabels}.
   */
  String labels() {
    return labels;
  }
}
