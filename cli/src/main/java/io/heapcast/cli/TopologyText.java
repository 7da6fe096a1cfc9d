package io.heapcast.cli;

import io.heapcast.cli.topics.WantedTopic;
import io.heapcast.telemetry.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;

/**
 * A topology for who must judge, operate or pre-create it: its shape, its topics and stores, and
 * the settings it starts with. The same lines for the same settings.
 */
final class TopologyText {

  private final Settings settings;
  private final String applicationId;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> reads = new TreeSet<>();
  private final Set<String> writes = new TreeSet<>();
  private final Set<String> stores = new TreeSet<>();

  private TopologyText(Settings settings, String applicationId) {
    this.settings = settings;
    this.applicationId = applicationId;
  }

  /**
   * The description of one application.
   *
   * @param config by Kafka's names; secrets are masked here
   */
  static List<String> lines(
      Settings settings,
      String applicationId,
      TopologyDescription topology,
      Map<String, Object> config) {
    TopologyText text = new TopologyText(settings, applicationId);
    text.lines.add("Application " + applicationId);
    text.lines.add("");
    topology
        .toString()
        .stripTrailing()
        .lines()
        .forEach(line -> text.lines.add(line.stripTrailing()));
    topology.subtopologies().forEach(part -> part.nodes().forEach(text::gather));
    text.addTopics();
    text.addStores();
    text.addConfig(config);
    return text.lines;
  }

  private void gather(Node node) {
    if (node instanceof Source source && source.topicSet() != null) {
      reads.addAll(source.topicSet());
    } else if (node instanceof Sink sink && sink.topic() != null) {
      writes.add(sink.topic());
    } else if (node instanceof Processor processor) {
      stores.addAll(processor.stores());
    }
  }

  private void addTopics() {
    lines.add("");
    lines.add("Topics");
    for (WantedTopic topic : WantedTopic.all(settings)) {
      String use = use(topic.name());
      if (!use.isEmpty()) {
        lines.add(
            "  %-9s %s, %d partitions, %s"
                .formatted(use, topic.name(), topic.partitions(), new TreeMap<>(topic.config())));
      }
    }
  }

  private String use(String topic) {
    if (reads.contains(topic)) {
      return "reads";
    }
    if (writes.contains(topic)) {
      return "writes";
    }
    return topic.startsWith(applicationId + "-") ? "internal" : "";
  }

  private void addStores() {
    lines.add("");
    lines.add("Stores");
    for (String store : stores) {
      lines.add(
          "  %s, in memory, changelog %s-%s-changelog".formatted(store, applicationId, store));
    }
  }

  private void addConfig(Map<String, Object> config) {
    lines.add("");
    lines.add("Settings of Kafka Streams");
    new TreeMap<>(config)
        .forEach(
            (key, value) ->
                lines.add("  " + key + "=" + Settings.masked(key, String.valueOf(value))));
  }
}
