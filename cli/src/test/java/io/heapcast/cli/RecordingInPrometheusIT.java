package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.cli.broker.EmbeddedKafka;
import io.heapcast.server.HeapcastServer;
import io.heapcast.streams.WindowStreams;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recording of a real JVM, replayed through Kafka, streams and server into a real Prometheus:
 * every window is at its own time, those of a JVM that is replayed after the other (late, by the
 * clock of Prometheus) too, and a Prometheus that is away meanwhile loses none.
 */
@Timeout(900)
class RecordingInPrometheusIT {

  private static final Path RECORDING = Path.of("../bench/real/meter-tags-g1-25-96m-1.pb.gz");
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
  private static final int RETRIES_WHILE_AWAY = 3;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Path directory;

  RecordingInPrometheusIT(@TempDir Path directory) {
    this.directory = directory;
  }

  /** When Prometheus is started again. */
  private interface Back {
    boolean after(Duration away, double retries);
  }

  @Test
  void everyWindowIsAtItsOwnTimeWhateverCameLateAndWhoeverWasAway() throws Exception {
    replay((away, retries) -> retries >= RETRIES_WHILE_AWAY);
  }

  @Test
  @Tag("heavy")
  void aPrometheusThatIsAwayForAMinuteLosesNothing() throws Exception {
    replay((away, retries) -> away.compareTo(MINUTE) >= 0);
  }

  private void replay(Back back) throws Exception {
    List<TelemetryBatch> first = recordingOf("first");
    List<TelemetryBatch> late = recordingOf("late");
    List<JvmWindow> windows = windows(first);
    assertThat(windows).hasSizeGreaterThan(30);

    try (RealPrometheus prometheus = new RealPrometheus(directory.resolve("prometheus"));
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0, fault -> {})) {
      prometheus.start();
      Settings settings = settings(kafka, prometheus);
      try (HeapcastServer server = HeapcastServer.start(settings);
          WindowStreams streams = WindowStreams.start(settings)) {
        int half = first.size() / 2;
        send(settings, first.subList(0, half));
        await().atMost(LONG_ENOUGH).until(() -> written(server) > 5);

        prometheus.stop();
        long stopped = System.nanoTime();
        double before = retries(server);
        send(settings, first.subList(half, first.size()));
        await()
            .atMost(LONG_ENOUGH.plus(MINUTE))
            .until(
                () ->
                    back.after(
                        Duration.ofNanos(System.nanoTime() - stopped), retries(server) - before));
        assertThat(retries(server)).isGreaterThan(before);
        prometheus.start();
        await().atMost(LONG_ENOUGH).until(() -> written(server) >= windows.size());

        send(settings, late);
        await().atMost(LONG_ENOUGH).until(() -> written(server) >= 2L * windows.size());
        assertThat(count(server, "heapcast_remote_write_windows_total{outcome=\"refused\"}"))
            .isZero();
        assertThat(streams.counts().deadLetters()).isZero();
      }
      for (String instance : List.of("first", "late")) {
        assertStored(prometheus, instance, windows);
      }
    }
  }

  private static void assertStored(
      RealPrometheus prometheus, String instance, List<JvmWindow> windows) throws Exception {
    Map<Long, Double> gaps = new TreeMap<>();
    Map<Long, Double> allocated = new TreeMap<>();
    for (JvmWindow window : windows) {
      gaps.put(timeMs(window), (double) window.getGapsCount());
      if (window.hasAllocatedBytes()) {
        allocated.put(timeMs(window), (double) window.getAllocatedBytes());
      }
    }
    long untilMs = windows.get(windows.size() - 1).getEndTimeMs();
    String selector = "{service_instance_id=\"" + instance + "\"}";
    assertThat(prometheus.samples("heapcast_window_gaps" + selector, untilMs)).isEqualTo(gaps);
    assertThat(allocated).hasSizeGreaterThan(30);
    assertThat(prometheus.samples("heapcast_window_allocated_bytes" + selector, untilMs))
        .isEqualTo(allocated);
  }

  /** The end of the window; of the last one the end of the JVM, if that is within it. */
  private static long timeMs(JvmWindow window) {
    long endedMs = window.getEnded().getTimeMs();
    boolean within = endedMs > window.getStartTimeMs() && endedMs < window.getEndTimeMs() - 2;
    return within ? endedMs : window.getEndTimeMs();
  }

  private static Settings settings(EmbeddedKafka kafka, RealPrometheus prometheus) {
    return Settings.load(
        null,
        Map.of(),
        Map.of(
            Setting.BOOTSTRAP_SERVERS.key(),
            kafka.bootstrapServers(),
            Setting.TOPIC_PARTITIONS.key(),
            "1",
            Setting.SERVER_PORT.key(),
            "0",
            Setting.REMOTE_WRITE_URL.key(),
            prometheus.writeUrl()));
  }

  /** The recorded telemetry, as of another instance; its windows end at the same times. */
  private static List<TelemetryBatch> recordingOf(String instance) throws IOException {
    List<TelemetryBatch> batches = new ArrayList<>();
    try (InputStream in =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(RECORDING)))) {
      for (TelemetryBatch batch = TelemetryBatch.parseDelimitedFrom(in);
          batch != null;
          batch = TelemetryBatch.parseDelimitedFrom(in)) {
        JvmId id = JvmId.parse(batch.getJvmId());
        String jvmId = instance + "/" + id.pid() + "@" + id.startEpochSecond();
        TelemetryBatch.Builder renamed = batch.toBuilder().setJvmId(jvmId);
        if (batch.hasInfo()) {
          renamed.getInfoBuilder().setJvmId(jvmId).setServiceInstanceId(instance);
        }
        batches.add(renamed.build());
      }
    }
    assertThat(batches.get(0).hasInfo()).isTrue();
    return batches;
  }

  private static List<JvmWindow> windows(List<TelemetryBatch> batches) {
    WindowEngine engine =
        new WindowEngine(
            batches.get(0).getJvmId(), Settings.defaults().duration(Setting.WINDOW_GRACE));
    List<JvmWindow> windows = new ArrayList<>();
    batches.forEach(batch -> windows.addAll(engine.accept(batch)));
    return windows;
  }

  private static void send(Settings settings, List<TelemetryBatch> batches) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings.kafkaClient(),
            new StringSerializer(),
            ProtoSerde.of(TelemetryBatch.getDefaultInstance()))) {
      for (TelemetryBatch batch : batches) {
        producer
            .send(new ProducerRecord<>(Topic.TELEMETRY.name(settings), batch.getJvmId(), batch))
            .get();
      }
    }
  }

  private static long written(HeapcastServer server) throws Exception {
    return Math.round(count(server, "heapcast_remote_write_windows_total{outcome=\"written\"}"));
  }

  private static double retries(HeapcastServer server) throws Exception {
    return count(server, "heapcast_remote_write_retries_total");
  }

  private static double count(HeapcastServer server, String series) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow();
  }
}
