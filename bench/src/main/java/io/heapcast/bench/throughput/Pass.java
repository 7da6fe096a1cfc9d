package io.heapcast.bench.throughput;

import io.heapcast.detector.DetectorStreams;
import io.heapcast.streams.WindowStreams;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * One fleet through everything, each part measured alone and in turn, on topics of its own.
 *
 * <p>Measured are batches of JVMs that have told who they are and all their names: a first part is
 * written and taken in by the topology of the windows before the rest is there. It holds more than
 * a third of all bytes, which come once in a JVM's life, while <em>JVMs per core</em> is about
 * steady telemetry. Of the rest, the first tenth is not measured either, neither for the plain
 * consumer nor for the topology: their start is not what is asked.
 *
 * @param load all that was read
 * @param measured what of it {@code raw} is about. {@code windows} is about as many, out of the
 *     same: which ones a tenth leaves differs by the order across partitions
 * @param raw per batch: consumed and decoded, nothing else
 * @param windows per batch: the topology of the windows
 * @param verdicts per window: verdicts and alerts
 * @param state what the windows' topology keeps
 * @param windowsHeapBytes in use by this process when it had read everything, after a collection
 */
record Pass(
    Load load,
    Load measured,
    Cost raw,
    Cost windows,
    Cost verdicts,
    StoredState state,
    long windowsHeapBytes) {

  private static final long LOOK_EVERY_MS = 5;

  /** The first of so many equal parts. */
  private static final int UNMEASURED = 10;

  static Pass run(Settings cluster, String prefix, Replays fleet)
      throws ExecutionException, InterruptedException {
    Settings settings = cluster.with(Map.of(Setting.PREFIX, prefix), "benchmark");
    Topics.createMissing(settings);
    int told = (fleet.seconds() + UNMEASURED - 1) / UNMEASURED;
    Load first = Load.write(settings, fleet, 0, told);
    String telemetry = Topic.TELEMETRY.name(settings);
    Map<TopicPartition, Long> firstEnds = Reading.all(settings, telemetry, record -> {});
    takeIn(settings, first.records());
    Load steady = Load.write(settings, fleet, told, fleet.seconds());
    Plain plain = new Plain(steady.records() / UNMEASURED);
    Reading.after(firstEnds, settings, telemetry, record -> plain.read(record.value()));
    Cost raw = plain.cost();
    Load load = first.plus(steady);
    long[] heapBytes = new long[1];
    Cost windows = windows(settings, steady.records(), heapBytes);
    StoredState state = StoredState.read(settings, fleet, load.records());
    Cost verdicts = verdicts(settings);
    return new Pass(load, plain.measured(), raw, windows, verdicts, state, heapBytes[0]);
  }

  private static void takeIn(Settings settings, long records) throws InterruptedException {
    try (WindowStreams streams = WindowStreams.start(settings)) {
      await(() -> streams.counts().batches() >= records);
    }
  }

  private static Cost windows(Settings settings, long records, long[] heapBytes)
      throws InterruptedException {
    try (WindowStreams streams = WindowStreams.start(settings)) {
      await(() -> streams.counts().batches() >= records / UNMEASURED);
      long from = streams.counts().batches();
      long before = Cost.cpuNanosSoFar();
      await(() -> streams.counts().batches() >= records);
      Cost cost = new Cost(Cost.cpuNanosSoFar() - before, streams.counts().batches() - from);
      System.gc();
      heapBytes[0] = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return cost;
    }
  }

  /** With the start: it is short beside the rest, and nothing tells when it is over. */
  private static Cost verdicts(Settings settings) throws ExecutionException, InterruptedException {
    long[] windows = new long[1];
    String topic = Topic.WINDOWS.name(settings);
    Map<TopicPartition, Long> last = Reading.all(settings, topic, record -> windows[0]++);
    String group = settings.text(Setting.PREFIX) + "heapcast-detector";
    long before = Cost.cpuNanosSoFar();
    try (Admin admin = Admin.create(settings.kafkaClient());
        DetectorStreams detector = DetectorStreams.start(settings)) {
      while (!consumed(admin, group, last)) {
        if (!detector.healthy()) {
          throw new IllegalStateException("the detector stopped");
        }
        TimeUnit.MILLISECONDS.sleep(20 * LOOK_EVERY_MS);
      }
    }
    return new Cost(Cost.cpuNanosSoFar() - before, windows[0]);
  }

  private static boolean consumed(Admin admin, String group, Map<TopicPartition, Long> last)
      throws ExecutionException, InterruptedException {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return last.entrySet().stream()
        .allMatch(
            end -> {
              var at = committed.get(end.getKey());
              return at != null && at.offset() > end.getValue();
            });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
  }
}
