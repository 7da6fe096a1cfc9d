package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.heapcast.cli.demo.workload.CartService;
import io.heapcast.cli.demo.workload.CatalogCache;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code collect}, {@code stream}, {@code detect} and {@code serve}, each a process, on a cluster
 * of three brokers, of which one is killed with -9 while real JVMs are watched: no collection is
 * lost, no window or verdict is lost or doubled, and the alert of the leaking JVM is delivered.
 */
@Tag("heavy")
@Timeout(1_800)
class ThreeBrokersIT {

  private static final Duration DEAD_WITHIN = Duration.ofMinutes(8);

  /** With the decoration {@code timemillis}. */
  private static final Pattern GC_LINE = Pattern.compile("^\\[(\\d+)ms\\] GC\\((\\d+)\\) .*");

  /**
   * What a dying JVM still had in the buffers of its recorder is lost with it, as the last second
   * of a collector that is stopped is not read any more: the last window is not compared.
   */
  private static final long UNREAD_MS = 10_000;

  private final long seed = new Random().nextLong();
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final List<ChildJvm> services = new ArrayList<>();
  private final Path directory;
  private final CrashBed bed;

  ThreeBrokersIT(@TempDir Path directory) {
    this.directory = directory;
    bed = CrashBed.onThreeBrokers(directory, 4);
  }

  @AfterEach
  void close() {
    services.forEach(ChildJvm::close);
    bed.close();
  }

  @Test
  void aKilledBrokerCostsNothing() throws Exception {
    HttpServer webhook = webhook();
    Path log = directory.resolve("gc.log");
    ChildJvm leaking = service("leaking", CartService.class, 128, log);
    Path otherLog = directory.resolve("other.log");
    ChildJvm healthy = service("healthy", CatalogCache.class, 144, otherLog);
    ChildJvm stream = bed.start("stream");
    ChildJvm detect = bed.start("detect");
    ChildJvm serve =
        bed.start(
            "serve",
            Map.of(
                Setting.SERVER_PORT.key(),
                "0",
                Setting.WEBHOOK_URLS.key(),
                "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook"));
    ChildJvm collect =
        bed.start(
            "collect",
            Map.of(
                Setting.WATCH_PIDS.key(),
                leaking.pid() + "," + healthy.pid(),
                Setting.ATTACH_MIN_AGE.key(),
                "0s",
                Setting.COLLECTOR_DIR.key(),
                directory.resolve("collector").toString()));
    await().atMost(CrashBed.LONG_ENOUGH).until(() -> windowsOfEach() >= 2);

    int killed = 1 + new Random(seed).nextInt(3);
    bed.broker(killed).kill();

    await().atMost(DEAD_WITHIN).until(() -> !leaking.isAlive());
    await().atMost(CrashBed.LONG_ENOUGH).until(() -> bed.written(Topic.OUT_OF_MEMORY) > 0);
    await()
        .atMost(CrashBed.LONG_ENOUGH)
        .until(() -> delivered.stream().anyMatch(body -> body.contains("\"HeapcastLeak\"")));
    for (ChildJvm part : List.of(collect, stream, detect, serve)) {
      assertThat(part.isAlive()).as("%s", part.err()).isTrue();
    }
    long stoppedMs = System.currentTimeMillis();
    CrashBed.stop(collect);
    bed.awaitConsumed(CrashBed.STREAMS, Topic.TELEMETRY);
    bed.awaitConsumed(CrashBed.DETECTOR, Topic.WINDOWS);
    bed.awaitConsumed(CrashBed.DETECTOR, CrashBed.REPARTITION);
    String run = "broker " + killed + " killed";
    await().atMost(CrashBed.LONG_ENOUGH).untilAsserted(() -> assertEveryAlertIsDeliveredOnce(run));
    for (ChildJvm part : List.of(stream, detect, serve)) {
      CrashBed.stop(part);
    }
    webhook.stop(0);

    Map<String, List<TelemetryBatch>> telemetry =
        bed.read(Topic.TELEMETRY, TelemetryBatch.getDefaultInstance());
    assertThat(telemetry).as(run).hasSize(2);
    List<TelemetryBatch> ofLeaking = ofJvm(telemetry, leaking);
    TelemetryBatch last = ofLeaking.get(ofLeaking.size() - 1);
    assertThat(last.hasEnded()).as(run).isTrue();
    assertNoCollectionIsLost(ofLeaking, log, last.getEnded().getTimeMs(), run);
    assertNoCollectionIsLost(ofJvm(telemetry, healthy), otherLog, stoppedMs, run);
    assertWindowsAndVerdicts(telemetry, run);
    assertThat(new AlertOracle(bed.settings()).assertAlerts(run)).isPositive();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
    assertEveryAlertIsDeliveredOnce(run);
  }

