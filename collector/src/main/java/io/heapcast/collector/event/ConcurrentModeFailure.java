package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** G1: a concurrent cycle was given up for a full collection. */
final class ConcurrentModeFailure implements EventHandler {

  private final GcCycleAssembler gcCycles;

  ConcurrentModeFailure(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.concurrentModeFailed(event.getLong("gcId"));
  }
}
