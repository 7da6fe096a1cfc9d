package io.heapcast.server.remotewrite;

import java.util.concurrent.atomic.LongAdder;

/** What became of windows since this process began to remote-write them. Thread-safe. */
public final class RemoteWriteCounts {

  private final LongAdder written = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder ahead = new LongAdder();
  private final LongAdder retries = new LongAdder();

  /** Nothing yet. */
  public RemoteWriteCounts() {}

  /** Windows that were taken; one written again after a hand-over counts again. */
  public long written() {
    return written.sum();
  }

  /** Windows that will never be taken, and were dropped. */
  public long refused() {
    return refused.sum();
  }

  /** Windows of a clock that is ahead, which were dropped unsent. */
  public long ahead() {
    return ahead.sum();
  }

  /** Posts that found nobody, were told to come later, or failed here. */
  public long retries() {
    return retries.sum();
  }

  void written(int windows) {
    written.add(windows);
  }

  void refused(int windows) {
    refused.add(windows);
  }

  void aheadOne() {
    ahead.increment();
  }

  void retried() {
    retries.increment();
  }
}
