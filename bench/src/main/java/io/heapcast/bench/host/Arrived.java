package io.heapcast.bench.host;

import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The batches of one collector that reached the topic. */
final class Arrived {

  private Arrived() {}

  /** How many batches are in the topic, each counted once however often it was sent. */
  static long distinct(Settings settings) {
    Map<String, Set<Long>> seen = new HashMap<>();
    Map<String, Object> config = new HashMap<>(settings.kafkaClient());
    config.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(Topic.TELEMETRY.name(settings)).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList());
      var ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record ->
                    seen.computeIfAbsent(record.key(), jvm -> new HashSet<>())
                        .add(seq(record.value())));
      }
    }
    return seen.values().stream().mapToLong(Set::size).sum();
  }

  private static long seq(byte[] batch) {
    try {
      return TelemetryBatch.parseFrom(batch).getSeq();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
