package io.heapcast.cli.topics;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Looks topics up on the configured cluster. */
final class ClusterTopics implements AutoCloseable {

  private final Settings settings;
  private final Admin admin;

  ClusterTopics(Settings settings) {
    this.settings = settings;
    this.admin = Topics.admin(settings);
  }

  /**
   * Those of the topics that are there and may be seen, by name.
   *
   * @throws UserError when the cluster cannot be reached or refuses
   */
  Map<String, FoundTopic> find(Collection<String> names) {
    try {
      Set<String> there = admin.listTopics().names().get();
      List<String> wanted = names.stream().filter(there::contains).toList();
      Map<String, TopicDescription> topics = admin.describeTopics(wanted).allTopicNames().get();
      Map<String, Map<String, String>> configs = configs(wanted);
      Map<TopicPartition, Long> bytes = bytes();
      Map<TopicPartition, Long> records = records(topics.values());
      Map<String, FoundTopic> found = new TreeMap<>();
      topics.forEach(
          (name, topic) ->
              found.put(
                  name,
                  new FoundTopic(
                      topic.partitions().size(),
                      topic.partitions().stream()
                          .mapToInt(partition -> partition.replicas().size())
                          .min()
                          .orElse(0),
                      configs.getOrDefault(name, Map.of()),
                      bytes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum(name, bytes)),
                      sum(name, records))));
      return found;
    } catch (ExecutionException e) {
      throw refused(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private Map<String, Map<String, String>> configs(List<String> names)
      throws ExecutionException, InterruptedException {
    Map<String, Map<String, String>> configs = new HashMap<>();
    Map<ConfigResource, Config> described =
        admin
            .describeConfigs(
                names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList())
            .all()
            .get();
    described.forEach(
        (resource, config) ->
            configs.put(
                resource.name(),
                config.entries().stream()
                    .filter(entry -> entry.value() != null)
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
    return configs;
  }

  /** Of the largest replica; empty where this user may not ask. */
  private Map<TopicPartition, Long> bytes() throws ExecutionException, InterruptedException {
    List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
    Map<TopicPartition, Long> bytes = new HashMap<>();
    try {
      for (Map<String, LogDirDescription> directories :
          admin.describeLogDirs(brokers).allDescriptions().get().values()) {
        for (LogDirDescription directory : directories.values()) {
          directory
              .replicaInfos()
              .forEach((partition, replica) -> bytes.merge(partition, replica.size(), Math::max));
        }
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
    }
    return bytes;
  }

  private Map<TopicPartition, Long> records(Collection<TopicDescription> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> next = new HashMap<>();
    for (TopicDescription topic : topics) {
      IntStream.range(0, topic.partitions().size())
          .mapToObj(partition -> new TopicPartition(topic.name(), partition))
          .forEach(
              partition -> {
                first.put(partition, OffsetSpec.earliest());
                next.put(partition, OffsetSpec.latest());
              });
    }
    Map<TopicPartition, Long> records = new HashMap<>();
    admin
        .listOffsets(next)
        .all()
        .get()
        .forEach((partition, end) -> records.put(partition, end.offset()));
    admin
        .listOffsets(first)
        .all()
        .get()
        .forEach((partition, begin) -> records.merge(partition, -begin.offset(), Long::sum));
    return records;
  }

  private static long sum(String topic, Map<TopicPartition, Long> values) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private UserError refused(Throwable cause) {
    return UserError.environment(
        "topics on " + settings.text(Setting.BOOTSTRAP_SERVERS),
        String.valueOf(cause.getMessage()),
        "a Kafka cluster that lets this user describe topics",
        "Check " + Setting.BOOTSTRAP_SERVERS.key() + " and the ACLs",
        cause);
  }
}
