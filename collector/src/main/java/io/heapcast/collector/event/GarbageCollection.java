package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** A collection as a whole: its name, cause and time. */
final class GarbageCollection implements EventHandler {

  private final GcCycleAssembler gcCycles;

  GarbageCollection(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.collection(
        event.getLong("gcId"),
        Fields.text(event, "name"),
        Fields.text(event, "cause"),
        event.getEndTime(),
        event.getDuration());
  }
}
