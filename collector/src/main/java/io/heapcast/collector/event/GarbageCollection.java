package io.heapcast.collector.event;

import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.GcCycleAssembler;
import jdk.jfr.consumer.RecordedEvent;

/** A collection as a whole: its name, cause and time. */
final class GarbageCollection implements EventHandler {

  /** What the JVM says where it does not know. */
  private static final String UNKNOWN_CAUSE = "unknown GCCause";

  private final GcCycleAssembler gcCycles;

  GarbageCollection(GcCycleAssembler gcCycles) {
    this.gcCycles = gcCycles;
  }

  @Override
  public void accept(RecordedEvent event) {
    gcCycles.collection(
        event.getLong("gcId"),
        Fields.text(event, "name"),
        UNKNOWN_CAUSE.equals(Fields.text(event, "cause")) ? "" : Fields.text(event, "cause"),
        event.getEndTime(),
        event.getDuration());
  }
}
