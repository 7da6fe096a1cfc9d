package io.heapcast.topology;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configuration shared by every Kafka Streams application of Heapcast: exactly once, state in
 * memory with a changelog, hand-over in seconds.
 */
public final class TopologyConfig {

  /**
   * Kafka's default. Only a heartbeat tells an instance that another one came or left: a third of a
   * long session would keep those waiting for it.
   */
  private static final long HEARTBEAT_MS = 3_000;

  private TopologyConfig() {}

  /**
   * The configuration of one application.
   *
   * @param application such as {@code heapcast-streams}; {@link Setting#PREFIX} is put before it
   */
  public static Map<String, Object> of(Settings settings, String application) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("processing.guarantee", "exactly_once_v2");
    long commitMs = settings.duration(Setting.COMMIT_INTERVAL).toMillis();
    config.put("commit.interval.ms", commitMs);
    config.put("num.stream.threads", 1);
    config.put("topology.optimization", "none");
    config.put("ensure.explicit.internal.resource.naming", true);
    config.put("num.standby.replicas", settings.integer(Setting.STANDBY_REPLICAS));
    // An added instance first gets copies of state, and takes over when one of these looks finds
    // them warm. Kafka's default is 10 minutes, its least a minute.
    config.put("probing.rebalance.interval.ms", 60_000L);
    int replicas = settings.integer(Setting.TOPIC_REPLICATION);
    config.put("replication.factor", replicas);
    if (replicas >= 3) {
      config.put("topic.min.insync.replicas", 2);
    }
    // Of changelogs: their last segment is never compacted, and is read whole at each restore.
    config.put("topic.segment.bytes", Topic.COMPACTED_SEGMENT_BYTES);
    // One per application: the consumers of its threads add their own number.
    settings
        .optional(Setting.INSTANCE_ID)
        .ifPresent(id -> config.put("consumer.group.instance.id", id));
    // The default of Kafka 5.0; said now, so that it is not warned about.
    config.put("processing.exception.handler.global.enabled", true);
    // The broker holds a killed member's partitions for this long.
    long sessionMs = settings.duration(Setting.SESSION_TIMEOUT).toMillis();
    config.put("consumer.session.timeout.ms", (int) sessionMs);
    config.put("consumer.heartbeat.interval.ms", (int) Math.min(HEARTBEAT_MS, sessionMs / 3));
    config.put("consumer.auto.offset.reset", "earliest");
    // A killed producer's open transaction blocks read_committed readers until it times out.
    // A live one commits far sooner.
    config.put(
        "producer.transaction.timeout.ms",
        (int) Math.max(3 * commitMs, Math.max(5_000, sessionMs)));
    config.put("producer.compression.type", "zstd");
    config.put("producer.batch.size", 64 * 1024);
    // Small: it may run beside a broker in one heap.
    config.put("statestore.cache.max.bytes", 4 * 1024 * 1024L);
    config.put("buffered.records.per.partition", 500);
    config.put("consumer.max.poll.records", 1_000);
    config.put("consumer.fetch.max.bytes", 4 * 1024 * 1024);
    config.put("consumer.max.partition.fetch.bytes", 512 * 1024);
    config.put("restore.consumer.fetch.max.bytes", 4 * 1024 * 1024);
    config.put("producer.buffer.memory", 8 * 1024 * 1024L);
    config.putAll(settings.kafkaClient());
    config.put("application.id", settings.text(Setting.PREFIX) + application);
    return config;
  }
}
