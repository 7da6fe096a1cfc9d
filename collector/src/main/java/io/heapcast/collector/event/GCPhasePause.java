package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** A stop-the-world part of a collection. */
final class GCPhasePause implements EventHandler {

  private final GcCycleAssembler gcCycles;

  GCPhasePause(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.pause(
        event.getLong("gcId"),
        Fields.text(event, "name"),
        event.getStartTime(),
        event.getDuration());
  }
}
