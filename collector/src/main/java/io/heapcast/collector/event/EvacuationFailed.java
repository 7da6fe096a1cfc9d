package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** G1: one of its threads found no room to copy to. */
final class EvacuationFailed implements EventHandler {

  private final GcCycleAssembler gcCycles;

  EvacuationFailed(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.copyFailed(event.getLong("gcId"), event.getLong("evacuationFailed.totalSize"));
  }
}
