package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** A sampled allocation, with its weight in bytes. */
final class ObjectAllocationSample implements EventHandler {

  private final Measurements measurements;

  ObjectAllocationSample(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    RecordedClass type = event.getClass("objectClass");
    RecordedThread thread = event.getThread();
    if (type != null
        && thread != null
        && !measurements.firstSamples().standsForThePast(thread.getId())) {
      measurements
          .allocationSites()
          .add(
              event.getEndTime().toEpochMilli(),
              Names.ofClass(type.getName()),
              Names.topFrames(event.getStackTrace()),
              event.getLong("weight"));
    }
  }
}
