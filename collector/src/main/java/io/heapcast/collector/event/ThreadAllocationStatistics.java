package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/** What one thread has allocated since its start. */
final class ThreadAllocationStatistics implements EventHandler {

  private final Measurements measurements;

  ThreadAllocationStatistics(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    RecordedThread thread = event.getThread("thread");
    if (thread != null) {
      long timeMs = event.getEndTime().toEpochMilli();
      measurements.firstSamples().counted(timeMs, thread.getId());
      measurements.allocationCounters().add(timeMs, thread.getId(), event.getLong("allocated"));
    }
  }
}
