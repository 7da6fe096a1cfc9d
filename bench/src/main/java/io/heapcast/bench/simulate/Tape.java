package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.function.Consumer;

/**
 * Writes down what a collector on the host would send of a simulated JVM: measurements of their
 * period, cut into batches.
 */
final class Tape {

  /** The identity and the names are repeated so often, so that a late reader heals. */
  private static final int BATCHES_BETWEEN_INFO = 60;

  private final JvmPlan plan;
  private final JvmInfo info;
  private final Consumer<TelemetryBatch> sink;
  private final Samples samples;
  private final long session;
  private final double observedFromMs;
  private TelemetryBatch.Builder batch = TelemetryBatch.newBuilder();
  private long seq;
  private int steps;
  private long lastReadingMs;
  private double lastAllocated;
  private boolean newlyCollected;
  private long lastAfter;
  private long lastCommitted;
  private long lastGcMs;

  Tape(JvmPlan plan, JvmInfo info, Dice dice, Consumer<TelemetryBatch> sink) {
    this.plan = plan;
    this.info = info;
    this.sink = sink;
    this.session = dice.bits();
    this.samples = new Samples(info.getServiceName(), dice);
    this.observedFromMs = plan.startMs + plan.observedFromSeconds * 1_000;
    this.lastReadingMs = (long) plan.startMs;
  }

  void collected(GcCycle cycle) {
    if (cycle.getEndTimeMs() >= observedFromMs) {
      batch.addGcCycles(cycle);
    }
    newlyCollected = true;
    lastAfter = cycle.getHeapAfterBytes();
    lastCommitted = cycle.getHeapCommittedBytes();
    lastGcMs = cycle.getEndTimeMs();
  }

  /** A step is over: time for readings. */
  void step(SimulatedHeap heap, SimulatedCollector collector, Places places) {
    long nowMs = (long) heap.nowMs();
    if (nowMs < observedFromMs) {
      lastReadingMs = nowMs;
      lastAllocated = heap.allocated();
      newlyCollected = false;
      return;
    }
    allocated(heap, nowMs);
    heapLimits(heap, collector, nowMs);
    steps++;
    if (steps % plan.stepsPerBatch == 0 || steps == 1) {
      places.read(batch, plan, collector.committed, heap.used(), nowMs);
      samples.take(batch, nowMs, heap.allocated());
      flush(nowMs);
    }
  }

  /** Sends what there is; called at the end of the run, too. */
  void flush(long nowMs) {
    batch.setJvmId(info.getJvmId()).setSession(session).setSeq(seq).setObservedUntilMs(nowMs);
    if (seq % BATCHES_BETWEEN_INFO == 0) {
      batch.setInfo(info).addAllNames(samples.names());
    }
    seq++;
    sink.accept(batch.build());
    batch = TelemetryBatch.newBuilder();
  }

  TelemetryBatch.Builder batch() {
    return batch;
  }

  private void allocated(SimulatedHeap heap, long nowMs) {
    if (nowMs > lastReadingMs) {
      batch
          .addAllocatedBuilder()
          .setFromTimeMs(lastReadingMs)
          .setTimeMs(nowMs)
          .setBytes((long) heap.allocated() - (long) lastAllocated)
          .setSource(AllocationSource.THREAD_COUNTERS);
      lastReadingMs = nowMs;
      lastAllocated = heap.allocated();
    }
  }

  /** JDK 25 tells heap use by itself; JDK 17 only after collections. */
  private void heapLimits(SimulatedHeap heap, SimulatedCollector collector, long nowMs) {
    if (plan.jdk.startsWith("25")) {
      batch
          .addHeapLimitsBuilder()
          .setTimeMs(nowMs)
          .setMaxBytes((long) plan.heapBytes)
          .setCommittedBytes((long) Math.ceil(Math.max(collector.committed, heap.used())))
          .setUsedBytes((long) heap.used());
    } else if (newlyCollected) {
      batch
          .addHeapLimitsBuilder()
          .setTimeMs(lastGcMs)
          .setMaxBytes((long) plan.heapBytes)
          .setCommittedBytes(lastCommitted)
          .setUsedBytes(lastAfter);
    }
    newlyCollected = false;
  }
}
