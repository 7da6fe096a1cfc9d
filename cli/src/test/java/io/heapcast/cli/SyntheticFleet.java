package io.heapcast.cli;

import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Telemetry of many replicas of some services, one batch per replica and second of event time. In
 * every tenth service all replicas leak, die of it after some minutes and start again. Nothing is
 * kept: what was handed out can be had again, replica by replica. Not thread-safe.
 */
final class SyntheticFleet {

  private static final long MEBIBYTE = 1 << 20;
  private static final long START_MS = 1_790_000_000_000L;
  private static final long HEAP_MIB = 256;
  private static final int REPLICAS = 20;

  /** A leaking JVM is flat for so many seconds, then grows until it dies in its last one. */
  private static final int FLAT_SECONDS = 120;

  private static final int LIFE_SECONDS = 480;

  private final int replicas;
  private final boolean someLeak;
  private int second;
  private boolean ended;

  SyntheticFleet(int replicas) {
    this(replicas, true);
  }

  private SyntheticFleet(int replicas, boolean someLeak) {
    this.replicas = replicas;
    this.someLeak = someLeak;
  }

  /** One JVM that lives as long as it is asked to. */
  static SyntheticFleet ofOneHealthyJvm() {
    return new SyntheticFleet(1, false);
  }

  int replicas() {
    return replicas;
  }

  /** The next batch of each replica. */
  List<TelemetryBatch> nextSecond() {
    List<TelemetryBatch> batches = new ArrayList<>(replicas);
    for (int replica = 0; replica < replicas; replica++) {
      batches.add(batch(replica, second));
    }
    second++;
    return batches;
  }

  /** The last batch of each replica: all end. */
  List<TelemetryBatch> end() {
    ended = true;
    List<TelemetryBatch> batches = new ArrayList<>(replicas);
    for (int replica = 0; replica < replicas; replica++) {
      batches.add(lastBatch(replica));
    }
    return batches;
  }

  /** All that was handed out of a replica, in order, by JVM. */
  Map<String, List<TelemetryBatch>> batchesOf(int replica) {
    Map<String, List<TelemetryBatch>> byJvm = new LinkedHashMap<>();
    for (int at = 0; at < second; at++) {
      TelemetryBatch batch = batch(replica, at);
      byJvm.computeIfAbsent(batch.getJvmId(), jvmId -> new ArrayList<>()).add(batch);
    }
    if (ended) {
      TelemetryBatch last = lastBatch(replica);
      byJvm.computeIfAbsent(last.getJvmId(), jvmId -> new ArrayList<>()).add(last);
    }
    return byJvm;
  }

  private TelemetryBatch lastBatch(int replica) {
    TelemetryBatch batch = batch(replica, second);
    JvmEnded.Builder end =
        JvmEnded.newBuilder().setTimeMs(batch.getObservedUntilMs()).setReason(EndReason.SHUTDOWN);
    return batch.toBuilder().setEnded(end).build();
  }

  private TelemetryBatch batch(int replica, int at) {
    boolean leaks = someLeak && replica / REPLICAS % 10 == 0;
    // Replicas die at different times; the first life of most is cut short at its begin.
    int age = leaks ? (at + replica * 7) % LIFE_SECONDS : at;
    int seq = Math.min(age, at);
    // Windows of different replicas close at different times.
    long fromMs = START_MS + at * 1_000L + replica % 1_000;
    long untilMs = fromMs + 1_000;
    String jvmId = jvmId(replica, at - age);
    TelemetryBatch.Builder batch =
        TelemetryBatch.newBuilder()
            .setJvmId(jvmId)
            .setSession(replica + 1)
            .setSeq(seq)
            .setObservedUntilMs(untilMs)
            .addGcCycles(collection(untilMs - 500, replica, seq, leaks ? age : 0))
            .addHeapLimits(
                HeapLimits.newBuilder().setTimeMs(untilMs).setMaxBytes(HEAP_MIB * MEBIBYTE))
            .addAllocated(
                AllocatedBytes.newBuilder()
                    .setFromTimeMs(fromMs)
                    .setTimeMs(untilMs)
                    .setBytes((10 + replica % 7) * MEBIBYTE)
                    .setSource(AllocationSource.THREAD_COUNTERS));
    if (seq % 60 == 0) {
      batch.setInfo(info(replica, jvmId));
    }
    if (leaks && age == LIFE_SECONDS - 1) {
      batch.setEnded(
          JvmEnded.newBuilder()
              .setTimeMs(untilMs)
              .setReason(EndReason.OUT_OF_MEMORY)
              .setDetail("java.lang.OutOfMemoryError: Java heap space"));
    }
    return batch.build();
  }

  private static String jvmId(int replica, int bornAt) {
    return new JvmId("host-" + replica % 10, 1_000 + replica, START_MS / 1_000 + bornAt).toString();
  }

  private static JvmInfo info(int replica, String jvmId) {
    JvmId id = JvmId.parse(jvmId);
    return JvmInfo.newBuilder()
        .setJvmId(jvmId)
        .setStartTimeMs(id.startEpochSecond() * 1_000)
        .setServiceName("service-" + replica / REPLICAS)
        .setServiceNameSource(ServiceNameSource.CONFIGURED)
        .setServiceInstanceId(id.instance())
        .setServiceVersion("1.4.2")
        .setCollector(Collector.PARALLEL)
        .build();
  }

  private static GcCycle collection(long endMs, int replica, int seq, int leakingForSeconds) {
    boolean full = seq % 5 == replica % 5;
    long leakedBytes = Math.max(0, leakingForSeconds - FLAT_SECONDS) * MEBIBYTE * 56 / 100;
    long noiseBytes = (replica * 31L + seq * 17L) % 10 * MEBIBYTE / 10;
    long afterBytes = (40 + replica % 10) * MEBIBYTE + leakedBytes + noiseBytes;
    return GcCycle.newBuilder()
        .setGcId(seq)
        .setEndTimeMs(endMs)
        .setKind(full ? GcKind.FULL : GcKind.YOUNG)
        .setName(full ? "ParallelOld" : "ParallelScavenge")
        .setCause(full ? "Ergonomics" : "Allocation Failure")
        .setHeapBeforeBytes(HEAP_MIB * MEBIBYTE)
        .setHeapAfterBytes(afterBytes)
        .setDurationUs(2_000)
        .addPausesUs(1_500)
        .build();
  }
}
