package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of {@code heapcast stream} and of {@code heapcast detect} share the partitions of
 * one cluster; of each one is killed, and one added, while telemetry flows. The result is that of
 * one that nobody touched; how long it took is printed: from the kill until every partition was
 * committed further, and from the start of the added one until it had partitions and had committed
 * on them.
 */
@Tag("heavy")
@Timeout(1_800)
class HandOverIT {

  private static final int PARTITIONS = 4;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final CrashBed bed;
  private final SyntheticFleet fleet = new SyntheticFleet(200);

  HandOverIT(@TempDir Path directory) {
    bed = CrashBed.onOneBroker(directory, PARTITIONS);
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
      long killedNanos = System.nanoTime();
      awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY);
      print("stream, one of two killed: every partition goes on", killedNanos);
      firstDetector.kill();
      killedNanos = System.nanoTime();
      awaitFlow(CrashBed.DETECTOR, Topic.WINDOWS);
      print("detect, one of two killed: every partition goes on", killedNanos);

      ChildJvm addedStream = add("stream", CrashBed.STREAMS, Topic.TELEMETRY);
      ChildJvm addedDetector = add("detect", CrashBed.DETECTOR, Topic.WINDOWS);

      await().atMost(CrashBed.CATCHES_UP_WITHIN).until(() -> bed.written(Topic.OUT_OF_MEMORY) > 0);
      finish(sender, secondStream, addedStream, secondDetector, addedDetector);
    }
    PipelineOracle oracle = new PipelineOracle(bed, fleet, "two instances");
    oracle.assertWindows();
    oracle.assertVerdicts();
    assertThat(new AlertOracle(bed.settings()).assertAlerts("two instances")).isPositive();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
  }

  @Test
  void aNamedInstanceComesBackToItsPartitionsAndAStandbyTakesOverTheOther() throws Exception {
    try (TelemetrySender sender = new TelemetrySender(bed, fleet)) {
      sender.everyMillis(200);
      ChildJvm first = named("stream", "s-0");
      ChildJvm second = named("stream", "s-1");
      ChildJvm detector = named("detect", "d-0");
      awaitRunning(first, second, detector);
      await().atMost(CrashBed.CATCHES_UP_WITHIN).until(() -> allOwn(2));
      awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY);
      Map<String, Set<TopicPartition>> before = bed.owners(CrashBed.STREAMS, Topic.TELEMETRY);

      first.kill();
      long sinceNanos = System.nanoTime();
      ChildJvm back = named("stream", "s-0");
      awaitRunning(back);
      awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY);
      print("stream, a named one killed and started again", sinceNanos);
      assertThat(bed.owners(CrashBed.STREAMS, Topic.TELEMETRY)).isEqualTo(before);

      second.kill();
      long killedNanos = System.nanoTime();
      awaitFlow(CrashBed.STREAMS, Topic.TELEMETRY);
      print("stream, the other one killed, its state on a standby", killedNanos);
      await().atMost(CrashBed.CATCHES_UP_WITHIN).until(() -> allOwn(1));
      finish(sender, back, detector);
    }
    PipelineOracle oracle = new PipelineOracle(bed, fleet, "named instances with standbys");
    oracle.assertWindows();
    oracle.assertVerdicts();
    assertThat(bed.written(Topic.DEAD_LETTERS)).isZero();
  }

  @Test
  void anInstanceThatIsStoppedLeavesItsPartitionsLongBeforeItsSessionEnds() throws Exception {
    Map<String, String> patient = Map.of(Setting.SESSION_TIMEOUT.key(), "10m");
    ChildJvm stays = bed.startTopology("stream", patient);
    ChildJvm leaves = bed.startTopology("stream", patient);
    awaitRunning(stays, leaves);
    await().atMost(CrashBed.LONG_ENOUGH).until(() -> allOwn(2));
    CrashBed.stop(leaves);
    await()
        .atMost(CrashBed.LONG_ENOUGH)
        .until(
            () ->
                bed.owners(CrashBed.STREAMS, Topic.TELEMETRY).values().stream()
                    .map(Set::size)
                    .toList()
                    .equals(List.of(PARTITIONS)));
    CrashBed.stop(stays);
  }

  /** With a copy of its state on the other instance, and time to be started again. */
  private ChildJvm named(String command, String name) {
    return bed.startTopology(
        command,
        Map.of(
            Setting.STANDBY_REPLICAS.key(), "1",
            Setting.INSTANCE_ID.key(), name,
            Setting.SESSION_TIMEOUT.key(), "60s"));
  }

  private boolean allOwn(int members) throws Exception {
    var owners = bed.owners(CrashBed.STREAMS, Topic.TELEMETRY).values();
    return owners.size() == members && owners.stream().noneMatch(Set::isEmpty);
  }

  /** Starts one more and prints when it has partitions, and when it has committed on them. */
  private ChildJvm add(String command, String application, Topic topic) throws Exception {
    Set<String> others = bed.owners(application, topic).keySet();
    long sinceNanos = System.nanoTime();
    ChildJvm added = bed.start(command);
    Map<TopicPartition, Long> begun = new HashMap<>();
    await()
        .atMost(CrashBed.CATCHES_UP_WITHIN)
        .pollInterval(LOOK_EVERY)
        .until(
            () -> {
              Map<TopicPartition, Long> committed = bed.committed(application);
              bed.owners(application, topic)
                  .forEach(
                      (member, partitions) -> {
                        if (!others.contains(member)) {
                          partitions.forEach(at -> begun.put(at, committed.getOrDefault(at, -1L)));
                        }
                      });
              return !begun.isEmpty();
            });
    print(
        "%s, one added: it has %d of %d partitions".formatted(command, begun.size(), PARTITIONS),
        sinceNanos);
    await()
        .atMost(CrashBed.CATCHES_UP_WITHIN)
        .pollInterval(LOOK_EVERY)
        .until(
            () -> {
              Map<TopicPartition, Long> now = bed.committed(application);
              return begun.entrySet().stream()
                  .allMatch(at -> now.getOrDefault(at.getKey(), -1L) > at.getValue());
            });
    print(command + ", one added: it has committed on each", sinceNanos);
    return added;
  }

  private void finish(TelemetrySender sender, ChildJvm... parts) throws Exception {
    sender.end();
    bed.awaitConsumed(CrashBed.STREAMS, Topic.TELEMETRY);
    bed.awaitConsumed(CrashBed.DETECTOR, Topic.WINDOWS);
    bed.awaitConsumed(CrashBed.DETECTOR, CrashBed.REPARTITION);
    for (ChildJvm part : parts) {
      assertThat(part.isAlive()).isTrue();
      CrashBed.stop(part);
    }
    assertThat(bed.unsent()).as("what the test itself could not send").isEmpty();
  }

  private static void awaitRunning(ChildJvm... parts) {
    for (ChildJvm part : parts) {
      await()
          .atMost(CrashBed.LONG_ENOUGH)
          .until(() -> part.out().stream().anyMatch(line -> line.contains(" runs against ")));
    }
  }

  /** Until every partition was committed beyond where it stands now. */
  private void awaitFlow(String application, Topic topic) throws Exception {
    String name = topic.name(bed.settings());
    Map<TopicPartition, Long> before = bed.committed(application);
    await()
        .atMost(CrashBed.CATCHES_UP_WITHIN)
        .pollInterval(LOOK_EVERY)
        .until(
            () -> {
              Map<TopicPartition, Long> now = bed.committed(application);
              return now.keySet().stream().filter(at -> at.topic().equals(name)).count()
                      == PARTITIONS
                  && now.entrySet().stream()
                      .filter(at -> at.getKey().topic().equals(name))
                      .allMatch(at -> at.getValue() > before.getOrDefault(at.getKey(), -1L));
            });
  }

  private static void print(String what, long sinceNanos) {
    System.out.printf(
        "hand-over, %s after %.1f s%n", what, (System.nanoTime() - sinceNanos) / 1_000_000_000.0);
  }
}
