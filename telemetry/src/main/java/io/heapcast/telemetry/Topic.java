package io.heapcast.telemetry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every topic between the parts, with the settings it is created with. Names carry the version of
 * their schema.
 *
 * <p>All use {@code LogAppendTime}: retention is judged by record timestamps, and a replayed old
 * recording with its own times would be deleted within minutes. Event time is in the payload.
 */
public enum Topic {
  /** {@code TelemetryBatch} by jvm id, from the collectors. */
  TELEMETRY(
      "heapcast.telemetry.v1",
      Cleanup.DELETE,
      Duration.ofHours(6), // as a default: Setting.TELEMETRY_RETENTION
      Partitions.SHARED),
  /** {@code JvmStatus} by jvm id, from the collectors. */
  JVMS("heapcast.jvms.v1", Cleanup.COMPACT, Duration.ofDays(7), Partitions.SHARED),
  /** {@code JvmWindow} by jvm id, from streams. */
  WINDOWS("heapcast.windows.v1", Cleanup.DELETE, Duration.ofDays(2), Partitions.SHARED),
  /** {@code JvmVerdict} by jvm id, from the detector. */
  VERDICTS("heapcast.verdicts.v1", Cleanup.COMPACT, Duration.ofDays(7), Partitions.SHARED),
  /** {@code LeakAlert} by leak id, from the detector. */
  ALERTS("heapcast.alerts.v1", Cleanup.COMPACT, Duration.ofDays(30), Partitions.SHARED),
  /** {@code OutOfMemory} by jvm id, from the detector: every one, foreseen or not. */
  OUT_OF_MEMORY("heapcast.ooms.v1", Cleanup.COMPACT, Duration.ofDays(30), Partitions.SHARED),
  /** {@code AlertFeedback} by leak id, from operators. */
  FEEDBACK("heapcast.feedback.v1", Cleanup.COMPACT, Duration.ofDays(365), Partitions.ONE),
  /** {@code EvidenceRequest} by leak id, from the detector. */
  EVIDENCE_REQUESTS(
      "heapcast.evidence-requests.v1", Cleanup.DELETE, Duration.ofHours(1), Partitions.ONE),
  /** Records that a part could not read, unchanged; see {@link DeadLetter}. */
  DEAD_LETTERS("heapcast.deadletter.v1", Cleanup.DELETE, Duration.ofDays(7), Partitions.ONE);

  /**
   * Size at which a compacted topic begins another segment: the last one of each partition is never
   * compacted, and is read whole whenever state is restored. Kafka's default is 1 GiB.
   */
  public static final int COMPACTED_SEGMENT_BYTES = 16 * 1024 * 1024;

  private enum Cleanup {
    DELETE("delete"),
    /** Kept by key; what was not written for the retention time goes, so ended JVMs do too. */
    COMPACT("compact,delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }
  }

  private enum Partitions {
    /** As many as every other shared topic, so that one JVM's records meet in one task. */
    SHARED,
    ONE
  }

  private final String baseName;
  private final Cleanup cleanup;
  private final Duration retention;
  private final Partitions partitions;

  Topic(String baseName, Cleanup cleanup, Duration retention, Partitions partitions) {
    this.baseName = baseName;
    this.cleanup = cleanup;
    this.retention = retention;
    this.partitions = partitions;
  }

  /** The topic's name on a cluster; {@code prefix} may be empty. */
  public String name(String prefix) {
    return prefix + baseName;
  }

  /** The topic's name under the configured {@link Setting#PREFIX}. */
  public String name(Settings settings) {
    return name(settings.text(Setting.PREFIX));
  }

  /** Number of partitions under the configured {@link Setting#TOPIC_PARTITIONS}. */
  public int partitions(Settings settings) {
    return partitions == Partitions.SHARED ? settings.integer(Setting.TOPIC_PARTITIONS) : 1;
  }

  /** How long a record is kept; of a compacted topic, one that was not written again. */
  public Duration retention(Settings settings) {
    return this == TELEMETRY ? settings.duration(Setting.TELEMETRY_RETENTION) : retention;
  }

  /**
   * Topic configuration, by Kafka's names. Three replicas or more are written to two at least: with
   * one, what was acknowledged could be lost with its broker.
   */
  public Map<String, String> config(Settings settings) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("cleanup.policy", cleanup.policy);
    config.put("retention.ms", Long.toString(retention(settings).toMillis()));
    config.put("message.timestamp.type", "LogAppendTime");
    if (cleanup == Cleanup.COMPACT) {
      config.put("segment.bytes", Integer.toString(COMPACTED_SEGMENT_BYTES));
    }
    if (settings.integer(Setting.TOPIC_REPLICATION) >= 3) {
      config.put("min.insync.replicas", "2");
    }
    return config;
  }
}
