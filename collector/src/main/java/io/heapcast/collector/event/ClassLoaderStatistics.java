package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;

/** One of the class loaders, all of which are told together. */
final class ClassLoaderStatistics implements EventHandler {

  private final Measurements measurements;

  ClassLoaderStatistics(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements.classLoaders().add(event.getEndTime().toEpochMilli());
  }
}
