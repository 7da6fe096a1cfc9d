package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.cli.broker.BrokerProcess;
import io.heapcast.collector.CollectorMain;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every collection that a JVM logs reaches Kafka, whatever happens to the collector, the broker and
 * the JVM: each in its own process. All collectors on all JDKs with {@code -Dheapcast.heavy=true}.
 */
@Timeout(300)
class NothingLostIT {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

  /** The JVM writes its events out once a second; a second more for a starved machine. */
  private static final long UNFLUSHED_MILLIS = 2_500;

  private static final Pattern GC_LINE = Pattern.compile("^\\[(\\d+)ms] GC\\((\\d+)\\) .*");

  /** Planted in environment, arguments, system properties and a thread's name. */
  private static final String SECRET = "hunter2-of-nothing-lost";

  private static final List<String> SMALL =
      List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final List<ChildJvm> children = new ArrayList<>();
  private final Path directory;

  NothingLostIT(@TempDir Path directory) {
    this.directory = directory;
  }

  record Case(Path jdk, String flag) {
    @Override
    public String toString() {
      return flag + " on " + jdk.getFileName();
    }
  }

  static Stream<Case> cases() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (!Boolean.getBoolean("heapcast.heavy")) {
      return Stream.of(new Case(own, "-XX:+UseG1GC"));
    }
    List<Case> all = new ArrayList<>();
    Path siblings = own.resolveSibling(".").normalize();
    try (DirectoryStream<Path> jdks = Files.newDirectoryStream(siblings, "*-{17,25}-*")) {
      for (Path jdk : jdks) {
        for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah")) {
          all.add(new Case(jdk, "-XX:+Use" + collector + "GC"));
        }
      }
    }
    return all.stream();
  }

  @AfterEach
  void endAll() {
    children.forEach(ChildJvm::close);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyLoggedCollectionReachesKafka(Case run) throws Exception {
    Path log = directory.resolve("gc.log");
    Path repositories = Files.createDirectory(directory.resolve("repositories"));
    ChildJvm broker = broker(0);
    await().atMost(LONG_ENOUGH).until(() -> !broker.out().isEmpty());
    int port = Integer.parseInt(broker.out().get(0).replaceFirst(".*:", ""));
    ChildJvm service = service(run, log, repositories);
    ChildJvm killed = collector(service, port);
    awaitWatched(killed);
    int first = logged(log).lastKey() + 2;

    // Chunk rotation, then a collector that dies and leaves its recording to the next one.
    run(run.jdk().resolve("bin/jcmd"), service, "JFR.dump", "name=heapcast", "filename=/dev/null");
    awaitCollections(log, 5);
    killed.kill();
    awaitCollections(log, 3);
    ChildJvm collector = collector(service, port);
    awaitWatched(collector);

    // The broker goes for so long that telemetry goes to disk, and comes back.
    broker.kill();
    await().atMost(LONG_ENOUGH).until(this::spoolIsUsed);
    awaitCollections(log, 10);
    assertThat(spooled()).isNotEmpty().doesNotContain(SECRET);
    ChildJvm back = broker(port);
    await().atMost(LONG_ENOUGH).until(() -> !back.out().isEmpty());
    await().atMost(LONG_ENOUGH).until(() -> !spoolIsUsed());

    // The JVM is killed: its end is told, and what it leaves on disk goes.
    awaitCollections(log, 5);
    service.kill();
    long end = System.currentTimeMillis();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> collector.err().stream().anyMatch(line -> line.contains("ended: VANISHED")));
    collector.terminate();
    collector.exitCode(Duration.ofSeconds(20));

    List<TelemetryBatch> batches = telemetry(port);
    Set<Integer> arrived = new HashSet<>();
    batches.forEach(
        batch -> batch.getGcCyclesList().stream().map(GcCycle::getGcId).forEach(arrived::add));
    Set<Integer> expected = new HashSet<>();
    logged(log)
        .tailMap(first)
        .forEach(
            (gcId, millis) -> {
              if (millis < end - UNFLUSHED_MILLIS) {
                expected.add(gcId);
              }
            });
    assertThat(expected).as("the test must see collections").hasSizeGreaterThan(20);
    assertThat(arrived).containsAll(expected);
    assertThat(batches).anyMatch(batch -> batch.getEnded().getReason() == EndReason.VANISHED);
    assertThat(batches.stream().map(TelemetryBatch::getSession).distinct()).hasSize(2);
    assertThat(batches).allMatch(batch -> batch.getDataLossesCount() == 0);
    assertThat(batches.toString() + collector.err() + killed.err()).doesNotContain(SECRET);
    assertThat(repositories).isEmptyDirectory();
  }

  private ChildJvm broker(int port) {
    return child(
        ChildJvm.start(
            SMALL,
            BrokerProcess.class,
            directory.resolve("data").toString(),
            Integer.toString(port),
            "1000"));
  }

  private ChildJvm service(Case run, Path log, Path repositories) {
    return child(
        ChildJvm.start(
            List.of(
                run.jdk().resolve("bin/java").toString(),
                "-Xmx64m",
                run.flag(),
                "-Xlog:gc:file=" + log + ":timemillis",
                "-XX:FlightRecorderOptions=repository=" + repositories,
                "-Dtoken=" + SECRET,
                "-Dheapcast.test.thread=" + SECRET,
                "-cp",
                System.getProperty("java.class.path"),
                Allocating.class.getName(),
                "--password=" + SECRET),
            Map.of("DATABASE_PASSWORD", SECRET)));
  }

  private ChildJvm collector(ChildJvm service, int port) {
    return child(
        ChildJvm.start(
            SMALL,
            CollectorMain.class,
            "--bootstrap-servers",
            "127.0.0.1:" + port,
            "--set",
            Setting.WATCH_PIDS.key() + "=" + service.pid(),
            "--set",
            Setting.ATTACH_MIN_AGE.key() + "=0s",
            "--set",
            Setting.COLLECTOR_DIR.key() + "=" + directory.resolve("collector")));
  }

  private ChildJvm child(ChildJvm child) {
    children.add(child);
    return child;
  }

  private static void awaitWatched(ChildJvm collector) {
    await()
        .atMost(LONG_ENOUGH)
        .until(() -> collector.err().stream().anyMatch(line -> line.contains(" watching ")));
  }

  private static void awaitCollections(Path log, int more) {
    int from = logged(log).lastKey();
    await().atMost(LONG_ENOUGH).until(() -> logged(log).lastKey() >= from + more);
  }

  private boolean spoolIsUsed() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("collector/spool"))) {
      return files.anyMatch(file -> file.toString().endsWith(".log"));
    }
  }

  private String spooled() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.resolve("collector/spool"))) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static List<TelemetryBatch> telemetry(int port) {
    Settings settings =
        Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:" + port), "test");
    return TopicRecords.read(settings, Topic.TELEMETRY, TelemetryBatch.getDefaultInstance())
        .values()
        .stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(TelemetryBatch::getObservedUntilMs))
        .toList();
  }

  /** Time of the last line of each collection. */
  private static NavigableMap<Integer, Long> logged(Path log) {
    NavigableMap<Integer, Long> collections = new TreeMap<>(Map.of(-1, 0L));
    try {
      for (String line : Files.readAllLines(log)) {
        Matcher matcher = GC_LINE.matcher(line);
        if (matcher.matches()) {
          collections.put(Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(1)));
        }
      }
      return collections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path tool, ChildJvm service, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.toString(), Long.toString(service.pid())));
    command.addAll(List.of(arguments));
    try (ChildJvm ran = ChildJvm.start(command, Map.of())) {
      assertThat(ran.exitCode(Duration.ofSeconds(30))).as(ran.out().toString()).isZero();
    }
  }
}
