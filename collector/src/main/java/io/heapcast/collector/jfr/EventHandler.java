package io.heapcast.collector.jfr;

import jdk.jfr.consumer.RecordedEvent;

/** Reads one type of JFR event; the class has the event's name. */
public interface EventHandler {

  /** Full name of the event. */
  default String event() {
    return "jdk." + getClass().getSimpleName();
  }

  /** Takes what is needed; the event object is reused after the call. */
  void accept(RecordedEvent event);
}
