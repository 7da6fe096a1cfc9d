package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** Generational Shenandoah: what a collection copied (JDK 25). */
final class ShenandoahEvacuationInformation implements EventHandler {

  private final GcCycleAssembler gcCycles;

  ShenandoahEvacuationInformation(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.shenandoahEvacuated(
        event.getLong("gcId"), event.getLong("collectedOld"), event.getLong("collectedPromoted"));
  }
}
