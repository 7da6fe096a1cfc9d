package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.cli.broker.BrokerProcess;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing lost, nothing twice: a broker, a producer, a reader and {@code heapcast stream} in their
 * own processes; the last is killed with -9 at random moments while telemetry flows, and started
 * again. The oracle is a plain {@link WindowEngine} per JVM.
 */
@Timeout(300)
class CrashIT {

  private static final int JVMS = 200;
  private static final int PARTITIONS = 2;
  private static final int KILLS = 3;

  /** A second of event time of all JVMs is sent this often. */
  private static final long TICK_MILLIS = 150;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final List<String> SMALL =
      List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final SyntheticFleet fleet = new SyntheticFleet(JVMS);
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private final List<Exception> unsent = new CopyOnWriteArrayList<>();
  private ChildJvm broker;
  private Settings settings;

  CrashIT(@TempDir Path directory) {
    this.broker =
        ChildJvm.start(
            SMALL, BrokerProcess.class, directory.resolve("data").toString(), "0", "1000");
    this.settings = Settings.defaults();
  }

  @BeforeEach
  void createTopics() {
    await().atMost(LONG_ENOUGH).until(() -> !broker.out().isEmpty());
    settings =
        Settings.load(
            null,
            Map.of(),
            Map.of(
                Setting.BOOTSTRAP_SERVERS.key(),
                broker.out().get(0),
                Setting.TOPIC_PARTITIONS.key(),
                Integer.toString(PARTITIONS)));
    try (Admin admin = Admin.create(settings.kafkaClient())) {
      Topics.createMissing(admin, settings);
    }
  }

  @AfterEach
  void stop() {
    ticks.shutdownNow();
    broker.close();
  }

  @Test
  void aKilledStreamProcessLosesAndDoublesNoWindow() throws Exception {
    try (var producer = producer()) {
      var sending =
          ticks.scheduleAtFixedRate(
              () -> send(producer, fleet.nextSecond()), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      ChildJvm stream = startStream();
      for (int kill = 0; kill < KILLS; kill++) {
        long before = windowsWritten();
        await().atMost(LONG_ENOUGH).until(() -> windowsWritten() > before + JVMS);
        LockSupport.parkNanos(random.nextLong(Duration.ofMillis(1_500).toNanos()));
        stream.kill();
        stream = startStream();
      }
      sending.cancel(false);
      ticks.submit(() -> send(producer, fleet.end())).get();
      producer.flush();
      await().atMost(LONG_ENOUGH).until(this::allConsumed);
      stream.terminate();
      stream.exitCode(LONG_ENOUGH);
    }

    assertThat(unsent).as("what the test itself could not send").isEmpty();
    Map<String, List<JvmWindow>> found = windows();
    assertThat(found.keySet()).as("seed %d", seed).hasSize(JVMS);
    fleet
        .batchesByJvm()
        .forEach(
            (jvmId, batches) ->
                assertThat(found.get(jvmId))
                    .as("windows of %s, seed %d", jvmId, seed)
                    .isEqualTo(expected(jvmId, batches)));
    assertThat(written(Topic.DEAD_LETTERS)).isZero();
  }

  private ChildJvm startStream() {
    return ChildJvm.start(
        SMALL,
        Main.class,
        "stream",
        "--bootstrap-servers",
        settings.text(Setting.BOOTSTRAP_SERVERS),
        "--set",
        Setting.SESSION_TIMEOUT.key() + "=6s");
  }

  private List<JvmWindow> expected(String jvmId, List<TelemetryBatch> batches) {
    WindowEngine engine = new WindowEngine(jvmId, settings.duration(Setting.WINDOW_GRACE));
    List<JvmWindow> windows = new ArrayList<>();
    batches.forEach(batch -> windows.addAll(engine.accept(batch)));
    return windows;
  }

  private KafkaProducer<String, TelemetryBatch> producer() {
    return new KafkaProducer<>(
        settings.kafkaClient(),
        new StringSerializer(),
        ProtoSerde.of(TelemetryBatch.getDefaultInstance()));
  }

  private void send(KafkaProducer<String, TelemetryBatch> producer, List<TelemetryBatch> batches) {
    String topic = Topic.TELEMETRY.name(settings);
    for (TelemetryBatch batch : batches) {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, batch.getJvmId(), batch),
              (sent, failure) -> {
                if (failure != null) {
                  unsent.add(failure);
                }
              });
    }
  }

  private long windowsWritten() throws Exception {
    return written(Topic.WINDOWS);
  }

  private long written(Topic topic) throws Exception {
    try (Admin admin = Admin.create(settings.kafkaClient())) {
      long written = 0;
      for (long end : ends(admin, topic).values()) {
        written += end;
      }
      return written;
    }
  }

  private boolean allConsumed() throws Exception {
    try (Admin admin = Admin.create(settings.kafkaClient())) {
      var committed =
          admin.listConsumerGroupOffsets("heapcast-streams").partitionsToOffsetAndMetadata().get();
      return ends(admin, Topic.TELEMETRY).entrySet().stream()
          .allMatch(
              end ->
                  committed.get(end.getKey()) != null
                      && committed.get(end.getKey()).offset() >= end.getValue());
    }
  }

  private Map<TopicPartition, Long> ends(Admin admin, Topic topic) throws Exception {
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
    partitions(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    admin
        .listOffsets(latest)
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  private List<TopicPartition> partitions(Topic topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    int count = topic == Topic.DEAD_LETTERS ? 1 : PARTITIONS;
    for (int i = 0; i < count; i++) {
      partitions.add(new TopicPartition(topic.name(settings), i));
    }
    return partitions;
  }

  /** All committed windows by JVM, in the order of the log. */
  private Map<String, List<JvmWindow>> windows() {
    return TopicRecords.read(settings, Topic.WINDOWS, JvmWindow.getDefaultInstance());
  }
}
