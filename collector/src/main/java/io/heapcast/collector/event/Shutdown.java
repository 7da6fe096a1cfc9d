package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;

/** The JVM ends in an orderly way, and says why. */
final class Shutdown implements EventHandler {

  private final Measurements measurements;

  Shutdown(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements.shutdown(event.getEndTime(), Fields.text(event, "reason"));
  }
}
