package io.heapcast.server;

import com.google.protobuf.Message;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * All alerts, all ends by exhaustion, and what operators said of alerts, as far as a cluster still
 * holds them, read once. What cannot be read is left out and counted.
 *
 * @param feedback the last of each alert
 * @param unreadable records that could not be read
 */
public record History(
    List<LeakAlert> alerts,
    List<OutOfMemory> outOfMemory,
    List<AlertFeedback> feedback,
    int unreadable) {

  /** Reads up to what is there now. */
  public static History read(Settings settings) {
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(settings)) {
      return read(consumer, settings);
    }
  }

  static History read(Consumer<byte[], byte[]> consumer, Settings settings) {
    Map<String, LeakAlert> alerts = new LinkedHashMap<>();
    Map<String, OutOfMemory> outOfMemory = new LinkedHashMap<>();
    Map<String, AlertFeedback> feedback = new LinkedHashMap<>();
    int unreadable =
        read(consumer, Topic.ALERTS.name(settings), LeakAlert.getDefaultInstance(), alerts)
            + read(
                consumer,
                Topic.OUT_OF_MEMORY.name(settings),
                OutOfMemory.getDefaultInstance(),
                outOfMemory)
            + read(
                consumer,
                Topic.FEEDBACK.name(settings),
                AlertFeedback.getDefaultInstance(),
                feedback);
    return new History(
        List.copyOf(alerts.values()),
        List.copyOf(outOfMemory.values()),
        List.copyOf(feedback.values()),
        unreadable);
  }

  private static <M extends Message> int read(
      Consumer<byte[], byte[]> consumer, String topic, M prototype, Map<String, M> latest) {
    ProtoSerde<M> serde = ProtoSerde.of(prototype);
    AtomicInteger unreadable = new AtomicInteger();
    TopicToEnd.read(
        consumer,
        topic,
        record -> {
          if (!accept(record, serde, latest)) {
            unreadable.incrementAndGet();
          }
        });
    return unreadable.get();
  }

  private static <M extends Message> boolean accept(
      ConsumerRecord<byte[], byte[]> record, ProtoSerde<M> serde, Map<String, M> latest) {
    String key = FleetFeed.key(record);
    if (record.value() == null) {
      latest.remove(key);
      return true;
    }
    try {
      latest.put(key, Objects.requireNonNull(serde.deserialize(record.topic(), record.value())));
      return true;
    } catch (SerializationException e) {
      return false;
    }
  }
}
