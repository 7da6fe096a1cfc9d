package io.heapcast.cli.topics;

import io.heapcast.detector.DetectorStreams;
import io.heapcast.streams.WindowStreams;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Source;

/**
 * The topics that Kafka Streams keeps for the topologies: changelogs of their stores, and what is
 * repartitioned. Read off the topologies themselves, so that none is forgotten; the parts create
 * them where they may.
 */
final class InternalTopics {

  private static final String CHANGELOG = "-changelog";
  private static final String REPARTITION = "-repartition";

  private InternalTopics() {}

  /** All of both applications, in the order of their topologies. */
  static List<WantedTopic> of(Settings settings) {
    List<WantedTopic> topics = new ArrayList<>();
    topics.addAll(
        of(settings, WindowStreams.applicationId(settings), WindowStreams.describe(settings)));
    topics.addAll(
        of(settings, DetectorStreams.applicationId(settings), DetectorStreams.describe(settings)));
    return topics;
  }

  private static List<WantedTopic> of(
      Settings settings, String applicationId, TopologyDescription topology) {
    List<WantedTopic> topics = new ArrayList<>();
    for (TopologyDescription.Subtopology part : topology.subtopologies()) {
      for (String name : repartitioned(part.nodes())) {
        topics.add(topic(settings, applicationId + "-" + name, repartition()));
      }
      for (String store : stores(part.nodes())) {
        topics.add(topic(settings, applicationId + "-" + store + CHANGELOG, changelog()));
      }
    }
    return topics;
  }

  private static Set<String> stores(Set<Node> nodes) {
    Set<String> stores = new TreeSet<>();
    for (Node node : nodes) {
      if (node instanceof Processor processor) {
        stores.addAll(processor.stores());
      }
    }
    return stores;
  }

  private static Set<String> repartitioned(Set<Node> nodes) {
    Set<String> names = new TreeSet<>();
    for (Node node : nodes) {
      if (node instanceof Source source && source.topicSet() != null) {
        source.topicSet().stream().filter(name -> name.endsWith(REPARTITION)).forEach(names::add);
      }
    }
    return names;
  }

  /** As many partitions as the topics that they stem from. */
  private static WantedTopic topic(Settings settings, String name, Map<String, String> config) {
    if (settings.integer(Setting.TOPIC_REPLICATION) >= 3) {
      config.put("min.insync.replicas", "2");
    }
    return new WantedTopic(name, settings.integer(Setting.TOPIC_PARTITIONS), config);
  }

  private static Map<String, String> changelog() {
    return config("compact");
  }

  /** Records are deleted once they were read; a retention time could delete unread ones. */
  private static Map<String, String> repartition() {
    Map<String, String> config = config("delete");
    config.put("retention.ms", "-1");
    return config;
  }

  private static Map<String, String> config(String cleanupPolicy) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("cleanup.policy", cleanupPolicy);
    config.put("segment.bytes", Integer.toString(Topic.COMPACTED_SEGMENT_BYTES));
    return config;
  }
}
