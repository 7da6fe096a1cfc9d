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
 * A collector that takes more than it may leaves samples of allocation unread; it lives on, and
 * every collection arrives. What it does without next is the matter of {@link SelfLimitTest}.
 */
@Tag("heavy")
@Timeout(300)
final class SelfLimitIT {

  /** Of one core. */
  private static final String LITTLE_PERCENT = "1";

  /** To look for JVMs so often takes several times that, on an idle machine too. */
  private static final String ALL_THE_TIME = "10ms";

  private static final int COLLECTIONS_WHILE_IT_SHEDS = 20;

  private final RecordingPublisher published = new RecordingPublisher();

  @Test
  void atItsCapItShedsSamplesAndLosesNoCollection(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("gc.log");
    ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    try (ChildJvm busy =
            ChildJvm.start(
                Jdks.own(), Map.of(), "-XX:+UseSerialGC", "-Xmx48m", "-Xlog:gc*:file=" + log);
        Collector watching = Collector.start(settings(busy), () -> published)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> watching.hostCoverage().watched() == 1);
      Set<Integer> before = UnifiedGcLog.read(log).keySet();
      var unused = worker.scheduleWithFixedDelay(() -> busy.work(900), 0, 1, TimeUnit.MILLISECONDS);

      await().atMost(Duration.ofMinutes(2)).until(() -> watching.eventsShed() > 0);
      int already = UnifiedGcLog.read(log).size();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> UnifiedGcLog.read(log).size() > already + COLLECTIONS_WHILE_IT_SHEDS);
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

      assertThat(published.all(TelemetryBatch::getAllocationSamplesList))
          .as("read before that")
          .isNotEmpty();
      assertThat(published.gcCycles()).extracting(GcCycle::getGcId).doesNotHaveDuplicates();
      assertThat(watching.errors()).isEmpty();
      assertThat(watching.hostCoverage().watched()).isEqualTo(1);
    } finally {
      worker.shutdownNow();
    }
  }

  private static Settings settings(ChildJvm busy) {
    return Settings.defaults()
        .with(
            Map.of(
                Setting.HOST_NAME,
                "host",
                Setting.WATCH_PIDS,
                Long.toString(busy.pid()),
                Setting.ATTACH_MIN_AGE,
                "0s",
                Setting.ATTACH_TIMEOUT,
                "20s",
                Setting.DISCOVERY_INTERVAL,
                ALL_THE_TIME,
                Setting.COLLECTOR_MAX_CPU_PERCENT,
                LITTLE_PERCENT),
            "test");
  }
}
