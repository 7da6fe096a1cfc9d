package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A collector that takes more than it may does without samples of allocation first, then without
 * further JVMs; every collection still arrives.
 */
@Tag("heavy")
@Timeout(300)
final class SelfLimitIT {

  /** Of one core: a JVM that allocates all the time takes more to read. */
  private static final String LITTLE_PERCENT = "1";

  private final RecordingPublisher published = new RecordingPublisher();

  @Test
  void atItsCapItShedsSamplesThenRefusesJvmsAndLosesNoCollection(@TempDir Path directory)
      throws Exception {
    Path log = directory.resolve("gc.log");
    ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    try (ChildJvm busy =
            ChildJvm.start(
                Jdks.own(), Map.of(), "-XX:+UseSerialGC", "-Xmx48m", "-Xlog:gc*:file=" + log);
        ChildJvm later = stopped();
        Collector watching = Collector.start(settings(busy, later), () -> published)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> watching.hostCoverage().watched() == 1);
      Set<Integer> before = UnifiedGcLog.read(log).keySet();
      var unused = worker.scheduleWithFixedDelay(() -> busy.work(900), 0, 1, TimeUnit.MILLISECONDS);

      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> watching.hostCoverage().refusedByReason().containsKey("collector-at-limit"));
      int batches = published.batches().size();
      Set<Integer> since = new HashSet<>(UnifiedGcLog.read(log).keySet());
      await().until(() -> UnifiedGcLog.read(log).keySet().size() > since.size() + 20);
      worker.shutdown();
      assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      Set<Integer> logged = new HashSet<>(UnifiedGcLog.read(log).keySet());
      logged.removeAll(before);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(published.gcCycles())
                      .extracting(GcCycle::getGcId)
                      .containsAll(logged));

      assertThat(published.all(TelemetryBatch::getAllocationSamplesList)).isNotEmpty();
      assertThat(published.batches().subList(batches, published.batches().size()))
          .as("read beyond the limit")
          .isNotEmpty()
          .allMatch(batch -> batch.getAllocationSamplesCount() == 0);
      assertThat(published.gcCycles()).extracting(GcCycle::getGcId).doesNotHaveDuplicates();
      assertThat(watching.errors()).isEmpty();
      assertThat(watching.delivery().dropped()).isEmpty();
    } finally {
      worker.shutdownNow();
    }
  }

  /** One that cannot be attached to before the collector is at its limit. */
  private static ChildJvm stopped() throws Exception {
    ChildJvm child = ChildJvm.start(Jdks.own(), Map.of(), "-XX:+UseSerialGC", "-Xmx48m");
    new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();
    return child;
  }

  private static Settings settings(ChildJvm busy, ChildJvm later) {
    return Settings.defaults()
        .with(
            Map.of(
                Setting.HOST_NAME, "host",
                Setting.WATCH_PIDS, busy.pid() + "," + later.pid(),
                Setting.ATTACH_MIN_AGE, "0s",
                Setting.ATTACH_TIMEOUT, "20s",
                Setting.DISCOVERY_INTERVAL, "200ms",
                Setting.COLLECTOR_MAX_CPU_PERCENT, LITTLE_PERCENT),
            "test");
  }
}