  /** How many windows of each JVM were committed, of the one with the fewest. */
  private int windowsOfEach() {
    Map<String, List<JvmWindow>> windows = bed.read(Topic.WINDOWS, JvmWindow.getDefaultInstance());
    return windows.size() < 2
        ? 0
        : windows.values().stream().mapToInt(List::size).min().orElseThrow();
  }

  /** Each leak that fired is told as firing, each of its states once, and nothing else is. */
  private void assertEveryAlertIsDeliveredOnce(String run) throws IOException {
    Set<String> fired = new HashSet<>();
    bed.read(Topic.ALERTS, LeakAlert.getDefaultInstance()).values().stream()
        .flatMap(List::stream)
        .filter(alert -> alert.getState() == AlertState.FIRING)
        .forEach(
            alert -> {
              assertThat(alert.getScope().getServiceName()).as(run).isEqualTo("leaking");
              fired.add(alert.getLeakId());
            });
    assertThat(fired).as(run).isNotEmpty();
    Set<String> told = new HashSet<>();
    List<String> keys = new ArrayList<>();
    for (String body : delivered) {
      JsonNode post = new JsonMapper().readTree(body);
      keys.add(post.get("idempotencyKey").asText());
      if (post.get("state").asText().equals("firing") && post.at("/labels").has("leak_id")) {
        told.add(post.at("/labels/leak_id").asText());
      }
    }
    assertThat(told).as("leaks told as firing, %s", run).isEqualTo(fired);
    assertThat(keys).as("each state once, %s", run).doesNotHaveDuplicates();
  }

  private void assertWindowsAndVerdicts(Map<String, List<TelemetryBatch>> telemetry, String run) {
    Map<String, List<JvmWindow>> windows = bed.read(Topic.WINDOWS, JvmWindow.getDefaultInstance());
    Map<String, List<JvmVerdict>> verdicts =
        bed.read(Topic.VERDICTS, JvmVerdict.getDefaultInstance());
    Duration grace = bed.settings().duration(Setting.WINDOW_GRACE);
    telemetry.forEach(
        (jvmId, batches) -> {
          assertThat(batches).allMatch(batch -> batch.getDataLossesCount() == 0, run);
          WindowEngine engine = new WindowEngine(jvmId, grace);
          JvmDetector detector = new JvmDetector();
          List<JvmWindow> closed = new ArrayList<>();
          List<JvmVerdict> judged = new ArrayList<>();
          batches.forEach(batch -> closed.addAll(engine.accept(batch)));
          closed.forEach(window -> detector.accept(window).ifPresent(judged::add));
          assertThat(windows.get(jvmId)).as("windows of %s, %s", jvmId, run).isEqualTo(closed);
          assertThat(verdicts.get(jvmId)).as("verdicts of %s, %s", jvmId, run).isEqualTo(judged);
          assertThat(closed).as(run).allMatch(window -> window.getLateDropped() == 0);
        });
  }

  /**
   * From the second one that arrived, as the first may have begun before the recording, to the last
   * window before the JVM, or the watch of it, ended: so that a tail that is lost is seen.
   */
  private static void assertNoCollectionIsLost(
      List<TelemetryBatch> batches, Path log, long endedMs, String run) throws IOException {
    TreeSet<Integer> arrived = new TreeSet<>();
    batches.forEach(
        batch -> batch.getGcCyclesList().forEach(cycle -> arrived.add(cycle.getGcId())));
    Set<Integer> logged = new HashSet<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = GC_LINE.matcher(line);
      if (matcher.matches()) {
        long timeMs = Long.parseLong(matcher.group(1));
        int id = Integer.parseInt(matcher.group(2));
        if (id > arrived.first() && timeMs < endedMs - UNREAD_MS) {
          logged.add(id);
        }
      }
    }
    assertThat(logged).as(run).hasSizeGreaterThan(5);
    assertThat(arrived).as(run).containsAll(logged);
  }

  private static List<TelemetryBatch> ofJvm(
      Map<String, List<TelemetryBatch>> telemetry, ChildJvm jvm) {
    return telemetry.values().stream()
        .filter(batches -> batches.get(0).getJvmId().contains("/" + jvm.pid() + "@"))
        .findFirst()
        .orElseThrow();
  }

  private ChildJvm service(String name, Class<?> main, int heapMib, Path log) {
    ChildJvm service =
        ChildJvm.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-Xms" + heapMib + "m",
                "-Xmx" + heapMib + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc:file=" + log + ":timemillis",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()),
            Map.of("OTEL_SERVICE_NAME", name));
    services.add(service);
    return service;
  }

  private HttpServer webhook() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          delivered.add(new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
