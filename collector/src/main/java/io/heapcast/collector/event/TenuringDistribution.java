package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** Serial, G1: survivors of one age, after a young collection. */
final class TenuringDistribution implements EventHandler {

  private final GcCycleAssembler gcCycles;

  TenuringDistribution(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.survivors(event.getLong("gcId"), event.getLong("size"));
  }
}
