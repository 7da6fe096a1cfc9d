package io.heapcast.bench.host;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a pipeline on one host, whose topics have one partition, has done so far; its broker may
 * come and go.
 */
final class PipelineWatch implements AutoCloseable {

  private static final int TIMEOUT_MS = 2_000;
  private static final Duration POLL = Duration.ofMillis(50);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition telemetry;
  private final String group;
  private final List<JvmWindow> windows = new ArrayList<>();

  /** Begins to look; the topics have to be there. */
  PipelineWatch(Settings settings) {
    Map<String, Object> client = settings.kafkaClient();
    client.put("default.api.timeout.ms", TIMEOUT_MS);
    client.put("request.timeout.ms", TIMEOUT_MS);
    client.put("reconnect.backoff.max.ms", 200);
    admin = Admin.create(client);
    client.put("isolation.level", "read_committed");
    client.put("auto.offset.reset", "earliest");
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(Topic.WINDOWS.name(settings), 0)));
    telemetry = new TopicPartition(Topic.TELEMETRY.name(settings), 0);
    group = settings.text(Setting.PREFIX) + "heapcast-streams";
  }

  /** Where telemetry ends now. */
  long telemetryEnd() throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(Map.of(telemetry, OffsetSpec.latest()))
        .partitionResult(telemetry)
        .get()
        .offset();
  }

  /** Up to where windows were made of it; -1: nothing was committed. */
  long taken() throws ExecutionException, InterruptedException {
    var at =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().get(telemetry);
    return at == null ? -1 : at.offset();
  }

  /** All committed windows, in the order in which they were written. */
  List<JvmWindow> windows() throws InvalidProtocolBufferException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      windows.add(JvmWindow.parseFrom(record.value()));
    }
    return windows;
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
