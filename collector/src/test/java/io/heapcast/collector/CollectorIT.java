package io.heapcast.collector;

import static io.heapcast.telemetry.v1.Collector.COLLECTOR_UNSPECIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.collector.Jdks.Jdk;
import io.heapcast.collector.attach.AttachSteps;
import io.heapcast.collector.attach.Attacher;
import io.heapcast.collector.evidence.CollectionCounts;
import io.heapcast.collector.host.JvmDiscovery;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.EvidenceKind;
import io.heapcast.telemetry.v1.EvidenceRequest;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.WatchState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real JVMs, watched from here, held against what they log themselves. */
@Timeout(120)
final class CollectorIT {

  private static final long MIB = 1 << 20;

  private static final int MORE_FILES_THAN_A_REPOSITORY_HAS = 4_200;

  /** Fewer would prove little. */
  private static final int ENOUGH_COLLECTIONS = 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private final RecordingPublisher published = new RecordingPublisher();

  static Stream<Jdk> jdks() {
    return Jdks.all().stream();
  }

  /** What collections are like is the matter of {@link GcModelIT}. */
  @ParameterizedTest
  @MethodSource("jdks")
  void everyCollectionOfTheGcLogArrivesOnceWithAllElseThatIsMeasured(Jdk jdk) throws Exception {
    Path log = directory.resolve("gc.log");
    Set<Integer> watched = new HashSet<>();
    try (ChildJvm child =
            ChildJvm.start(
                jdk,
                Map.of(),
                "-XX:+UseG1GC",
                "-Xmx64m",
                "-XX:MaxMetaspaceSize=96m",
                "-Xlog:gc*:file=" + log);
        Collector watching = watch(child)) {
      awaitWatched(watching, child);
      Set<Integer> before = UnifiedGcLog.read(log).keySet();
      while (watched.size() <= ENOUGH_COLLECTIONS) {
        child.work(1_500);
        // While it exits, the flight recorder may have closed before the last collection.
        watched.addAll(UnifiedGcLog.read(log).keySet());
        watched.removeAll(before);
      }
      // Told every 5 s.
      await().until(() -> !published.all(TelemetryBatch::getThreadsList).isEmpty());
      child.exit();
      awaitEnded(child);
    }

    assertThat(published.gcCycles())
        .extracting(GcCycle::getGcId)
        .doesNotHaveDuplicates()
        .containsAll(watched)
        .isSubsetOf(UnifiedGcLog.read(log).keySet());
    assertOtherMeasurements();
    assertSequence();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aCleanExitIsAShutdownInTheLastBatch(Jdk jdk) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, Map.of(), "-XX:+UseSerialGC");
        Collector watching = watch(child)) {
      awaitWatched(watching, child);
      child.exit();
      awaitEnded(child);
    }

    TelemetryBatch last = published.last().orElseThrow();
    assertThat(last.getEnded().getReason()).isEqualTo(EndReason.SHUTDOWN);
    assertThat(last.getEnded().getDetail()).isNotEmpty();
    assertThat(last.getObservedUntilMs()).isGreaterThanOrEqualTo(last.getEnded().getTimeMs());
    assertThat(published.lastStatus().orElseThrow().getReasonCode()).isEqualTo("shutdown");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aKilledJvmVanishesAndItsRepositoryIsRemoved(Jdk jdk) throws Exception {
    Path repositories = Files.createDirectory(directory.resolve("repositories"));
    try (ChildJvm child =
            ChildJvm.start(
                jdk,
                Map.of(),
                "-XX:+UseSerialGC",
                "-XX:FlightRecorderOptions=repository=" + repositories);
        Collector watching = watch(child)) {
      awaitWatched(watching, child);
      child.work(500);
      assertThat(repositories).isNotEmptyDirectory();
      child.kill();
      awaitEnded(child);
    }

    assertThat(published.last().orElseThrow().getEnded().getReason()).isEqualTo(EndReason.VANISHED);
    assertThat(repositories).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aCrashOnAnOutOfMemoryErrorIsNoShutdown(Jdk jdk) throws Exception {
    try (ChildJvm child =
            ChildJvm.start(
                jdk,
                Map.of(),
                "-XX:+UseSerialGC",
                "-Xmx48m",
                "-XX:+CrashOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("crash-%p.log"));
        Collector watching = watch(child)) {
      awaitWatched(watching, child);
      child.runOutOfMemory();
      awaitEnded(child);
      Files.deleteIfExists(Path.of("hs_err_pid" + child.pid() + ".jfr")); // the JVM's last dump
    }

    JvmEnded ended = published.last().orElseThrow().getEnded();
    // JDK 17 does not tell which crash it was.
    assertThat(ended.getReason())
        .as("%s", ended)
        .isEqualTo(jdk.major() == 17 ? EndReason.VANISHED : EndReason.OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmWithAttachDisabledIsRefusedWithTheRemedy(Jdk jdk) throws Exception {
    try (ChildJvm child =
            ChildJvm.start(jdk, Map.of(), "-XX:+UseSerialGC", "-XX:+DisableAttachMechanism");
        Collector collector = watch(child)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(published.lastStatus())
                      .hasValueSatisfying(
                          status -> assertThat(status.getState()).isEqualTo(WatchState.REFUSED)));
      JvmStatus refused = published.lastStatus().orElseThrow();
      assertThat(refused.getReasonCode()).isEqualTo("attach-disabled");
      assertThat(refused.getReason()).contains("-XX:+DisableAttachMechanism");
      assertThat(refused.getInfo().getServiceName()).isEqualTo("Workload");
      assertThat(collector.coverage()).containsExactly(refused);
      assertThat(child.isAlive()).isTrue();

      child.kill();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> published.lastStatus().orElseThrow().getState() == WatchState.ENDED);
    }
    assertThat(published.batches()).isEmpty();
  }

  @Test
  void aStoppedJvmIsNotWoken() throws Exception {
    try (ChildJvm child = ChildJvm.start(Jdks.own(), Map.of(), "-XX:+UseSerialGC")) {
      new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();
      try (Collector watching = watch(child)) {
        await()
            .atMost(Duration.ofSeconds(10))
            .until(
                () ->
                    watching.coverage().stream()
                        .anyMatch(status -> status.getReasonCode().equals("attach-timeout")));
        assertThat(watching.coverage().get(0).getReason()).contains("SIGSTOP");
      }
      new ProcessBuilder("kill", "-CONT", Long.toString(child.pid())).start().waitFor();
      // A thread dump, or anything else, before the answer would fail this.
      child.exitSilently();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void closingStopsTheRecordingAndTheNextCollectorStartsItAgain(Jdk jdk) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, Map.of(), "-XX:+UseSerialGC", "-Xmx48m")) {
      String id;
      try (Collector watching = watch(child)) {
        id = awaitWatched(watching, child).getJvmId();
        assertThat(recordings(jdk, child)).hasSizeGreaterThan(1).contains("heapcast");
      }
      assertThat(recordings(jdk, child)).isEmpty();
      assertThat(child.isAlive()).isTrue();

      try (Collector watching = watch(child)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions().size() == 2);
        assertThat(published.last().orElseThrow().getJvmId()).isEqualTo(id);
        assertThat(watching.errors()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRecordingLeftByAKilledCollectorIsTakenOverWithWhatItHolds(Jdk jdk) throws Exception {
    try (ChildJvm child = ChildJvm.start(jdk, Map.of(), "-XX:+UseSerialGC", "-Xmx48m")) {
      startRecording(child);
      List<String> left = recordings(jdk, child);
      child.work(1_500);
      try (Collector watching = watch(child)) {
        awaitWatched(watching, child);
        // It is watched a moment before the first batch of it is published.
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(published.gcCycles())
                        .anyMatch(cycle -> cycle.getKind() == GcKind.FULL));
        assertThat(recordings(jdk, child)).containsExactlyInAnyOrderElementsOf(left);
        assertSequence();
      }
      assertThat(recordings(jdk, child)).isEmpty();
    }
  }

  @Test
  void recordingsOfOthersAreLeftAloneWhateverTheyAreCalled() throws Exception {
    Path repositories = Files.createDirectory(directory.resolve("repositories"));
    try (ChildJvm child =
        ChildJvm.start(
            Jdks.own(),
            Map.of(),
            "-XX:+UseSerialGC",
            "-XX:FlightRecorderOptions=repository=" + repositories,
            "-XX:StartFlightRecording=name=heapcast-debug,settings=none")) {
      try (Collector watching = watch(child)) {
        awaitWatched(watching, child);
        assertThat(recordings(Jdks.own(), child)).contains("heapcast-debug", "heapcast");
      }
      assertThat(recordings(Jdks.own(), child)).containsExactly("heapcast-debug");
      try (Collector watching = watch(child)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> watching.hostCoverage().watched() == 1);
        child.kill();
        awaitEnded(child);
      }
      assertThat(repositories).as("what they recorded").isNotEmptyDirectory();
    }
  }

  @Test
  void whatCannotBeReadIsNotRecorded() throws Exception {
    Path repositories = Files.createDirectory(directory.resolve("repositories"));
    try (ChildJvm child =
        ChildJvm.start(
            Jdks.own(),
            Map.of(),
            "-XX:+UseSerialGC",
            "-XX:FlightRecorderOptions=repository=" + repositories,
            "-XX:StartFlightRecording=name=theirs,settings=none")) {
      Path repository;
      try (Stream<Path> all = Files.list(repositories)) {
        repository = all.findFirst().orElseThrow();
      }
      for (int i = 0; i < MORE_FILES_THAN_A_REPOSITORY_HAS; i++) {
        Files.createFile(repository.resolve("junk-" + i));
      }
      try (Collector watching = watch(child)) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> !watching.hostCoverage().refusedByReason().isEmpty());
        assertThat(recordings(Jdks.own(), child)).containsExactly("theirs");
      }
    }
  }

  @Test
  void theKillSwitchStopsRecordingsAndItsRemovalStartsThemAgain() throws Exception {
    Path killSwitch = directory.resolve("stop");
    try (ChildJvm child = ChildJvm.start(Jdks.own(), Map.of(), "-XX:+UseSerialGC");
        Collector watching = watch(child, Setting.ATTACH_KILL_SWITCH, killSwitch.toString())) {
      awaitWatched(watching, child);

      Files.createFile(killSwitch);
      await().atMost(Duration.ofSeconds(30)).until(() -> recordings(Jdks.own(), child).isEmpty());
      assertThat(watching.hostCoverage().refusedByReason())
          .containsExactly(Map.entry("kill-switch", 1));
      assertThat(watching.hostCoverage().watched()).isZero();

      Files.delete(killSwitch);
      await().atMost(Duration.ofSeconds(20)).until(() -> watching.hostCoverage().watched() == 1);
      assertThat(watching.hostCoverage().judgeable()).isEqualTo(1);
    }
  }

  @Test
  void aRequestedCollectionIsRunOnceAndComesWithItsCause() throws Exception {
    CompletableFuture<Consumer<String, byte[]>> cluster = new CompletableFuture<>();
    try (ChildJvm child = ChildJvm.start(Jdks.own(), Map.of(), "-XX:+UseSerialGC");
        Collector watching =
            Collector.start(
                settings(child).with(Map.of(Setting.EVIDENCE_FULL_COLLECTION, "true"), "test"),
                () -> published,
                cluster::join)) {
      EvidenceRequest.Builder request =
          EvidenceRequest.newBuilder()
              .addJvmIds(awaitWatched(watching, child).getJvmId())
              .addKinds(EvidenceKind.FULL_COLLECTION)
              .setDeadlineMs(System.currentTimeMillis() + 90_000);
      cluster.complete(
          requests(request.setRequestId("leak#1").build(), request.setRequestId("leak#2").build()));

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(watching.requestedCollections())
                      .contains(new CollectionCounts(2, 1, Map.of("too-soon", 1L))));
      await().atMost(Duration.ofSeconds(20)).until(() -> !requested().isEmpty());
      child.exit();
      awaitEnded(child);
    }

    assertThat(requested()).extracting(GcCycle::getKind).containsExactly(GcKind.FULL);
    assertThat(requested().get(0).getHeapAfterBytes()).isPositive();
  }

  /** A cluster that goes away after these: what was asked for is done all the same. */
  private static Consumer<String, byte[]> requests(EvidenceRequest... all) {
    String topic = Topic.EVIDENCE_REQUESTS.name(Settings.defaults());
    MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
    Node[] none = {};
    consumer.updatePartitions(
        topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), none, none)));
    consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 0L));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < all.length; i++) {
            consumer.addRecord(new ConsumerRecord<>(topic, 0, i, "leak", all[i].toByteArray()));
          }
        });
    consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("away")));
    return consumer;
  }

  private List<GcCycle> requested() {
    return published.gcCycles().stream()
        .filter(cycle -> cycle.getCause().equals("Diagnostic Command"))
        .toList();
  }

  @Test
  void aJvmThatAsksToBeLeftAloneIsSeenAndNotTouched() throws Exception {
    try (ChildJvm child =
            ChildJvm.start(
                Jdks.own(),
                Map.of("HEAPCAST_IGNORE", "true"),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData");
        Collector collector = watch(child)) {
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> collector.hostCoverage().refusedByReason().containsKey("ignored"));
      assertThat(collector.hostCoverage().seen()).isEqualTo(1);
      assertThat(collector.requestedCollections()).as("off unless asked for").isEmpty();
      assertThat(Path.of("/tmp/.java_pid" + child.pid())).doesNotExist();
    }
  }

  @Test
  void onlyAllowListedFactsLeaveTheHost() throws Exception {
    Map<String, String> environment =
        Map.of(
            "OTEL_SERVICE_NAME",
            "orders",
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.version=1.2,deployment.environment.name=test,password=hunter2",
            "DATABASE_PASSWORD",
            "hunter2");
    try (ChildJvm child =
            ChildJvm.start(Jdks.own(), environment, "-XX:+UseSerialGC", "-Dtoken=hunter2");
        Collector watching = watch(child)) {
      JvmInfo info = awaitWatched(watching, child);

      assertThat(info.getServiceName()).isEqualTo("orders");
      assertThat(info.getServiceNameSource()).isEqualTo(ServiceNameSource.OTEL_SERVICE_NAME);
      assertThat(info.getServiceVersion()).isEqualTo("1.2");
      assertThat(info.getDeploymentEnvironmentName()).isEqualTo("test");
      assertThat(info.getMainClass()).isEqualTo(Workload.class.getName());
      child.work(500);
      child.exit();
      awaitEnded(child);
    }
    assertThat(published.batches().toString() + published.statuses())
        .doesNotContain("hunter2", "secret");
  }

  /** As a collector does that is killed right after. */
  private static void startRecording(ChildJvm child) throws Exception {
    ProcFs proc = new ProcFs(Path.of("/proc"));
    JvmProcess process = new JvmDiscovery(proc, pid -> pid == child.pid()).scan().get(0);
    Duration timeout = Duration.ofSeconds(20);
    try (Attacher attacher = new Attacher(new AttachSteps(proc, timeout), timeout)) {
      assertThat(attacher.attach(process).get(30, TimeUnit.SECONDS).adopted()).isFalse();
    }
  }

  private Collector watch(ChildJvm child, Setting further, String value) {
    Settings settings = settings(child).with(Map.of(further, value), "test");
    return Collector.start(settings, () -> published);
  }

  private Collector watch(ChildJvm child) {
    return Collector.start(settings(child), () -> published);
  }

  private static Settings settings(ChildJvm child) {
    return Settings.defaults()
        .with(
            Map.of(
                Setting.HOST_NAME, "host",
                Setting.WATCH_PIDS, Long.toString(child.pid()),
                Setting.ATTACH_MIN_AGE, "1s",
                Setting.ATTACH_TIMEOUT, "20s",
                Setting.DISCOVERY_INTERVAL, "200ms"),
            "test");
  }

  private JvmInfo awaitWatched(Collector collector, ChildJvm child) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                published.statuses().stream()
                    .anyMatch(status -> status.getState() == WatchState.WATCHED));
    JvmInfo info = published.lastStatus().orElseThrow().getInfo();
    assertThat(collector.coverage()).extracting(JvmStatus::getInfo).containsExactly(info);
    assertThat(info.getCollector()).isNotEqualTo(COLLECTOR_UNSPECIFIED);
    assertThat(info.getMaxHeapBytes()).isPositive();
    assertThat(info.getJdkVersion()).isNotEmpty();
    assertThat(JvmId.parse(info.getJvmId()).pid()).isEqualTo(child.pid());
    return info;
  }

  /** The promise: within five seconds of the end, however long a starved machine takes to that. */
  private void awaitEnded(ChildJvm child) {
    await().atMost(Duration.ofMinutes(1)).until(() -> !child.isAlive());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                published.last().map(TelemetryBatch::hasEnded).orElse(false)
                    && published.lastStatus().orElseThrow().getState() == WatchState.ENDED);
  }

  private void assertOtherMeasurements() {
    assertThat(published.all(TelemetryBatch::getThreadsList)).isNotEmpty();
    assertThat(published.all(TelemetryBatch::getResidentSetsList)).isNotEmpty();
    assertThat(published.all(TelemetryBatch::getDirectBuffersList)).isNotEmpty();
    assertThat(published.all(TelemetryBatch::getHeapLimitsList))
        .isNotEmpty()
        .allMatch(limits -> limits.getMaxBytes() == 64 * MIB);
    assertThat(published.all(TelemetryBatch::getMetaspaceList))
        .isNotEmpty()
        .allMatch(metaspace -> metaspace.getLimitBytes() == 96 * MIB);
    Set<Integer> names = new HashSet<>();
    for (TelemetryBatch batch : published.batches()) {
      batch.getNamesList().stream().map(NameDef::getId).forEach(names::add);
      batch
          .getAllocationSamplesList()
          .forEach(
              sample -> {
                assertThat(names)
                    .contains(sample.getClassId())
                    .containsAll(sample.getFrameIdsList());
              });
    }
    assertThat(published.all(TelemetryBatch::getNamesList))
        .extracting(NameDef::getName)
        .contains("byte[]")
        .anyMatch(name -> name.startsWith(Workload.class.getName() + ".allocate(Workload.java:"));
    assertThat(published.all(TelemetryBatch::getAllocatedList))
        .allMatch(allocated -> allocated.getFromTimeMs() < allocated.getTimeMs())
        .extracting(AllocatedBytes::getBytes)
        .allMatch(bytes -> bytes >= 0);
  }

  private void assertSequence() {
    List<TelemetryBatch> batches = published.batches();
    assertThat(batches.get(0).hasInfo()).isTrue();
    assertThat(batches.get(0).hasStarted()).isTrue();
    for (int i = 0; i < batches.size(); i++) {
      assertThat(batches.get(i).getSeq()).isEqualTo(i);
      if (i > 0) {
        assertThat(batches.get(i).getObservedUntilMs())
            .isGreaterThanOrEqualTo(batches.get(i - 1).getObservedUntilMs());
      }
    }
    assertThat(published.all(TelemetryBatch::getDataLossesList)).isEmpty();
    long millis =
        batches.get(batches.size() - 1).getObservedUntilMs() - batches.get(0).getObservedUntilMs();
    assertThat(batches.size()).as("one batch a second").isLessThan((int) (millis / 700) + 4);
  }

  private Set<Long> sessions() {
    Set<Long> sessions = new HashSet<>();
    published.batches().forEach(batch -> sessions.add(batch.getSession()));
    return sessions;
  }

  /** Names of the recordings in the child, by the JDK's own tool. */
  private static List<String> recordings(Jdk jdk, ChildJvm child)
      throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                jdk.home().resolve("bin/jcmd").toString(), Long.toString(child.pid()), "JFR.check")
            .start();
    List<String> names = new ArrayList<>();
    for (String line :
        new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith("Recording ")) {
        names.add(line.replaceAll(".*name=(\\S+).*", "$1"));
      }
    }
    jcmd.waitFor();
    return names;
  }
}
