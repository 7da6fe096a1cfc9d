package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The server's Kafka clients; what {@code heapcast.kafka.*} says wins over all but its purpose. */
final class KafkaClients {

  private static final String CLIENT_ID = "heapcast-server";

  private KafkaClients() {}

  /** Reads only what was committed; never a member of a group. */
  static Consumer<byte[], byte[]> consumer(Settings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("client.id", settings.text(Setting.PREFIX) + CLIENT_ID);
    config.put("auto.offset.reset", "earliest");
    config.put("fetch.max.bytes", 8 * 1024 * 1024); // the default of 50 MiB may lie in memory twice
    config.putAll(settings.kafkaClient());
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("allow.auto.create.topics", false);
    config.remove("group.id");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** For dead letters: few, and never in the reader's way for long. */
  static Producer<byte[], byte[]> producer(Settings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("client.id", settings.text(Setting.PREFIX) + CLIENT_ID);
    config.put("buffer.memory", 4 * 1024 * 1024);
    config.put("max.block.ms", 2_000);
    config.put("compression.type", "zstd");
    config.putAll(settings.kafkaClient());
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
