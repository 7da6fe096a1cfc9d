package io.heapcast.cli.analyze.gclog;

import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.AllocationStalls;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.TelemetryBatch;
import org.jspecify.annotations.Nullable;

/** What comes out of a log, as measurements on the wire. */
final class LogTelemetry implements LogSink {

  private final BatchCutter cutter;
  private final @Nullable Long maxHeapBytes;
  private final boolean cyclesSpanCollections;
  private @Nullable GcCycle last;
  private @Nullable Long committedBytes;

  /**
   * Measurements of one JVM.
   *
   * @param maxHeapBytes null: not known
   * @param cyclesSpanCollections whether young collections run within concurrent cycles, so that
   *     those tell nothing of what was allocated
   */
  LogTelemetry(BatchCutter cutter, @Nullable Long maxHeapBytes, boolean cyclesSpanCollections) {
    this.cutter = cutter;
    this.maxHeapBytes = maxHeapBytes;
    this.cyclesSpanCollections = cyclesSpanCollections;
  }

  @Override
  public void collection(GcCycle cycle) {
    TelemetryBatch.Builder batch = cutter.at(cycle.getEndTimeMs());
    boolean boundsAllocation =
        cycle.hasHeapAfterBytes()
            && !(cyclesSpanCollections
                && (cycle.getKind() == GcKind.CONCURRENT || cycle.getKind() == GcKind.OLD));
    GcCycle told = withCommittedBefore(cycle);
    batch.addGcCycles(told);
    if (boundsAllocation) {
      if (last != null) {
        batch.addAllocated(
            AllocatedBytes.newBuilder()
                .setFromTimeMs(last.getEndTimeMs())
                .setTimeMs(cycle.getEndTimeMs())
                .setBytes(Math.max(0, cycle.getHeapBeforeBytes() - last.getHeapAfterBytes()))
                .setSource(AllocationSource.HEAP_DIFFERENCES));
      }
      last = cycle;
    }
    if (cycle.hasHeapCommittedBytes()) {
      committedBytes = cycle.getHeapCommittedBytes();
      limits(batch, cycle.getEndTimeMs());
    }
  }

  @Override
  public void metaspace(long timeMs, long usedBytes, long committed) {
    Metaspace.Builder metaspace = Metaspace.newBuilder().setTimeMs(timeMs).setUsedBytes(usedBytes);
    if (committed != LogLine.ABSENT) {
      metaspace.setCommittedBytes(committed);
    }
    cutter.at(timeMs).addMetaspace(metaspace);
  }

  @Override
  public void allocationStall(long timeMs, long durationUs) {
    TelemetryBatch.Builder batch = cutter.at(timeMs);
    AllocationStalls.Builder stalls =
        batch.getAllocationStallsCount() == 0
            ? batch.addAllocationStallsBuilder()
            : batch.getAllocationStallsBuilder(0);
    stalls
        .setTimeMs(timeMs)
        .setCount(stalls.getCount() + 1)
        .setTotalUs(stalls.getTotalUs() + durationUs)
        .setLongestUs(Math.max(stalls.getLongestUs(), durationUs));
  }

  @Override
  public void heap(long timeMs, long usedBytes, long committed) {
    HeapLimits.Builder limits =
        HeapLimits.newBuilder()
            .setTimeMs(timeMs)
            .setUsedBytes(usedBytes)
            .setCommittedBytes(committed);
    if (maxHeapBytes != null) {
      limits.setMaxBytes(maxHeapBytes);
    }
    cutter.at(timeMs).addHeapLimits(limits);
  }

  @Override
  public void lost(long timeMs, long collections) {
    cutter.lost(timeMs);
    last = null;
    committedBytes = null;
  }

  @Override
  public void exit(long timeMs) {
    cutter
        .at(timeMs)
        .setEnded(JvmEnded.newBuilder().setTimeMs(timeMs).setReason(EndReason.SHUTDOWN));
  }

  /** A log says what is committed when a collection has ended: till the next one it stays so. */
  private GcCycle withCommittedBefore(GcCycle cycle) {
    return committedBytes == null || !cycle.hasHeapCommittedBytes()
        ? cycle
        : cycle.toBuilder().setHeapCommittedBeforeBytes(committedBytes).build();
  }

  private void limits(TelemetryBatch.Builder batch, long timeMs) {
    if (maxHeapBytes != null && batch.getHeapLimitsCount() == 0) {
      batch.addHeapLimits(HeapLimits.newBuilder().setTimeMs(timeMs).setMaxBytes(maxHeapBytes));
    }
  }
}
