package io.heapcast.cli.analyze.gclog;

import io.heapcast.telemetry.v1.GcCycle;

/** What comes out of a log, in order of event time, milliseconds since the epoch. */
interface LogSink {

  /** A collection at its end; each gc id once. */
  void collection(GcCycle cycle);

  /**
   * Metaspace after a collection.
   *
   * @param committedBytes {@link LogLine#ABSENT}: not said
   */
  void metaspace(long timeMs, long usedBytes, long committedBytes);

  /** A thread had to wait for memory. */
  void allocationStall(long timeMs, long durationUs);

  /** Heap use without a collection. */
  void heap(long timeMs, long usedBytes, long committedBytes);

  /** Lines are missing: collections that were there, and whatever else up to this time. */
  void lost(long timeMs, long collections);

  /** The JVM ended, orderly. */
  void exit(long timeMs);
}
