package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** Serial, Parallel: one of their threads found no room in the old generation. */
final class PromotionFailed implements EventHandler {

  private final GcCycleAssembler gcCycles;

  PromotionFailed(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.copyFailed(event.getLong("gcId"), event.getLong("promotionFailed.totalSize"));
  }
}
