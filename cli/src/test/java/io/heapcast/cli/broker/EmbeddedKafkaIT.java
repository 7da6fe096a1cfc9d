package io.heapcast.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with Kafka's server classes, which are not documented API. */
class EmbeddedKafkaIT {

  private static final String TOPIC = "contract";

  private final Path directory;
  private final List<UserError> faults = new ArrayList<>();

  EmbeddedKafkaIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void servesAndKeepsItsDataOverARestartOnAnotherPort() throws Exception {
    try (EmbeddedKafka kafka = start(0)) {
      assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
      assertThat(kafka.healthy()).isTrue();
      createTopic(kafka);
      produce(kafka, "before");
    }
    try (EmbeddedKafka kafka = start(0)) {
      produce(kafka, "after");
      assertThat(consume(kafka, 2)).containsExactly("before", "after");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aDirectoryServesOneBroker() {
    try (EmbeddedKafka kafka = start(0)) {
      assertThat(kafka.directory()).isEqualTo(directory);
      assertThatThrownBy(() -> start(0))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data-dir");
    }
  }

  @Test
  void aWantedPortThatIsTakenIsRefused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(taken.getLocalPort()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("broker port " + taken.getLocalPort() + ": found it taken");
    }
  }

  @Test
  void unreadableDataAreRefusedInWords() throws Exception {
    Files.createDirectories(directory.resolve("kafka"));
    Files.writeString(directory.resolve("kafka/meta.properties"), "version=99\n");

    assertThatThrownBy(() -> start(0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("embedded broker: found")
        .hasMessageContaining(directory.toString());

    Files.delete(directory.resolve("kafka/meta.properties"));
    start(0).close(); // nothing was left locked
  }

  private EmbeddedKafka start(int port) {
    return EmbeddedKafka.start(directory, port, faults::add);
  }

  private static void createTopic(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(Set.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty()))).all().get();
    }
  }

  private static void produce(EmbeddedKafka kafka, String value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, "key", value)).get();
    }
  }

  private static List<String> consume(EmbeddedKafka kafka, int expected) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Set.of(new TopicPartition(TOPIC, 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < expected && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
