package io.heapcast.cli.topics;

import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A topic as it should be on the cluster.
 *
 * @param name with the prefix
 * @param config by Kafka's names
 */
public record WantedTopic(String name, int partitions, Map<String, String> config) {

  /** Between the parts; the parts create those that are missing. */
  static List<WantedTopic> shared(Settings settings) {
    return Stream.of(Topic.values())
        .map(
            topic ->
                new WantedTopic(
                    topic.name(settings), topic.partitions(settings), topic.config(settings)))
        .toList();
  }

  /** Those between the parts, then those of Kafka Streams. */
  public static List<WantedTopic> all(Settings settings) {
    List<WantedTopic> all = new ArrayList<>(shared(settings));
    all.addAll(InternalTopics.of(settings));
    return all;
  }
}
