package io.heapcast.server.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmWindow;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus takes windows at their own times, late ones too, and loses none. */
final class PrometheusIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** The windows of the last hour. */
  private static final int WINDOWS = 360;

  private final long firstEndMs = System.currentTimeMillis() / 10_000 * 10_000 - WINDOWS * 10_000L;
  private final Path directory;
  private final int port;
  private final RemoteWriteCounts counts = new RemoteWriteCounts();
  private final RemoteWriteClient client;
  private final WindowSender sender;
  private @Nullable Process process;

  PrometheusIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    client = new RemoteWriteClient(URI.create("http://127.0.0.1:" + port + "/api/v1/write"), HTTP);
    sender = new WindowSender(client, counts, Clock.systemUTC(), System::nanoTime);
  }

  @BeforeEach
  void start() throws IOException {
    Optional<String> program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "prometheus"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(program.isPresent(), "SKIPPED: prometheus is not on the PATH");
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(config, "storage: {tsdb: {out_of_order_time_window: 6h}}\n");
    process =
        new ProcessBuilder(
                program.orElseThrow(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get("/-/ready").statusCode() == 200);
  }

  @AfterEach
  void stop() throws InterruptedException {
    Process started = process;
    if (started != null) {
      started.destroy();
      if (!started.waitFor(20, TimeUnit.SECONDS)) {
        started.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void everyWindowIsThereAtItsOwnTimeALateOneToo() throws Exception {
    List<JvmWindow> windows = new ArrayList<>(windows(0, WINDOWS));
    JvmWindow late = windows.remove(100);
    sender.add(windows);
    assertThat(sender.send()).isTrue();
    sender.add(List.of(late));
    assertThat(sender.send()).isTrue();

    assertThat(threads()).containsExactlyElementsOf(expected(0, WINDOWS));
    assertThat(counts.refused()).isZero();
  }

  @Test
  void aRestartOfPrometheusLosesNothing() throws Exception {
    sender.add(windows(0, 200));
    assertThat(sender.send()).isTrue();
    stop();
    sender.add(windows(200, WINDOWS));
    assertThat(sender.send()).isFalse();
    start();
    assertThat(sender.send()).isTrue();

    assertThat(threads()).containsExactlyElementsOf(expected(0, WINDOWS));
  }

  @Test
  void aWindowThatIsTooOldIsDroppedAlone() throws Exception {
    List<JvmWindow> windows = new ArrayList<>(windows(0, WINDOWS));
    sender.add(windows);
    assertThat(sender.send()).isTrue();
    List<JvmWindow> more = new ArrayList<>();
    more.add(Windows.window(firstEndMs - 24 * 3_600_000L, 0).build());
    more.addAll(windows(WINDOWS, WINDOWS + 3));
    sender.add(more);
    assertThat(sender.send()).isTrue();

    assertThat(counts.refused()).isEqualTo(1);
    assertThat(threads()).containsExactlyElementsOf(expected(0, WINDOWS + 3));
  }

  /** Half of them older than six hours before the newest, which is in Prometheus already. */
  @Test
  void ofABacklogThatIsTooOldInPartAllOthersAreWritten() throws Exception {
    long newestEndMs = firstEndMs + 10_000L * (WINDOWS - 1);
    sender.add(windows(WINDOWS - 1, WINDOWS));
    assertThat(sender.send()).isTrue();
    long sixHoursMs = Duration.ofHours(6).toMillis();
    sender.add(
        IntStream.range(0, 400)
            .mapToObj(n -> Windows.window(newestEndMs - sixHoursMs - 200 * 10_000L, n).build())
            .toList());
    assertThat(sender.send()).isTrue();

    assertThat(counts.refused()).isEqualTo(200);
    assertThat(counts.written()).isEqualTo(201);
    assertThat(threads()).hasSize(201);
  }

  @Test
  void windowsWrittenTwiceChangeNothingAndAnEndedJvmLeaves() throws Exception {
    List<JvmWindow> windows = new ArrayList<>(windows(0, 10));
    windows.add(Windows.window(firstEndMs, 10).setEnded(JvmEnded.getDefaultInstance()).build());
    for (int time = 0; time < 2; time++) {
      sender.add(windows);
      assertThat(sender.send()).isTrue();
    }

    assertThat(threads()).containsExactlyElementsOf(expected(0, 11));
    assertThat(at(firstEndMs + 100_000)).hasSize(1);
    assertThat(at(firstEndMs + 101_000)).isEmpty();
  }

  @Test
  void aContainerThatRestartsWithinAWindowHasBothIncarnationsInTheSeries() throws Exception {
    List<JvmWindow> windows = new ArrayList<>(windows(0, 5));
    long endedMs = firstEndMs + 43_000;
    windows.add(
        Windows.window(firstEndMs, 5)
            .setThreads(7)
            .setEnded(JvmEnded.newBuilder().setTimeMs(endedMs))
            .build());
    windows.addAll(windows(5, 8));
    sender.add(windows);
    assertThat(sender.send()).isTrue();

    assertThat(counts.refused()).isZero();
    List<String> expected = new ArrayList<>(expected(0, 8));
    expected.add(5, endedMs + "=7");
    assertThat(threads()).containsExactlyElementsOf(expected);
  }

  /** Each window of the one at the same time as the other's, but with tomorrow's date. */
  @Test
  void aJvmWhoseClockIsADayAheadStopsNobodyElse() throws Exception {
    TopicPartition partition = new TopicPartition("windows", 0);
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(partition, 0L));
          consumer.rebalance(List.of(partition));
          for (int n = 0; n < WINDOWS; n++) {
            long arrivalMs = firstEndMs + 10_000L * n;
            JvmWindow.Builder wrong = Windows.window(firstEndMs + 86_400_000, n);
            wrong.getInfoBuilder().setServiceInstanceId("web-2/1");
            consumer.addRecord(record(partition, 2L * n, arrivalMs, wrong.build()));
            JvmWindow right = Windows.window(firstEndMs, n).build();
            consumer.addRecord(record(partition, 2L * n + 1, arrivalMs, right));
          }
        });
    try (RemoteWriteExport export = new RemoteWriteExport(consumer, "windows", client)) {
      export.start();
      Awaitility.await().until(() -> export.counts().written() == WINDOWS);
      assertThat(export.counts().ahead()).isEqualTo(WINDOWS);
      assertThat(export.counts().refused()).isZero();
    }
    assertThat(threads()).containsExactlyElementsOf(expected(0, WINDOWS));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition to, long offset, long arrivalMs, JvmWindow window) {
    byte[] value = window.toByteArray();
    return new ConsumerRecord<>(
        to.topic(),
        to.partition(),
        offset,
        arrivalMs,
        TimestampType.LOG_APPEND_TIME,
        1,
        value.length,
        new byte[] {1},
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private List<JvmWindow> windows(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> Windows.window(firstEndMs, n).build()).toList();
  }

  private List<String> expected(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> firstEndMs + 10_000L * n + "=" + (100 + n))
        .toList();
  }

  /** The samples as they are stored, by time. */
  private List<String> threads() throws Exception {
    long endS = (firstEndMs + (WINDOWS + 10) * 10_000L) / 1000;
    JsonNode series = query("jvm_thread_count[26h]", endS);
    assertThat(series).hasSize(1);
    List<String> found = new ArrayList<>();
    for (JsonNode sample : series.get(0).get("values")) {
      found.add(Math.round(sample.get(0).asDouble() * 1000) + "=" + sample.get(1).asText());
    }
    return found;
  }

  private JsonNode at(long timeMs) throws Exception {
    return query("jvm_thread_count", timeMs / 1000);
  }

  private JsonNode query(String selector, long timeS) throws Exception {
    String path =
        "/api/v1/query?time="
            + timeS
            + "&query="
            + selector.replace("[", "%5B").replace("]", "%5D");
    return new JsonMapper().readTree(get(path).body()).at("/data/result");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
