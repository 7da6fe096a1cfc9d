package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/** A sampled allocation, with its weight in bytes. */
final class ObjectAllocationSample implements EventHandler {

  private final Measurements measurements;

  // JFR gives the same object for the same stack or class, as long as it knows it.
  private final Map<RecordedStackTrace, List<String>> framesByStack = new WeakHashMap<>();
  private final Map<RecordedClass, String> namesByClass = new WeakHashMap<>();

  ObjectAllocationSample(Measurements measurements) {
    this.measurements = measurements;
  }

  @Override
  public boolean samplesAllocation() {
    return true;
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
              namesByClass.computeIfAbsent(type, key -> Names.ofClass(key.getName())),
              frames(event.getStackTrace()),
              event.getLong("weight"));
    }
  }

  private List<String> frames(@Nullable RecordedStackTrace stack) {
    return stack == null
        ? List.of()
        : framesByStack.computeIfAbsent(stack, key -> Names.topFrames(key));
  }
}
