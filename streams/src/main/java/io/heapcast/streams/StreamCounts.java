package io.heapcast.streams;

import java.util.concurrent.atomic.LongAdder;

/** What this process did since it started. Thread-safe. */
public final class StreamCounts {

  private final LongAdder batches = new LongAdder();
  private final LongAdder windows = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder quarantined = new LongAdder();
  private final LongAdder freed = new LongAdder();

  StreamCounts() {}

  /** Batches that were read. */
  public long batches() {
    return batches.sum();
  }

  /** Windows that were emitted. */
  public long windows() {
    return windows.sum();
  }

  /** Records that could not be read. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  /** JVMs whose state could not be read and was dropped. */
  public long quarantines() {
    return quarantined.sum();
  }

  /** JVMs whose state was freed after long silence. */
  public long freedStates() {
    return freed.sum();
  }

  void batch() {
    batches.increment();
  }

  void window() {
    windows.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void quarantined() {
    quarantined.increment();
  }

  void freed() {
    freed.increment();
  }
}
