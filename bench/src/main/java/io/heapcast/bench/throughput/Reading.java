package io.heapcast.bench.throughput;

import io.heapcast.telemetry.Settings;
import io.heapcast.topology.TopologyConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A plain consumer that reads a topic, from its begin or from some offset, to where it ends now,
 * set as the consumers of the topologies are.
 */
final class Reading {

  private static final String CONSUMER = "consumer.";

  private Reading() {}

  /** Hands on each committed record; returns the offset of the last one of each partition. */
  static Map<TopicPartition, Long> all(
      Settings settings, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    return after(Map.of(), settings, topic, each);
  }

  /** As {@link #all}, but from behind the given offsets on. */
  static Map<TopicPartition, Long> after(
      Map<TopicPartition, Long> offsets,
      Settings settings,
      String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> client = client(settings);
    Map<TopicPartition, Long> last = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList());
      offsets.forEach((partition, offset) -> consumer.seek(partition, offset + 1));
      var ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          each.accept(record);
          last.put(new TopicPartition(topic, record.partition()), record.offset());
        }
      }
    }
    return last;
  }

  /** What the topologies' consumers are told, polls and fetches among it. */
  private static Map<String, Object> client(Settings settings) {
    Map<String, Object> client = settings.kafkaClient();
    TopologyConfig.of(settings, "benchmark")
        .forEach(
            (key, value) -> {
              if (key.startsWith(CONSUMER)) {
                client.put(key.substring(CONSUMER.length()), value);
              }
            });
    client.put("isolation.level", "read_committed"); // as exactly once does
    return client;
  }
}
