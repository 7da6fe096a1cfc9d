package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.ResidentSet;
import jdk.jfr.consumer.RecordedEvent;

/** Resident memory of the process (JDK 21 and newer). */
final class ResidentSetSize implements EventHandler {

  private final Measurements measurements;

  ResidentSetSize(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements.residentSetTold();
    measurements
        .batch()
        .addResidentSets(
            ResidentSet.newBuilder()
                .setTimeMs(event.getEndTime().toEpochMilli())
                .setBytes(event.getLong("size")));
  }
}
