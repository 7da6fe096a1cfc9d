package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** G1: the type of a young collection. */
final class G1GarbageCollection implements EventHandler {

  private final GcCycleAssembler gcCycles;

  G1GarbageCollection(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.g1Type(event.getLong("gcId"), Fields.text(event, "type"));
  }
}
