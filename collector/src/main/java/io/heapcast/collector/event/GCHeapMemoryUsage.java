package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;

/** Heap use between collections (JDK 21 and newer). */
final class GCHeapMemoryUsage implements EventHandler {

  private final Measurements measurements;

  GCHeapMemoryUsage(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements.heap(
        event.getEndTime().toEpochMilli(), event.getLong("used"), event.getLong("committed"));
  }
}
