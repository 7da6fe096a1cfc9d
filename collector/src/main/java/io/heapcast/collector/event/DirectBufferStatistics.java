package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.DirectBuffers;
import jdk.jfr.consumer.RecordedEvent;

/** Direct buffers and their limit. */
final class DirectBufferStatistics implements EventHandler {

  private final Measurements measurements;

  DirectBufferStatistics(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    DirectBuffers.Builder buffers =
        DirectBuffers.newBuilder()
            .setTimeMs(event.getEndTime().toEpochMilli())
            .setCount(event.getLong("count"))
            .setUsedBytes(event.getLong("memoryUsed"));
    Fields.limit(event, "maxCapacity").ifPresent(buffers::setLimitBytes);
    measurements.batch().addDirectBuffers(buffers);
  }
}
