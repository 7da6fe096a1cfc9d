package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.ClassCounts;
import jdk.jfr.consumer.RecordedEvent;

/** How many classes were loaded and unloaded. */
final class ClassLoadingStatistics implements EventHandler {

  private final Measurements measurements;

  ClassLoadingStatistics(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements
        .batch()
        .addClasses(
            ClassCounts.newBuilder()
                .setTimeMs(event.getEndTime().toEpochMilli())
                .setLoaded(event.getLong("loadedClassCount"))
                .setUnloaded(event.getLong("unloadedClassCount")));
  }
}
