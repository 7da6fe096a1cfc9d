package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.heapcast.cli.broker.BrokerProcess;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.OutOfMemories;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import io.heapcast.telemetry.v1.ResourceVerdict;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each verdict once, and every alert as if nothing had happened: {@code heapcast detect} is killed
 * with -9 at random moments while windows of leaking and healthy JVMs flow, and started again.
 *
 * <p>The oracle of the verdicts is a plain {@link JvmDetector} per JVM. Alerts depend on the order
 * in which verdicts of different partitions meet: theirs is a plain {@link ServiceAlert} per scope,
 * fed with the verdicts in the order of the committed repartition topic.
 */
@Timeout(1_200)
class DetectorCrashIT {

  private static final int PARTITIONS = 2;
  private static final String REPARTITION = "heapcast-detector-verdicts-by-service-repartition";

  /** Ten seconds of event time of all JVMs are sent this often. */
  private static final long TICK_MILLIS = 200;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

  /** A detector that is killed ten times falls behind. */
  private static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(5);

  private static final List<String> SMALL =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private final List<Exception> unsent = new CopyOnWriteArrayList<>();
  private final ChildJvm broker;
  private final List<ChildJvm> detectors = new ArrayList<>();
  private Settings settings = Settings.defaults();

  DetectorCrashIT(@TempDir Path directory) {
    broker =
        ChildJvm.start(
            SMALL, BrokerProcess.class, directory.resolve("data").toString(), "0", "1000");
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
    detectors.forEach(ChildJvm::close);
    broker.close();
  }

  @Test
  void aKilledDetectorLosesAndDoublesNothing() throws Exception {
    killWhile(new SyntheticWindows(100), 2);
  }

  @Test
  @Tag("heavy")
  void aDetectorKilledTenTimesLosesAndDoublesNothing() throws Exception {
    killWhile(new SyntheticWindows(150), 10);
  }

