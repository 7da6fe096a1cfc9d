package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.cli.demo.workload.CartService;
import io.heapcast.cli.demo.workload.CatalogCache;
import io.heapcast.server.AlertText;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way on real parts: two child JVMs, one of which leaks, the embedded broker and every
 * part around it. The leak is left to run into its OutOfMemoryError; what it recorded, analyzed
 * afterwards, gives the same as watching it did.
 */
@Timeout(480)
class EndToEndIT {

  private static final Duration WATCHED_WITHIN = Duration.ofMinutes(1);
  private static final Duration DEAD_WITHIN = Duration.ofMinutes(6);

  private static final Duration START = Duration.ofSeconds(30);

  /** Names that no other run on this host has. */
  private static final String LEAKING = "leaking-" + ProcessHandle.current().pid();

  private static final String HEALTHY = "healthy-" + ProcessHandle.current().pid();

  private final Path directory;
  private final List<UserError> faults = new CopyOnWriteArrayList<>();

  EndToEndIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aLeakIsAlertedOnBeforeItsOutOfMemoryErrorAndItsHealthyNeighbourIsNot() throws Exception {
    try (RepositoryLinks chunks =
            RepositoryLinks.keep(
                directory.resolve("jfr").resolve(LEAKING), directory.resolve("chunks"));
        // First: on a busy machine the leak would not wait for it.
        Pipeline pipeline = start();
        ChildJvm leaking = service(LEAKING, CartService.class, "-XX:+UseG1GC", 128);
        ChildJvm healthy = service(HEALTHY, CatalogCache.class, "-XX:+UseParallelGC", 144)) {
      await()
          .atMost(WATCHED_WITHIN)
          .untilAsserted(
              () -> assertThat(watchedPids(pipeline)).contains(leaking.pid(), healthy.pid()));

      await()
          .atMost(DEAD_WITHIN)
          .until(() -> alertOn(pipeline, leaking).isPresent() || !leaking.isAlive());
      assertThat(alertOn(pipeline, leaking))
          .as("alert while it lived; at its end its heap was judged %s", heapOf(pipeline, leaking))
          .isPresent();
      assertThat(leaking.isAlive()).as("alerted while it still lives").isTrue();
      LeakAlert alert = alertOn(pipeline, leaking).orElseThrow();
      assertThat(AlertText.of(alert)).contains(LEAKING);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(metrics(pipeline))
                      .containsPattern(
                          "heapcast_alert_state\\{[^}]*service_name=\"" + LEAKING + "\""));

      leaking.exitCode(DEAD_WITHIN);
      assertThat(leaking.out()).anyMatch(line -> line.contains("OutOfMemoryError"));
      await()
          .atMost(WATCHED_WITHIN)
          .until(
              () -> pipeline.fleet().jvms().stream().noneMatch(jvm -> pid(jvm) == leaking.pid()));

      assertThat(alertOn(pipeline, healthy)).isEmpty();
      assertThat(heapOf(pipeline, healthy))
          .hasValueSatisfying(
              heap ->
                  assertThat(heap.getState())
                      .isNotIn(VerdictState.LEAK, VerdictState.LEAK_SUSPECTED));
      assertThat(windowIsKnown(pipeline, healthy)).isTrue();
      pipeline.requireHealthy();
      new ReplayCheck(pipeline.settings(), leaking.pid()).recordingGivesTheSame(chunks.files());
    }
    assertThat(faults).isEmpty();
  }

  private ChildJvm service(String name, Class<?> main, String gc, int heapMib) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            gc,
            "-Xms" + heapMib + "m",
            "-Xmx" + heapMib + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:FlightRecorderOptions=repository=" + directory.resolve("jfr").resolve(name),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return ChildJvm.start(command, Map.of("OTEL_SERVICE_NAME", name));
  }

  private Pipeline start() throws IOException {
    Path policy =
        Files.writeString(
            directory.resolve("policy"), "mode=opt-in\ninclude=" + LEAKING + "," + HEALTHY + "\n");
    Settings settings =
        Settings.defaults()
            .with(
                Map.of(
                    Setting.ATTACH_POLICY,
                    policy.toString(),
                    Setting.ATTACH_MIN_AGE,
                    "0s",
                    Setting.ATTACH_TIMEOUT,
                    START.toSeconds() + "s",
                    Setting.SERVER_PORT,
                    "0"),
                "test");
    return Pipeline.start(
        settings, directory.resolve("data"), Progress.plain(System.out), faults::add);
  }

  private static List<Long> watchedPids(Pipeline pipeline) {
    return pipeline.coverage().stream()
        .filter(jvm -> jvm.getState() == WatchState.WATCHED)
        .map(EndToEndIT::pid)
        .toList();
  }

  private static long pid(JvmStatus jvm) {
    return jvm.getInfo().getProcessPid();
  }

  private static Optional<LeakAlert> alertOn(Pipeline pipeline, ChildJvm jvm) {
    return pipeline.fleet().alerts().stream()
        .filter(alert -> alert.getState() != AlertState.PENDING)
        .filter(
            alert ->
                alert.getMembersList().stream()
                    .anyMatch(member -> member.getInfo().getProcessPid() == jvm.pid()))
        .findFirst();
  }

  private static Optional<ResourceVerdict> heapOf(Pipeline pipeline, ChildJvm jvm) {
    return pipeline.fleet().verdicts().stream()
        .filter(verdict -> verdict.getInfo().getProcessPid() == jvm.pid())
        .flatMap(verdict -> verdict.getResourcesList().stream())
        .filter(resource -> resource.getResource() == Resource.HEAP)
        .findFirst();
  }

  private static boolean windowIsKnown(Pipeline pipeline, ChildJvm jvm) {
    return pipeline.fleet().jvms().stream()
        .filter(status -> pid(status) == jvm.pid())
        .anyMatch(status -> pipeline.fleet().lastWindow(status.getInfo().getJvmId()).isPresent());
  }

  private static String metrics(Pipeline pipeline) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(pipeline.metricsUrl())).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
