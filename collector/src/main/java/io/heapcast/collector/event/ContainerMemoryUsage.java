package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.v1.ContainerMemory;
import java.util.OptionalLong;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Memory of the container. Outside of one, or without a limit, the figure is that of some control
 * group that says nothing about the JVM.
 */
final class ContainerMemoryUsage implements EventHandler {

  private final Measurements measurements;

  ContainerMemoryUsage(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public void accept(RecordedEvent event) {
    long usage = event.getLong("memoryUsage");
    OptionalLong limit = measurements.facts().containerLimitBytes();
    if (usage > 0 && limit.isPresent()) {
      measurements
          .batch()
          .addContainerMemory(
              ContainerMemory.newBuilder()
                  .setTimeMs(event.getEndTime().toEpochMilli())
                  .setUsageBytes(usage)
                  .setLimitBytes(limit.getAsLong()));
    }
  }
}
