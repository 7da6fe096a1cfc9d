package io.heapcast.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is sent the moment that topics were created arrives: a producer that is faster than the
 * broker loses its first batch (KAFKA-15591). Without the wait some of so many partitions lost
 * theirs in six of six runs.
 */
class NewTopicIT {

  private static final int PARTITIONS = 40;
  private static final int BATCHES = 60;

  @RepeatedTest(2)
  void whatIsSentAtOnceArrives(@TempDir Path directory) {
    List<Exception> lost = new CopyOnWriteArrayList<>();
    List<Exception> faults = new ArrayList<>();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, faults::add)) {
      Settings settings =
          Settings.load(
              null,
              Map.of(),
              Map.of(
                  Setting.BOOTSTRAP_SERVERS.key(),
                  kafka.bootstrapServers(),
                  Setting.TOPIC_PARTITIONS.key(),
                  Integer.toString(PARTITIONS)));
      Map<String, Object> client = settings.kafkaClient();
      // Several requests under way at once, and a verdict within this test's life.
      client.put("linger.ms", 0);
      client.put("delivery.timeout.ms", 20_000);
      client.put("request.timeout.ms", 10_000);
      try (var producer =
          new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        Topics.createMissing(settings);
        for (int batch = 0; batch < BATCHES; batch++) {
          for (int partition = 0; partition < PARTITIONS; partition++) {
            var unused =
                producer.send(
                    new ProducerRecord<>(
                        Topic.TELEMETRY.name(settings), partition, new byte[1], new byte[100]),
                    (sent, failure) -> {
                      if (failure != null) {
                        lost.add(failure);
                      }
                    });
          }
        }
        producer.flush();
      }
    }
    assertThat(lost).isEmpty();
    assertThat(faults).isEmpty();
  }
}
