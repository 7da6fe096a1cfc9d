package io.heapcast.bench.rival;

/** The condition of an alert on the heap of one JVM; keeps what it must remember. */
@FunctionalInterface
interface Rule {

  /** Whether it holds at the end of this window. Asked once for every window, in order. */
  boolean holds(Gauges gauges);
}
