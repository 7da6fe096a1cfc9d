package io.heapcast.cli;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.heapcast.cli.broker.BrokerProcess;
import io.heapcast.cli.broker.ClusterNode;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a crash test is made of: a broker in its own process, parts of Heapcast in theirs that can
 * be killed and started again, a sender, and what to wait for.
 */
final class CrashBed implements AutoCloseable {

  static final String STREAMS = "heapcast-streams";
  static final String DETECTOR = "heapcast-detector";

  /** Verdicts in the order in which the alert stage takes them. */
  static final String REPARTITION = "heapcast-detector-verdicts-by-service-repartition";

  /** For one step on a busy machine. */
  static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  /** A part that was killed ten times falls behind. */
  static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(8);

  private static final List<String> SMALL =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final List<ChildJvm> children = new ArrayList<>();
  private final List<Exception> unsent = new CopyOnWriteArrayList<>();
  private final int partitions;
  private final Settings settings;
  private final Admin admin;
  private final KafkaProducer<String, byte[]> producer;

  private CrashBed(List<ChildJvm> brokers, int partitions) {
    this.partitions = partitions;
    children.addAll(brokers);
    for (ChildJvm broker : brokers) {
      await().atMost(LONG_ENOUGH).until(() -> !broker.out().isEmpty());
    }
    settings =
        Settings.load(
            null,
            Map.of(),
            Map.of(
                Setting.BOOTSTRAP_SERVERS.key(),
                brokers.stream()
                    .map(broker -> broker.out().get(0))
                    .collect(Collectors.joining(",")),
                Setting.TOPIC_PARTITIONS.key(),
                Integer.toString(partitions)));
    admin = Admin.create(settings.kafkaClient());
    Topics.createMissing(admin, settings);
    Map<String, Object> client = settings.kafkaClient();
    client.put("compression.type", "zstd");
    client.put("linger.ms", 20);
    producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
  }

  /** Starts a broker and creates the topics. */
  static CrashBed onOneBroker(Path directory, int partitions) {
    String data = directory.resolve("data").toString();
    return new CrashBed(
        List.of(ChildJvm.start(SMALL, BrokerProcess.class, data, "0", "1000")), partitions);
  }

  /** Starts three brokers, of which one may fail, and creates the topics. */
  static CrashBed onThreeBrokers(Path directory, int partitions) {
    List<ChildJvm> brokers = new ArrayList<>();
    String ports = ClusterNode.freePorts(3);
    String controllerPorts = ClusterNode.freePorts(3);
    for (int node = 1; node <= 3; node++) {
      brokers.add(
          ChildJvm.start(
              SMALL,
              ClusterNode.class,
              directory.resolve("broker-" + node).toString(),
              Integer.toString(node),
              ports,
              controllerPorts));
    }
    return new CrashBed(brokers, partitions);
  }

  Settings settings() {
    return settings;
  }

  /** Runs {@code heapcast stream} or {@code detect}. */
  ChildJvm start(String command) {
    return startTopology(command, Map.of());
  }

  /** The same with further settings, which win. */
  ChildJvm startTopology(String command, Map<String, String> more) {
    Map<String, String> sets = new LinkedHashMap<>();
    sets.put(Setting.SESSION_TIMEOUT.key(), "6s");
    sets.put(Setting.COMMIT_INTERVAL.key(), "1s");
    // The oracle reads what Kafka Streams would delete once it is consumed.
    sets.put("heapcast.kafka.repartition.purge.interval.ms", "86400000");
    sets.putAll(more);
    return start(command, sets);
  }

  /** Runs any part. */
  ChildJvm start(String command, Map<String, String> sets) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.add("--bootstrap-servers");
    arguments.add(settings.text(Setting.BOOTSTRAP_SERVERS));
    sets.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return child(ChildJvm.start(SMALL, Main.class, arguments.toArray(String[]::new)));
  }

  /** Ends a part in good order, so that it commits. */
  static void stop(ChildJvm part) throws InterruptedException {
    part.terminate();
    part.exitCode(LONG_ENOUGH);
  }

  void send(Topic topic, String key, Message value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.name(settings), key, value.toByteArray()),
            (sent, failure) -> {
              if (failure != null) {
                unsent.add(failure);
              }
            });
  }

  void flush() {
    producer.flush();
  }

  /** The broker of this number, from 1 on, such as to kill it. */
  ChildJvm broker(int number) {
    return children.get(number - 1);
  }

  /** What the test itself could not send; to be empty. */
  List<Exception> unsent() {
    return unsent;
  }

  /** End of the topic over all partitions: records, those of aborted transactions and markers. */
  long written(Topic topic) throws ExecutionException, InterruptedException {
    return ends(topic.name(settings)).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Waits until an application has committed all that the topic holds now. */
  void awaitConsumed(String application, Topic topic) {
    awaitConsumed(application, topic.name(settings));
  }

  /** As above, of a topic that is not one of ours. */
  void awaitConsumed(String application, String topic) {
    Map<TopicPartition, Long> last = TopicRecords.lastOffsets(settings, topic);
    await()
        .atMost(CATCHES_UP_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              Map<TopicPartition, Long> committed = committed(application);
              return last.entrySet().stream()
                  .allMatch(end -> committed.getOrDefault(end.getKey(), -1L) > end.getValue());
            });
  }

  /** Next offset to read by partition; without those that nothing was committed for. */
  Map<TopicPartition, Long> committed(String application)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> committed = new LinkedHashMap<>();
    admin
        .listConsumerGroupOffsets(application)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, at) -> {
              if (at != null) {
                committed.put(partition, at.offset());
              }
            });
    return committed;
  }

  /**
   * Partitions of a topic that each member of an application's group has, by the member's {@code
   * heapcast.instance.id} where it has one, else by its id.
   */
  Map<String, Set<TopicPartition>> owners(String application, Topic topic)
      throws ExecutionException, InterruptedException {
    Map<String, Set<TopicPartition>> owners = new LinkedHashMap<>();
    admin.describeConsumerGroups(List.of(application)).all().get().values().stream()
        .flatMap(group -> group.members().stream())
        .forEach(
            member ->
                owners.put(
                    member.groupInstanceId().orElse(member.consumerId()),
                    member.assignment().topicPartitions().stream()
                        .filter(partition -> partition.topic().equals(topic.name(settings)))
                        .collect(Collectors.toSet())));
    return owners;
  }

  /** All committed records by key, in the order of the log. */
  <T extends Message> Map<String, List<T>> read(Topic topic, T prototype) {
    return TopicRecords.read(settings, topic, prototype);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
    children.forEach(ChildJvm::close);
  }

  private ChildJvm child(ChildJvm child) {
    children.add(child);
    return child;
  }

  private Map<TopicPartition, Long> ends(String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
    int count = topic.equals(Topic.DEAD_LETTERS.name(settings)) ? 1 : partitions;
    for (int partition = 0; partition < count; partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    admin
        .listOffsets(latest)
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }
}
