package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.telemetry.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing lost, nothing twice: a broker, a sender, a reader and {@code heapcast stream} in their
 * own processes; the last is killed with -9 at random moments while telemetry flows, and started
 * again. At scale {@code heapcast detect} is killed too. What comes out is compared with a plain
 * engine and a plain detector per JVM.
 */
class CrashIT {

  private static final int MILLION = 1_000_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final String run = "seed " + seed;
  private final CrashBed bed;

  CrashIT(@TempDir Path directory) {
    bed = CrashBed.onOneBroker(directory, 4);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  @Timeout(600)
  void aKilledStreamProcessLosesAndDoublesNoWindow() throws Exception {
    SyntheticFleet fleet = new SyntheticFleet(200);
    try (TelemetrySender sender = new TelemetrySender(bed, fleet)) {
      sender.everyMillis(150);
      ChildJvm stream = bed.start("stream");
      for (int kill = 0; kill < 3; kill++) {
        awaitMore(Topic.WINDOWS, fleet.replicas());
        pause(1_500);
        stream.kill();
        stream = bed.start("stream");
      }
      sender.end();
      bed.awaitConsumed(CrashBed.STREAMS, Topic.TELEMETRY);
      CrashBed.stop(stream);
    }
    assertThat(bed.unsent()).as("what the test itself could not send").isEmpty();
    new PipelineOracle(bed, fleet, run).assertWindows();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
  }

  @Test
  @Tag("heavy")
  @Timeout(2_400)
  void aMillionBatchesAndTenKillsLoseAndDoubleNothing() throws Exception {
    SyntheticFleet fleet = new SyntheticFleet(1_000);
    long sent;
    try (TelemetrySender sender = new TelemetrySender(bed, fleet)) {
      sender.everyMillis(100);
      ChildJvm stream = bed.start("stream");
      ChildJvm detector = bed.start("detect");
      for (int kill = 0; kill < 10; kill++) {
        awaitMore(Topic.WINDOWS, fleet.replicas());
        awaitMore(Topic.VERDICTS, 200);
        pause(3_000);
        stream.kill();
        pause(3_000);
        detector.kill();
        stream = bed.start("stream");
        detector = bed.start("detect");
        if (sender.sent() >= MILLION) {
          sender.everyMillis(400); // enough to be killed amid
        }
      }
      await()
          .atMost(CrashBed.CATCHES_UP_WITHIN)
          .until(() -> sender.sent() >= MILLION && bed.written(Topic.OUT_OF_MEMORY) > 0);
      sender.end();
      sent = sender.sent();
      bed.awaitConsumed(CrashBed.STREAMS, Topic.TELEMETRY);
      bed.awaitConsumed(CrashBed.DETECTOR, Topic.WINDOWS);
      // All windows are judged: what is repartitioned is now all that ever will be.
      bed.awaitConsumed(CrashBed.DETECTOR, CrashBed.REPARTITION);
      CrashBed.stop(stream);
      CrashBed.stop(detector);
    }
    assertThat(bed.unsent()).as("what the test itself could not send").isEmpty();
    PipelineOracle oracle = new PipelineOracle(bed, fleet, run);
    oracle.assertWindows();
    oracle.assertVerdicts();
    AlertOracle alerts = new AlertOracle(bed.settings());
    int compared = alerts.assertAlerts(run);
    assertThat(compared).as("the test is about something").isPositive();
    assertThat(alerts.outOfMemories()).isPositive();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
    System.out.printf(
        "crash at scale: %,d batches, %,d windows, %,d verdicts, %,d alerts, each once; %s%n",
        sent, oracle.windows(), oracle.verdicts(), compared, run);
  }

  private void awaitMore(Topic topic, int records) throws Exception {
    long before = bed.written(topic);
    await().atMost(CrashBed.CATCHES_UP_WITHIN).until(() -> bed.written(topic) > before + records);
  }

  /** A random moment: what happens meanwhile is the point. */
  private void pause(int mostMillis) {
    LockSupport.parkNanos(random.nextLong(Duration.ofMillis(mostMillis).toNanos()));
  }
}