  private void killWhile(SyntheticWindows fleet, int kills) throws Exception {
    try (var producer = producer()) {
      var sending =
          ticks.scheduleAtFixedRate(
              () -> send(producer, fleet.next()), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      ChildJvm detector = startDetector();
      for (int kill = 0; kill < kills; kill++) {
        long before = written(Topic.VERDICTS);
        await().atMost(CATCHES_UP_WITHIN).until(() -> written(Topic.VERDICTS) > before + 200);
        LockSupport.parkNanos(random.nextLong(Duration.ofMillis(2_500).toNanos()));
        detector.kill();
        detector = startDetector();
      }
      await().atMost(CATCHES_UP_WITHIN).until(() -> written(Topic.OUT_OF_MEMORY) > 0);
      sending.cancel(false);
      ticks.submit(() -> send(producer, fleet.next())).get();
      producer.flush();
      // First all windows: what is repartitioned is then all that ever will be.
      for (String topic : List.of(Topic.WINDOWS.name(settings), REPARTITION)) {
        Map<TopicPartition, Long> last = TopicRecords.lastOffsets(settings, topic);
        await().atMost(CATCHES_UP_WITHIN).until(() -> consumed(last));
      }
      detector.terminate();
      detector.exitCode(LONG_ENOUGH);
    }
    assertThat(unsent).as("what the test itself could not send").isEmpty();
    assertVerdicts(fleet);
    assertAlerts();
    assertThat(written(Topic.DEAD_LETTERS)).isZero();
  }

  private void assertVerdicts(SyntheticWindows fleet) {
    Map<String, List<JvmVerdict>> found = read(Topic.VERDICTS, JvmVerdict.getDefaultInstance());
    assertThat(found.keySet()).hasSize(fleet.windowsByJvm().size());
    fleet
        .windowsByJvm()
        .forEach(
            (jvmId, windows) -> {
              JvmDetector detector = new JvmDetector();
              List<JvmVerdict> expected = new ArrayList<>();
              windows.forEach(window -> detector.accept(window).ifPresent(expected::add));
              assertThat(found.get(jvmId))
                  .as("verdicts of %s, seed %d", jvmId, seed)
                  .isEqualTo(expected);
            });
  }

  private void assertAlerts() {
    Map<String, ServiceAlert> scopes = new LinkedHashMap<>();
    Map<String, List<LeakAlert>> alerts = new LinkedHashMap<>();
    Map<String, List<EvidenceRequest>> requests = new LinkedHashMap<>();
    Map<String, List<OutOfMemory>> ends = new LinkedHashMap<>();
    TopicRecords.read(settings, REPARTITION, JvmVerdict.getDefaultInstance())
        .values()
        .forEach(
            verdicts ->
                verdicts.forEach(verdict -> accept(verdict, scopes, alerts, requests, ends)));
    assertThat(alerts).as("the test is about something").isNotEmpty();
    assertThat(ends).isNotEmpty();
    assertThat(read(Topic.ALERTS, LeakAlert.getDefaultInstance()))
        .as("alerts, seed %d", seed)
        .isEqualTo(alerts);
    assertThat(read(Topic.EVIDENCE_REQUESTS, EvidenceRequest.getDefaultInstance()))
        .as("evidence requests, seed %d", seed)
        .isEqualTo(requests);
    assertThat(read(Topic.OUT_OF_MEMORY, OutOfMemory.getDefaultInstance()))
        .as("ends, seed %d", seed)
        .isEqualTo(ends);
  }

  private void accept(
      JvmVerdict verdict,
      Map<String, ServiceAlert> scopes,
      Map<String, List<LeakAlert>> alerts,
      Map<String, List<EvidenceRequest>> requests,
      Map<String, List<OutOfMemory>> ends) {
    List<LeakAlert> firing = new ArrayList<>();
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      AlertScope scope = Scopes.of(verdict.getInfo(), resource.getResource());
      ServiceAlert alert =
          scopes.computeIfAbsent(
              Scopes.key(scope),
              key -> new ServiceAlert(ScopeState.getDefaultInstance(), AlertPolicy.of(settings)));
      alert.firing().ifPresent(firing::add);
      ServiceAlert.Said said = alert.accept(scope, verdict, resource, 1);
      said.alert().ifPresent(news -> add(alerts, news.getLeakId(), news));
      said.request().ifPresent(request -> add(requests, request.getLeakId(), request));
    }
    OutOfMemories.of(verdict, firing)
        .ifPresent(end -> add(ends, verdict.getInfo().getJvmId(), end));
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  private ChildJvm startDetector() {
    ChildJvm detector =
        ChildJvm.start(
            SMALL,
            Main.class,
            "detect",
            "--bootstrap-servers",
            settings.text(Setting.BOOTSTRAP_SERVERS),
            "--set",
            Setting.SESSION_TIMEOUT.key() + "=6s",
            // The oracle reads what Kafka Streams would delete once it is consumed.
            "--set",
            "heapcast.kafka.repartition.purge.interval.ms=86400000");
    detectors.add(detector);
    return detector;
  }

  private KafkaProducer<String, JvmWindow> producer() {
    return new KafkaProducer<>(
        settings.kafkaClient(),
        new StringSerializer(),
        ProtoSerde.of(JvmWindow.getDefaultInstance()));
  }

  private void send(KafkaProducer<String, JvmWindow> producer, List<JvmWindow> windows) {
    String topic = Topic.WINDOWS.name(settings);
    for (JvmWindow window : windows) {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, window.getInfo().getJvmId(), window),
              (sent, failure) -> {
                if (failure != null) {
                  unsent.add(failure);
                }
              });
    }
  }

  private <T extends Message> Map<String, List<T>> read(Topic topic, T prototype) {
    return TopicRecords.read(settings, topic, prototype);
  }

  private long written(Topic topic) throws Exception {
    try (Admin admin = Admin.create(settings.kafkaClient())) {
      return ends(admin, topic.name(settings)).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private boolean consumed(Map<TopicPartition, Long> lastOffsets) throws Exception {
    try (Admin admin = Admin.create(settings.kafkaClient())) {
      var committed =
          admin.listConsumerGroupOffsets("heapcast-detector").partitionsToOffsetAndMetadata().get();
      return lastOffsets.entrySet().stream()
          .allMatch(
              last ->
                  committed.get(last.getKey()) != null
                      && committed.get(last.getKey()).offset() > last.getValue());
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic) throws Exception {
    Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
    int partitions = topic.endsWith(Topic.DEAD_LETTERS.name("")) ? 1 : PARTITIONS;
    for (int partition = 0; partition < partitions; partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    admin
        .listOffsets(latest)
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }
}
