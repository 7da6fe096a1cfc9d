package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;

/** ZGC: a thread had to wait for memory. */
final class ZAllocationStall implements EventHandler {

  private final Measurements measurements;

  ZAllocationStall(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements
        .allocationStalls()
        .add(event.getEndTime().toEpochMilli(), event.getDuration().toNanos() / 1_000);
  }
}
