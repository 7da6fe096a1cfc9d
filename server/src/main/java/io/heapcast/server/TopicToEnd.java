package io.heapcast.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic once, from its beginning up to what is there now. */
final class TopicToEnd {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private TopicToEnd() {}

  static void read(
      Consumer<byte[], byte[]> consumer,
      String topic,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition :
        Objects.requireNonNullElse(
            consumer.partitionsFor(topic, REQUEST_TIMEOUT), List.<PartitionInfo>of())) {
      partitions.add(new TopicPartition(topic, partition.partition()));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, REQUEST_TIMEOUT);
    while (partitions.stream()
        .anyMatch(
            partition ->
                consumer.position(partition, REQUEST_TIMEOUT)
                    < Objects.requireNonNull(ends.get(partition)))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        sink.accept(record);
      }
    }
  }
}
