package io.heapcast.collector.event;

import java.util.OptionalLong;
import jdk.jfr.consumer.RecordedEvent;

/** Reads fields of events. */
final class Fields {

  /** Control groups say "no limit" by a number near the greatest there is. */
  private static final long NO_LIMIT = 1L << 60;

  private Fields() {}

  /** Whether a summary is the one after the collection. */
  static boolean isAfterGc(RecordedEvent event) {
    return text(event, "when").equals("After GC");
  }

  /** Text; empty where the JVM gave none. */
  static String text(RecordedEvent event, String field) {
    String text = event.getString(field);
    return text == null ? "" : text;
  }

  /** A limit in bytes; absent where there is none, which JVMs say as 0, -1 or a huge number. */
  static OptionalLong limit(RecordedEvent event, String field) {
    long value = event.getLong(field);
    return value > 0 && value < NO_LIMIT ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
