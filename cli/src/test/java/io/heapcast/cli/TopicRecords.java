package io.heapcast.cli;

import com.google.protobuf.Message;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All committed records of a topic. */
final class TopicRecords {

  private TopicRecords() {}

  /**
   * Reads to the end; by key, in the order of the log. Tombstones are left out.
   *
   * @param prototype of the values
   */
  static <T extends Message> Map<String, List<T>> read(
      Settings settings, Topic topic, T prototype) {
    return read(settings, topic.name(settings), prototype);
  }

  /** As above, of a topic that is not one of ours, such as an internal one. */
  static <T extends Message> Map<String, List<T>> read(
      Settings settings, String topic, T prototype) {
    ProtoSerde<T> serde = ProtoSerde.of(prototype);
    Map<String, List<T>> records = new LinkedHashMap<>();
    readAll(
        settings,
        topic,
        read -> {
          if (read.value() != null) {
            records
                .computeIfAbsent(read.key(), key -> new ArrayList<>())
                .add(serde.deserialize(read.topic(), read.value()));
          }
        });
    return records;
  }

  /** Offset of the last record of each partition that has one: markers come behind it. */
  static Map<TopicPartition, Long> lastOffsets(Settings settings, String topic) {
    Map<TopicPartition, Long> last = new LinkedHashMap<>();
    readAll(
        settings,
        topic,
        read -> last.put(new TopicPartition(topic, read.partition()), read.offset()));
    return last;
  }

  /**
   * Each committed record, tombstones too, in the order of its partition's log. Waits for the end
   * of transactions that somebody who was killed left open: what comes behind them is committed,
   * but cannot be read until then.
   */
  static void readAll(
      Settings settings, String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
    Map<String, Object> config = new LinkedHashMap<>(settings.kafkaClient());
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList());
      Map<TopicPartition, Long> ends = ends(settings, consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(each);
      }
    }
  }

  /** As they are written, not only as far as can be read yet. */
  private static Map<TopicPartition, Long> ends(Settings settings, Set<TopicPartition> partitions) {
    Map<String, Object> config = new LinkedHashMap<>(settings.kafkaClient());
    config.put("isolation.level", "read_uncommitted");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(partitions);
    }
  }
}
