package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.ThreadCount;
import java.util.List;

/** Telemetry of one imaginary JVM; times are milliseconds since {@link #START_MS}. */
public final class Jvm {

  public static final String ID = "host/4711@1700000000";

  /** A multiple of a window. */
  public static final long START_MS = 1_700_000_000_000L;

  private long session = 77;
  private long seq;

  public static long at(long ms) {
    return START_MS + ms;
  }

  public static JvmInfo info() {
    return JvmInfo.newBuilder()
        .setJvmId(ID)
        .setHostName("host")
        .setProcessPid(4711)
        .setServiceName("orders")
        .setCollector(Collector.G1)
        .build();
  }

  /** The next batch of this session. */
  public TelemetryBatch.Builder observedUntil(long ms) {
    return TelemetryBatch.newBuilder()
        .setJvmId(ID)
        .setSession(session)
        .setSeq(seq++)
        .setObservedUntilMs(at(ms));
  }

  /** Batches that never arrive. */
  public Jvm lose(int batches) {
    seq += batches;
    return this;
  }

  /** The collector starts again. */
  public Jvm newSession() {
    session++;
    seq = 0;
    return this;
  }

  static GcCycle.Builder collection(int id, GcKind kind, long endMs) {
    return GcCycle.newBuilder().setGcId(id).setKind(kind).setEndTimeMs(at(endMs));
  }

  static GcCycle collection(int id, GcKind kind, long endMs, long before, long after) {
    return collection(id, kind, endMs).setHeapBeforeBytes(before).setHeapAfterBytes(after).build();
  }

  static ThreadCount threads(long ms, int active) {
    return ThreadCount.newBuilder().setTimeMs(at(ms)).setActive(active).build();
  }

  static AllocatedBytes counters(long fromMs, long toMs, long bytes) {
    return AllocatedBytes.newBuilder()
        .setFromTimeMs(at(fromMs))
        .setTimeMs(at(toMs))
        .setBytes(bytes)
        .setSource(AllocationSource.THREAD_COUNTERS)
        .build();
  }

  static AllocationSample sample(long ms, int classId, long weight, Integer... frameIds) {
    return AllocationSample.newBuilder()
        .setTimeMs(at(ms))
        .setClassId(classId)
        .addAllFrameIds(List.of(frameIds))
        .setCount(1)
        .setWeightBytes(weight)
        .build();
  }

  static NameDef name(int id, String name) {
    return NameDef.newBuilder().setId(id).setName(name).build();
  }

  public static JvmEnded ended(long ms) {
    return JvmEnded.newBuilder().setTimeMs(at(ms)).setReason(EndReason.SHUTDOWN).build();
  }
}
