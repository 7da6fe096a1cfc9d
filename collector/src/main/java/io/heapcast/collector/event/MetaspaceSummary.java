package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;

/** Metaspace after a collection. */
final class MetaspaceSummary implements EventHandler {

  private final Measurements measurements;

  MetaspaceSummary(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (Fields.isAfterGc(event)) {
      measurements.metaspace(
          event.getEndTime().toEpochMilli(),
          event.getLong("metaspace.used"),
          event.getLong("metaspace.committed"));
    }
  }
}
