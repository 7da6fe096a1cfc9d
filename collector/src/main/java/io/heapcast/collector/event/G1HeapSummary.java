package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** G1: the generations after a collection. */
final class G1HeapSummary implements EventHandler {

  private final GcCycleAssembler gcCycles;

  G1HeapSummary(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (Fields.isAfterGc(event)) {
      gcCycles.g1After(
          event.getLong("gcId"),
          event.getLong("edenUsedSize"),
          event.getLong("survivorUsedSize"),
          // Since JDK 21 or later; see GcParts.
          event.hasField("oldGenUsedSize") ? event.getLong("oldGenUsedSize") : null);
    }
  }
}
