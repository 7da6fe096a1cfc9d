package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** G1: what a collection copied. */
final class EvacuationInformation implements EventHandler {

  private final GcCycleAssembler gcCycles;

  EvacuationInformation(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.g1BytesCopied(event.getLong("gcId"), event.getLong("bytesCopied"));
  }
}
