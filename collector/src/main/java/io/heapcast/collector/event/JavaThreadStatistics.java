package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.ThreadCount;
import jdk.jfr.consumer.RecordedEvent;

/** How many threads there are. */
final class JavaThreadStatistics implements EventHandler {

  private final Measurements measurements;

  JavaThreadStatistics(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    measurements
        .batch()
        .addThreads(
            ThreadCount.newBuilder()
                .setTimeMs(event.getEndTime().toEpochMilli())
                .setActive((int) event.getLong("activeCount"))
                .setDaemon((int) event.getLong("daemonCount"))
                .setPeak((int) event.getLong("peakCount")));
  }
}
