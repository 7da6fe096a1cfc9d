package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.detector.model.JvmDetector;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each verdict once, and every alert as if nothing had happened: {@code heapcast detect} is killed
 * with -9 at random moments while windows of leaking and healthy JVMs flow, and started again. The
 * oracle of the verdicts is a plain {@link JvmDetector} per JVM. {@link CrashIT} does the same at
 * scale.
 */
@Timeout(900)
class DetectorCrashIT {

  /** Ten seconds of event time of all JVMs are sent this often. */
  private static final long TICK_MILLIS = 200;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final SyntheticWindows fleet = new SyntheticWindows(100);
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private final CrashBed bed;

  DetectorCrashIT(@TempDir Path directory) {
    bed = CrashBed.onOneBroker(directory, 2);
  }

  @AfterEach
  void stop() {
    ticks.shutdownNow();
    bed.close();
  }

  @Test
  void aKilledDetectorLosesAndDoublesNothing() throws Exception {
    var sending =
        ticks.scheduleAtFixedRate(() -> send(fleet.next()), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    ChildJvm detector = bed.start("detect");
    for (int kill = 0; kill < 2; kill++) {
      long before = bed.written(Topic.VERDICTS);
      await()
          .atMost(CrashBed.CATCHES_UP_WITHIN)
          .until(() -> bed.written(Topic.VERDICTS) > before + 200);
      LockSupport.parkNanos(random.nextLong(Duration.ofMillis(2_500).toNanos()));
      detector.kill();
      detector = bed.start("detect");
    }
    await().atMost(CrashBed.CATCHES_UP_WITHIN).until(() -> bed.written(Topic.OUT_OF_MEMORY) > 0);
    sending.cancel(false);
    ticks.submit(() -> send(fleet.next())).get();
    bed.flush();
    bed.awaitConsumed(CrashBed.DETECTOR, Topic.WINDOWS);
    // All windows are judged: what is repartitioned is now all that ever will be.
    bed.awaitConsumed(CrashBed.DETECTOR, CrashBed.REPARTITION);
    CrashBed.stop(detector);

    assertThat(bed.unsent()).as("what the test itself could not send").isEmpty();
    assertVerdicts();
    AlertOracle alerts = new AlertOracle(bed.settings());
    assertThat(alerts.assertAlerts("seed " + seed)).as("the test is about something").isPositive();
    assertThat(alerts.outOfMemories()).isPositive();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
  }

  private void assertVerdicts() {
    Map<String, List<JvmVerdict>> found = bed.read(Topic.VERDICTS, JvmVerdict.getDefaultInstance());
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

  private void send(List<JvmWindow> windows) {
    windows.forEach(window -> bed.send(Topic.WINDOWS, window.getInfo().getJvmId(), window));
  }
}
