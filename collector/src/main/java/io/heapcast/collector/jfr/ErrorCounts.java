package io.heapcast.collector.jfr;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Events read, and errors by reason; each reason is logged when it occurs first, later ones are
 * counted only.
 */
public final class ErrorCounts {

  private static final Logger LOG = System.getLogger(ErrorCounts.class.getName());

  private final Shedding shedding = new Shedding();
  private final LongAdder eventsRead = new LongAdder();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts an event that was read. */
  void eventRead() {
    eventsRead.increment();
  }

  /** What is left unread on purpose. */
  public Shedding shedding() {
    return shedding;
  }

  /** Events that were read so far. */
  public long eventsRead() {
    return eventsRead.sum();
  }

  /**
   * Counts one.
   *
   * @param what such as the event's name
   */
  public void count(String what, Throwable error) {
    String reason = what + ": " + error.getClass().getSimpleName();
    LongAdder count = counts.computeIfAbsent(reason, key -> new LongAdder());
    count.increment();
    if (count.sum() == 1) {
      LOG.log(Level.WARNING, what + " could not be read; counted from now on", error);
    }
  }

  /** How often each has occurred. */
  public Map<String, Long> byReason() {
    Map<String, Long> now = new TreeMap<>();
    counts.forEach((reason, count) -> now.put(reason, count.sum()));
    return now;
  }
}
