package io.heapcast.cli.topics;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How large a cluster's topics are for a fleet.
 *
 * @param settings with the planned number of partitions and replicas
 */
record TopicPlan(long jvms, Settings settings, List<Planned> topics) {

  /** With 1 record a second of each, a stream thread uses a fraction of a core on a partition. */
  static final int JVMS_PER_PARTITION = 2_500;

  /** So that 2, 3, 4, 6 or 12 instances get the same share; and at least so many. */
  static final int PARTITION_STEP = 12;

  static final int REPLICAS = 3;

  /** A compacted topic holds up to as much again that is not compacted yet (Kafka's default). */
  private static final int UNCOMPACTED = 2;

  /**
   * After which Kafka begins another segment however small the last one is ({@code segment.ms}).
   */
  static final int SEGMENT_DAYS = 7;

  /** Every start is a key of its own in compacted topics: one a day is assumed. */
  static final int STARTS_PER_DAY = 1;

  /** Of what collectors write when an outage has ended, over what they write else. */
  static final int CATCH_UP = 4;

  private static final double DAY_SECONDS = Duration.ofDays(1).toSeconds();

  /**
   * One topic.
   *
   * @param bytesPerDay that all JVMs write, once
   * @param bytesKept on the disks of all brokers
   */
  record Planned(WantedTopic topic, Flow flow, double bytesPerDay, double bytesKept) {}

  /** What is set wins over what is planned, replicas and partitions alike. */
  static TopicPlan of(long jvms, Settings configured) {
    Settings settings =
        configured.withDefaults(
            Map.of(
                Setting.TOPIC_PARTITIONS, Integer.toString(partitions(jvms)),
                Setting.TOPIC_REPLICATION, Integer.toString(REPLICAS)),
            "plan for " + jvms + " JVMs");
    List<Planned> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      WantedTopic wanted =
          new WantedTopic(topic.name(settings), topic.partitions(settings), topic.config(settings));
      topics.add(planned(jvms, wanted, Flow.of(topic), settings));
    }
    for (WantedTopic topic : InternalTopics.of(settings)) {
      topics.add(planned(jvms, topic, Flow.ofInternal(topic.name(), settings), settings));
    }
    return new TopicPlan(jvms, settings, topics);
  }

  static int partitions(long jvms) {
    long step = (long) JVMS_PER_PARTITION * PARTITION_STEP;
    return Math.toIntExact((jvms + step - 1) / step * PARTITION_STEP);
  }

  /** What is set, or the broker's default: 3 where nothing else is known. */
  int replicas() {
    int set = settings.integer(Setting.TOPIC_REPLICATION);
    return set > 0 ? set : REPLICAS;
  }

  double bytesPerDay() {
    return topics.stream().mapToDouble(Planned::bytesPerDay).sum();
  }

  double bytesKept() {
    return topics.stream().mapToDouble(Planned::bytesKept).sum();
  }

  /** For all collectors together, on each broker: live telemetry and an outage that drains. */
  long collectorBytesPerSecond() {
    double live =
        jvms * (Flow.of(Topic.TELEMETRY).bytesPerSecond() + Flow.of(Topic.JVMS).bytesPerSecond());
    return Math.max(1 << 20, Math.round(live * CATCH_UP));
  }

  private static Planned planned(long jvms, WantedTopic topic, Flow flow, Settings settings) {
    double perDay = jvms * flow.bytesPerSecond() * DAY_SECONDS;
    int set = settings.integer(Setting.TOPIC_REPLICATION);
    int replicas = set > 0 ? set : REPLICAS;
    return new Planned(topic, flow, perDay, kept(jvms, topic, flow, perDay) * replicas);
  }

  private static double kept(long jvms, WantedTopic topic, Flow flow, double perDay) {
    String cleanup = topic.config().getOrDefault("cleanup.policy", "delete");
    double days = retentionDays(topic);
    if (!cleanup.contains("compact")) {
      return perDay * days;
    }
    double keyed = jvms * (1 + STARTS_PER_DAY * days) * flow.bytes();
    double compacted = Math.min(keyed * UNCOMPACTED, Math.max(perDay * days, keyed));
    return compacted + activeSegments(topic, perDay);
  }

  /** The last segment of each partition, which is never compacted. */
  private static double activeSegments(WantedTopic topic, double perDay) {
    double most = (double) topic.partitions() * Topic.COMPACTED_SEGMENT_BYTES;
    return Math.min(most, perDay * SEGMENT_DAYS);
  }

  /** Of changelogs: the day after which silent state is freed; of what is read at once: none. */
  private static double retentionDays(WantedTopic topic) {
    String retention = topic.config().get("retention.ms");
    if (retention == null) {
      return 1;
    }
    double ms = Double.parseDouble(retention);
    return ms < 0 ? 0 : ms / Duration.ofDays(1).toMillis();
  }
}
