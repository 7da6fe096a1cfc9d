package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;

/** Heap use before and after a collection. */
final class GCHeapSummary implements EventHandler {

  private final Measurements measurements;

  GCHeapSummary(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    long gcId = event.getLong("gcId");
    long used = event.getLong("heapUsed");
    long committed = event.getLong("heapSpace.committedSize");
    if (Fields.isAfterGc(event)) {
      measurements.gcCycles().heapAfter(gcId, event.getEndTime(), used, committed);
      measurements.heap(event.getEndTime().toEpochMilli(), used, committed);
    } else {
      measurements.gcCycles().heapBefore(gcId, used, committed);
    }
  }
}
