package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** Parallel: the old generation before and after a collection. */
final class PSHeapSummary implements EventHandler {

  private final GcCycleAssembler gcCycles;

  PSHeapSummary(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    long gcId = event.getLong("gcId");
    long oldUsed = event.getLong("oldObjectSpace.used");
    if (Fields.isAfterGc(event)) {
      gcCycles.parallelOldAfter(gcId, oldUsed);
    } else {
      gcCycles.parallelOldBefore(gcId, oldUsed);
    }
  }
}
