package io.heapcast.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heapcast.cli.ChildJvm;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker on a small file system of its own that fills up. Mounts it, so it needs root. */
class FullDiskIT {

  private static final int MEBIBYTE = 1 << 20;
  private static final Duration NO_HANG = Duration.ofSeconds(60);

  private final Path disk;
  private boolean mounted;

  FullDiskIT(@TempDir Path disk) {
    this.disk = disk;
  }

  @BeforeEach
  void mountDisk() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk.toString()) == 0;
    if (!mounted) {
      System.err.println("SKIPPED FullDiskIT: a tmpfs cannot be mounted here (run as root)");
    }
    assumeTrue(mounted, "a tmpfs can be mounted (needs root)");
  }

  @AfterEach
  void unmountDisk() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  @Test
  void aNearlyFullDiskRefusesTheStart() throws Exception {
    fillDisk(100);

    assertThatThrownBy(() -> EmbeddedKafka.start(disk, 0, fault -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "data directory \\S+: found \\d+ MB free on its file system, expected at least 256 MB\\..*");
  }

  @Test
  void aDiskThatFillsUpEndsTheProcessInOneLine() throws Exception {
    try (ChildJvm broker = startBroker(Duration.ofSeconds(1))) {
      fillDisk(250);

      assertThat(broker.exitCode(NO_HANG)).isEqualTo(UserError.ENVIRONMENT);
      assertThat(broker.err())
          .filteredOn(line -> line.startsWith("heapcast: "))
          .singleElement()
          .asString()
          .matches(
              "heapcast: data directory \\S+: found \\d+ MB free on its file system,"
                  + " expected at least 64 MB\\. Free some space, .*");
    }
  }

  /** As if the disk went full between two looks: Kafka itself runs into it. */
  @Test
  void aDiskThatIsSuddenlyFullEndsTheProcessInOneLine() throws Exception {
    try (ChildJvm broker = startBroker(Duration.ofDays(1))) {
      fillDisk(Integer.MAX_VALUE);
      produceUntilDead(broker);

      assertThat(broker.exitCode(NO_HANG)).isEqualTo(UserError.ENVIRONMENT);
      assertThat(broker.err())
          .filteredOn(line -> line.startsWith("heapcast: "))
          .singleElement()
          .asString()
          .contains("found 0 MB free on its file system, expected at least 64 MB");
    }
  }

  private ChildJvm startBroker(Duration diskInterval) {
    ChildJvm broker =
        ChildJvm.start(
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
            BrokerProcess.class,
            disk.resolve("data").toString(),
            "0",
            Long.toString(diskInterval.toMillis()));
    await().atMost(NO_HANG).until(() -> !broker.out().isEmpty() || !broker.isAlive());
    assertThat(broker.isAlive()).isTrue();
    return broker;
  }

  private static void produceUntilDead(ChildJvm broker) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.out().get(0), "max.block.ms", 1000);
    try (Admin admin = Admin.create(config)) {
      admin.createTopics(Set.of(new NewTopic("full", Optional.of(1), Optional.empty())));
      try (var producer =
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
        await()
            .atMost(NO_HANG)
            .until(
                () -> {
                  var unused = producer.send(new ProducerRecord<>("full", new byte[100_000]));
                  return !broker.isAlive();
                });
        producer.close(Duration.ZERO);
      }
    }
  }

  /** Writes so many megabytes, or as many as there is room for. */
  private void fillDisk(int megabytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(disk.resolve("ballast"))) {
      byte[] block = new byte[MEBIBYTE];
      for (int i = 0; i < megabytes; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(megabytes).as("disk full: %s", e.getMessage()).isEqualTo(Integer.MAX_VALUE);
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
