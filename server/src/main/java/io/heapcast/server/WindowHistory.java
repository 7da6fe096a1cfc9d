package io.heapcast.server;

import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.SerializationException;

/** The windows of some JVMs that a cluster still holds, read once. */
public final class WindowHistory {

  private WindowHistory() {}

  /** By jvm id, in the order of the topic; what cannot be read is left out. */
  public static Map<String, List<JvmWindow>> read(Settings settings, Set<String> jvmIds) {
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(settings)) {
      return read(consumer, settings, jvmIds);
    }
  }

  static Map<String, List<JvmWindow>> read(
      Consumer<byte[], byte[]> consumer, Settings settings, Set<String> jvmIds) {
    ProtoSerde<JvmWindow> serde = ProtoSerde.of(JvmWindow.getDefaultInstance());
    Map<String, List<JvmWindow>> windows = new HashMap<>();
    TopicToEnd.read(
        consumer,
        Topic.WINDOWS.name(settings),
        record -> {
          String jvmId = FleetFeed.key(record);
          if (!jvmIds.contains(jvmId) || record.value() == null) {
            return;
          }
          try {
            windows
                .computeIfAbsent(jvmId, id -> new ArrayList<>())
                .add(Objects.requireNonNull(serde.deserialize(record.topic(), record.value())));
          } catch (SerializationException e) {
            return; // it is a dead letter already
          }
        });
    return windows;
  }
}
