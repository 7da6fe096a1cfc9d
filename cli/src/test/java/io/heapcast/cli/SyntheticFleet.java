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
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Telemetry of many JVMs, one batch per JVM and second of event time. Not thread-safe. */
final class SyntheticFleet {

  private static final long MEBIBYTE = 1 << 20;
  private static final long START_MS = 1_790_000_000_000L;

  private final Map<String, List<TelemetryBatch>> batchesByJvm = new LinkedHashMap<>();
  private int second;

  SyntheticFleet(int jvms) {
    for (int i = 0; i < jvms; i++) {
      String jvmId = new JvmId("host-" + i % 10, 1_000 + i, START_MS / 1_000).toString();
      batchesByJvm.put(jvmId, new ArrayList<>());
    }
  }

  /** The next batch of each JVM. */
  List<TelemetryBatch> nextSecond() {
    List<TelemetryBatch> batches = new ArrayList<>();
    int jvm = 0;
    for (Map.Entry<String, List<TelemetryBatch>> entry : batchesByJvm.entrySet()) {
      batches.add(add(entry.getValue(), batch(entry.getKey(), jvm++).build()));
    }
    second++;
    return batches;
  }

  /** The last batch of each JVM: it ends. */
  List<TelemetryBatch> end() {
    List<TelemetryBatch> batches = new ArrayList<>();
    int jvm = 0;
    for (Map.Entry<String, List<TelemetryBatch>> entry : batchesByJvm.entrySet()) {
      TelemetryBatch.Builder batch = batch(entry.getKey(), jvm++);
      batch.setEnded(
          JvmEnded.newBuilder()
              .setTimeMs(batch.getObservedUntilMs())
              .setReason(EndReason.SHUTDOWN));
      batches.add(add(entry.getValue(), batch.build()));
    }
    return batches;
  }

  /** Everything so far, in order. */
  Map<String, List<TelemetryBatch>> batchesByJvm() {
    return batchesByJvm;
  }

  private TelemetryBatch.Builder batch(String jvmId, int jvm) {
    long fromMs =
        START_MS + second * 1_000L + jvm; // windows of different JVMs close at different times
    long untilMs = fromMs + 1_000;
    TelemetryBatch.Builder batch =
        TelemetryBatch.newBuilder()
            .setJvmId(jvmId)
            .setSession(jvm + 1)
            .setSeq(second)
            .setObservedUntilMs(untilMs)
            .addGcCycles(collection(untilMs - 500, jvm))
            .addHeapLimits(HeapLimits.newBuilder().setTimeMs(untilMs).setMaxBytes(256 * MEBIBYTE))
            .addAllocated(
                AllocatedBytes.newBuilder()
                    .setFromTimeMs(fromMs)
                    .setTimeMs(untilMs)
                    .setBytes((10 + jvm % 7) * MEBIBYTE)
                    .setSource(AllocationSource.THREAD_COUNTERS));
    if (second % 60 == 0) {
      batch.setInfo(
          JvmInfo.newBuilder()
              .setJvmId(jvmId)
              .setServiceName("service-" + jvm % 20)
              .setServiceInstanceId(JvmId.parse(jvmId).instance())
              .setCollector(Collector.PARALLEL));
    }
    return batch;
  }

  private GcCycle collection(long endMs, int jvm) {
    boolean full = second % 5 == jvm % 5;
    return GcCycle.newBuilder()
        .setGcId(second)
        .setEndTimeMs(endMs)
        .setKind(full ? GcKind.FULL : GcKind.YOUNG)
        .setName(full ? "ParallelOld" : "ParallelScavenge")
        .setCause(full ? "Ergonomics" : "Allocation Failure")
        .setHeapBeforeBytes(200 * MEBIBYTE)
        .setHeapAfterBytes((40 + jvm % 30) * MEBIBYTE + second)
        .setDurationUs(2_000)
        .addPausesUs(1_500)
        .build();
  }

  private static TelemetryBatch add(List<TelemetryBatch> batches, TelemetryBatch batch) {
    batches.add(batch);
    return batch;
  }
}
