package io.heapcast.collector.jfr;

import jdk.jfr.consumer.RecordedEvent;

/** Reads one type of JFR event; the class has the event's name. */
public interface EventHandler {

  /** Full name of the event. */
  default String event() {
    return "jdk." + getClass().getSimpleName();
  }

  /**
   * Whether the event says what the JVM is, and not what happens in it: it is read from the begin
   * of a chunk, also where all else there was read before.
   */
  default boolean describes() {
    return false;
  }

  /**
   * Whether the event is a sample of what is allocated: the first that a busy reader does without.
   */
  default boolean samplesAllocation() {
    return false;
  }

  /** Takes what is needed; the event object is reused after the call. */
  void accept(RecordedEvent event);
}
