package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heapcast.cli.broker.BrokerProcess;
import io.heapcast.collector.CollectorMain;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every collection that a JVM logs reaches Kafka once, whatever happens to the collector, the
 * broker and the JVM: each in its own process, all JVMs side by side in one scenario.
 */
@Timeout(600)
class NothingLostIT {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  /** A dead JVM's end is told within this. */
  private static final Duration END_TOLD = Duration.ofSeconds(5);

  private static final List<String> SMALL =
      List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final List<ChildJvm> children = new ArrayList<>();
  private final List<LoggingService> services = new ArrayList<>();
  private final Path directory;

  NothingLostIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void endAll() {
    services.forEach(LoggingService::close);
    children.forEach(ChildJvm::close);
  }

  @Test
  void everyLoggedCollectionReachesKafkaOnce() throws Exception {
    start(Path.of(System.getProperty("java.home")), "-XX:+UseG1GC", List.of());
    nothingIsLost(Duration.ZERO);
  }

  @Test
  @EnabledIfSystemProperty(named = "heapcast.heavy", matches = "true")
  void fromEveryCollectorOnEveryJdk() throws Exception {
    for (Path jdk : jdks()) {
      for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah")) {
        start(jdk, "-XX:+Use" + collector + "GC", List.of());
      }
      if (jdk.getFileName().toString().contains("25")) {
        start(jdk, "-XX:+UseShenandoahGC -XX:ShenandoahGCMode=generational", List.of());
      }
    }
    nothingIsLost(Duration.ofMinutes(1))
        .forEach(
            (pid, batches) ->
                assertThat(batches.stream().map(TelemetryBatch::getJvmId).distinct())
                    .as("a JVM keeps its id")
                    .hasSize(1));
  }

  @Test
  @Tag("heavy")
  void fromNamespacesOfTheirOwn() throws Exception {
    assumeFalse(
        Path.of("").toAbsolutePath().startsWith("/tmp"),
        "skipped: the services get a /tmp of their own, and Heapcast is built below /tmp");
    List<String> unshared =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount",
            "--mount-proc",
            "sh",
            "-c",
            // A /tmp that nobody else sees, as in a container; the first argument stays there.
            "mount --bind \"$1\" /mnt && mount -t tmpfs none /tmp && mkdir -p \"$1\""
                + " && mount --bind /mnt \"$1\" && shift && exec \"$@\"",
            "sh");
    List<String> tried = new ArrayList<>(unshared);
    tried.addAll(List.of(directory.toString(), "true"));
    assumeTrue(succeeds(tried), "skipped: unshare of pid, mount and user namespaces is refused");
    for (Path jdk : jdks()) {
      start(jdk, "-XX:+UseG1GC", unshared);
    }
    nothingIsLost(Duration.ZERO);
  }

  /** One after the other all that may happen; the broker is away at least for so long. */
  private Map<Long, List<TelemetryBatch>> nothingIsLost(Duration away) throws Exception {
    ChildJvm broker = broker(0);
    await().atMost(LONG_ENOUGH).until(() -> !broker.out().isEmpty());
    int port = Integer.parseInt(broker.out().get(0).replaceFirst(".*:", ""));
    for (LoggingService service : services) {
      await().atMost(LONG_ENOUGH).until(() -> service.lastCollection() > 0);
    }
    ChildJvm killed = watching(port);
    services.forEach(LoggingService::expectFromNow);

    // Chunk rotation, then a collector that dies and leaves its recordings to the next one.
    for (LoggingService service : services) {
      jcmd(service.pid(), "JFR.dump", "name=heapcast", "filename=/dev/null");
    }
    awaitCollections(3);
    killed.kill();
    awaitCollections(3);
    ChildJvm stopped = watching(port);

    // One that is stopped in good order to be started anew.
    awaitCollections(2);
    stopped.terminate();
    stopped.exitCode(Duration.ofSeconds(20));
    awaitCollections(2);
    ChildJvm collector = watching(port);

    // The broker goes for so long that telemetry goes to disk, and comes back.
    broker.kill();
    long gone = System.nanoTime();
    await().atMost(LONG_ENOUGH).until(this::spoolIsUsed);
    awaitCollections(5);
    await().atMost(away.plus(LONG_ENOUGH)).until(() -> System.nanoTime() - gone > away.toNanos());
    assertThat(spooled()).isNotEmpty().doesNotContain(LoggingService.SECRET);
    ChildJvm back = broker(port);
    await().atMost(LONG_ENOUGH).until(() -> !back.out().isEmpty());
    await().atMost(LONG_ENOUGH).until(() -> !spoolIsUsed());

    // The JVMs are killed: the end of each is told, and what it leaves on disk goes.
    awaitCollections(3);
    for (LoggingService service : services) {
      long told = ends(collector);
      service.kill();
      await().atMost(END_TOLD).until(() -> ends(collector) > told);
    }
    collector.terminate();
    collector.exitCode(Duration.ofSeconds(20));

    Map<Long, List<TelemetryBatch>> arrived = telemetry(port);
    for (LoggingService service : services) {
      assertAll(service, arrived.getOrDefault(service.pid(), List.of()));
    }
    assertThat(arrived).hasSameSizeAs(services);
    assertThat(arrived.toString() + collector.err() + stopped.err() + killed.err())
        .doesNotContain(LoggingService.SECRET);
    return arrived;
  }

  private static void assertAll(LoggingService service, List<TelemetryBatch> batches) {
    Map<Integer, GcCycle> once = new HashMap<>();
    for (TelemetryBatch batch : batches) {
      for (GcCycle cycle : batch.getGcCyclesList()) {
        GcCycle before = once.putIfAbsent(cycle.getGcId(), cycle);
        assertThat(before == null || same(before, cycle))
            .as("%s: repeats are equal: %s and %s", service, before, cycle)
            .isTrue();
      }
    }
    Set<Integer> expected = service.expected();
    assertThat(expected).as("%s: the test must see collections", service).hasSizeGreaterThan(15);
    assertThat(once.keySet()).as("%s", service).containsAll(expected);
    assertThat(service.logged()).as("%s: no other", service).containsAll(once.keySet());
    assertThat(batches.stream().map(TelemetryBatch::getSession).distinct())
        .as("%s: collectors", service)
        .hasSize(3);
    assertThat(batches).allMatch(batch -> batch.getDataLossesCount() == 0);
    assertThat(batches)
        .as("%s", service)
        .anyMatch(
            batch ->
                batch.getEnded().getReason() == EndReason.VANISHED
                    && batch.getEnded().getTimeMs() - service.killedMs() < END_TOLD.toMillis());
    assertThat(service.repositoriesLeft()).as("%s", service).isEmpty();
  }

  /**
   * What was promoted may be told from the collection before only, which a restart does not see.
   */
  private static boolean same(GcCycle one, GcCycle other) {
    return one.hasPromotedBytes() == other.hasPromotedBytes()
        ? one.equals(other)
        : one.toBuilder()
            .clearPromotedBytes()
            .build()
            .equals(other.toBuilder().clearPromotedBytes().build());
  }

  private static Set<Path> jdks() throws IOException {
    Path siblings = Path.of(System.getProperty("java.home")).resolveSibling(".").normalize();
    Set<Path> jdks = new HashSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(siblings, "*{17,25}*-*")) {
      for (Path jdk : found) {
        if (Files.isExecutable(jdk.resolve("bin/jcmd"))) {
          jdks.add(jdk.toRealPath());
        }
      }
    }
    return jdks;
  }

  private void start(Path jdk, String flags, List<String> wrapper) throws Exception {
    Path own = Files.createDirectory(directory.resolve("service-" + services.size()));
    List<String> wrapped = new ArrayList<>(wrapper);
    if (!wrapper.isEmpty()) {
      wrapped.add(own.toString());
    }
    services.add(LoggingService.start(jdk, List.of(flags.split(" ", -1)), own, wrapped));
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

  /** A collector, once it watches all. */
  private ChildJvm watching(int port) {
    String pids =
        services.stream()
            .map(service -> Long.toString(service.pid()))
            .collect(Collectors.joining(","));
    Map<Setting, String> settings =
        Map.of(
            Setting.BOOTSTRAP_SERVERS,
            "127.0.0.1:" + port,
            Setting.WATCH_PIDS,
            pids,
            Setting.ATTACH_MIN_AGE,
            "0s",
            Setting.KEEP_RECORDINGS,
            "true",
            Setting.COLLECTOR_DIR,
            directory.resolve("collector").toString());
    List<String> arguments = new ArrayList<>();
    settings.forEach(
        (setting, value) -> arguments.addAll(List.of("--set", setting.key() + "=" + value)));
    ChildJvm collector =
        child(ChildJvm.start(SMALL, CollectorMain.class, arguments.toArray(new String[0])));
    await().atMost(LONG_ENOUGH).until(() -> count(collector, " watching ") == services.size());
    return collector;
  }

  private ChildJvm child(ChildJvm child) {
    children.add(child);
    return child;
  }

  private static long ends(ChildJvm collector) {
    return count(collector, "ended: VANISHED");
  }

  private static long count(ChildJvm child, String text) {
    return child.err().stream().filter(line -> line.contains(text)).count();
  }

  private void awaitCollections(int more) {
    Map<LoggingService, Integer> from = new HashMap<>();
    services.forEach(service -> from.put(service, service.lastCollection()));
    for (LoggingService service : services) {
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> service.lastCollection() >= from.getOrDefault(service, 0) + more);
    }
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

  /** By process id, in the order of the log. */
  private static Map<Long, List<TelemetryBatch>> telemetry(int port) {
    Settings settings =
        Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:" + port), "test");
    Map<Long, List<TelemetryBatch>> byPid = new HashMap<>();
    TopicRecords.read(settings, Topic.TELEMETRY, TelemetryBatch.getDefaultInstance())
        .forEach(
            (jvm, batches) ->
                byPid
                    .computeIfAbsent(
                        Long.parseLong(jvm.replaceFirst(".*/(\\d+)@.*", "$1")),
                        pid -> new ArrayList<>())
                    .addAll(batches));
    return byPid;
  }

  private static void jcmd(long pid, String... arguments) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = new ArrayList<>(List.of(jcmd.toString(), Long.toString(pid)));
    command.addAll(List.of(arguments));
    try (ChildJvm ran = ChildJvm.start(command, Map.of())) {
      assertThat(ran.exitCode(Duration.ofSeconds(60))).as(ran.out().toString()).isZero();
    }
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
