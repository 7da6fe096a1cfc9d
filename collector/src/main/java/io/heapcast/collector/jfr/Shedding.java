package io.heapcast.collector.jfr;

import java.util.concurrent.atomic.LongAdder;

/** Events that are left unread while the collector is at its own limit. Thread-safe. */
public final class Shedding {

  private final LongAdder shed = new LongAdder();
  private volatile boolean allocationSamples;

  /** From now on samples of allocation are passed over, or are not. */
  public void allocationSamples(boolean passedOver) {
    allocationSamples = passedOver;
  }

  /** Events that were passed over so far. */
  public long shed() {
    return shed.sum();
  }

  /** Whether an event is passed over, which counts it. */
  boolean passesOver(EventHandler handler) {
    boolean passedOver = allocationSamples && handler.samplesAllocation();
    if (passedOver) {
      shed.increment();
    }
    return passedOver;
  }
}
