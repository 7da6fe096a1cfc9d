package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.telemetry.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of {@code heapcast stream} and of {@code heapcast detect} share the partitions of
 * one cluster; of each one is killed, and one added, while telemetry flows. The result is that of
 * one that nobody touched; how long it took until every partition went on again is printed.
 */
@Tag("heavy")
@Timeout(1_800)
class HandOverIT {

  private final CrashBed bed;
  private final SyntheticFleet fleet = new SyntheticFleet(200);

  HandOverIT(@TempDir Path directory) {
    bed = CrashBed.onOneBroker(directory, 4);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void aKilledAndAnAddedInstanceLeaveNoTrace() throws Exception {
    try (TelemetrySender sender = new TelemetrySender(bed, fleet)) {
      sender.everyMillis(200);
      ChildJvm firstStream = bed.start("stream");
      ChildJvm firstDetector = bed.start("detect");
      ChildJvm secondStream = bed.start("stream");
      ChildJvm secondDetector = bed.start("detect");
      awaitRunning(firstStream, firstDetector, secondStream, secondDetector);
      awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY);
      awaitFlow(CrashBed.DETECTOR, Topic.WINDOWS);

      firstStream.kill();
      print("stream, one of two killed", awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY));
      firstDetector.kill();
      print("detect, one of two killed", awaitFlow(CrashBed.DETECTOR, Topic.WINDOWS));

      ChildJvm addedStream = bed.start("stream");
      awaitRunning(addedStream);
      print("stream, one added", awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY));
      ChildJvm addedDetector = bed.start("detect");
      awaitRunning(addedDetector);
      print("detect, one added", awaitFlow(CrashBed.DETECTOR, Topic.WINDOWS));

      await().atMost(CrashBed.CATCHES_UP_WITHIN).until(() -> bed.written(Topic.OUT_OF_MEMORY) > 0);
      sender.end();
      bed.awaitConsumed(CrashBed.STREAMS, Topic.TELEMETRY);
      bed.awaitConsumed(CrashBed.DETECTOR, Topic.WINDOWS);
      bed.awaitConsumed(CrashBed.DETECTOR, CrashBed.REPARTITION);
      for (ChildJvm part :
          new ChildJvm[] {secondStream, addedStream, secondDetector, addedDetector}) {
        assertThat(part.isAlive()).isTrue();
        CrashBed.stop(part);
      }
    }
    assertThat(bed.unsent()).as("what the test itself could not send").isEmpty();
    PipelineOracle oracle = new PipelineOracle(bed, fleet, "two instances");
    oracle.assertWindows();
    oracle.assertVerdicts();
    assertThat(new AlertOracle(bed.settings()).assertAlerts("two instances")).isPositive();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
  }

  private static void awaitRunning(ChildJvm... parts) {
    for (ChildJvm part : parts) {
      await()
          .atMost(CrashBed.LONG_ENOUGH)
          .until(() -> part.out().stream().anyMatch(line -> line.contains(" runs against ")));
    }
  }

  /** Until every partition was committed beyond where it stands now. */
  private Duration awaitFlow(String application, Topic topic) throws Exception {
    long sinceNanos = System.nanoTime();
    String name = topic.name(bed.settings());
    Map<TopicPartition, Long> before = bed.committed(application);
    await()
        .atMost(CrashBed.CATCHES_UP_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              Map<TopicPartition, Long> now = bed.committed(application);
              return now.keySet().stream().filter(at -> at.topic().equals(name)).count() == 4
                  && now.entrySet().stream()
                      .filter(at -> at.getKey().topic().equals(name))
                      .allMatch(at -> at.getValue() > before.getOrDefault(at.getKey(), -1L));
            });
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  private static void print(String what, Duration took) {
    System.out.printf(
        "hand-over, %s: every partition goes on after %.1f s%n", what, took.toMillis() / 1_000.0);
  }
}
