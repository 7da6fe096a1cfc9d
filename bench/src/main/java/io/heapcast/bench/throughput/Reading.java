package io.heapcast.bench.throughput;

import io.heapcast.telemetry.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer that reads a topic from its begin to where it ends now. */
final class Reading {

  private Reading() {}

  /** Hands on each committed record; returns the offset of the last one of each partition. */
  static Map<TopicPartition, Long> all(
      Settings settings, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> client = settings.kafkaClient();
    client.put("isolation.level", "read_committed");
    client.put("auto.offset.reset", "earliest");
    // As the topology reads.
    client.put("max.poll.records", 500);
    client.put("fetch.max.bytes", 4 * 1024 * 1024);
    client.put("max.partition.fetch.bytes", 512 * 1024);
    Map<TopicPartition, Long> last = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList());
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
}
