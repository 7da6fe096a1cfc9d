package io.heapcast.bench.throughput;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.DetectorStreams;
import io.heapcast.streams.WindowStreams;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.v1.TelemetryBatch;
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
 * @param load what was read
 * @param raw per batch: consumed and decoded, nothing else
 * @param windows per batch: the topology of the windows
 * @param verdicts per window: verdicts and alerts
 * @param state what the windows' topology keeps
 * @param windowsHeapBytes in use by this process when it had read everything, after a collection
 */
record Pass(
    Load load, Cost raw, Cost windows, Cost verdicts, StoredState state, long windowsHeapBytes) {

  private static final long LOOK_EVERY_MS = 5;

  static Pass run(Settings cluster, String prefix, Replays fleet)
      throws ExecutionException, InterruptedException {
    Settings settings = cluster.with(Map.of(Setting.PREFIX, prefix), "benchmark");
    Topics.createMissing(settings);
    Load load = Load.write(settings, fleet);
    Cost raw = raw(settings);
    long[] heapBytes = new long[1];
    Cost windows = windows(settings, load.records(), heapBytes);
    StoredState state = StoredState.read(settings, fleet, load.records());
    Cost verdicts = verdicts(settings);
    return new Pass(load, raw, windows, verdicts, state, heapBytes[0]);
  }

  private static Cost raw(Settings settings) {
    long before = Cost.cpuNanosSoFar();
    long[] records = new long[2];
    Reading.all(
        settings,
        Topic.TELEMETRY.name(settings),
        record -> {
          records[0]++;
          records[1] += decode(record.value()).getSeq(); // so that it cannot be left out
        });
    return new Cost(Cost.cpuNanosSoFar() - before, records[0]);
  }

  private static TelemetryBatch decode(byte[] value) {
    try {
      return TelemetryBatch.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From a tenth of the way on: joining the group is not what is measured. */
  private static Cost windows(Settings settings, long records, long[] heapBytes)
      throws InterruptedException {
    try (WindowStreams streams = WindowStreams.start(settings)) {
      await(() -> streams.counts().batches() >= records / 10);
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
