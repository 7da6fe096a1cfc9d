package io.heapcast.server;

import java.util.Arrays;

/**
 * Start times of the last windows counted for one JVM, so that a repeated window is not counted
 * again. Remembers {@value #REMEMBERED}, over five minutes of windows; immutable.
 */
final class RecentStarts {

  private static final int REMEMBERED = 32;

  static final RecentStarts NONE = new RecentStarts(new long[0]);

  private final long[] starts;

  private RecentStarts(long[] starts) {
    this.starts = starts;
  }

  boolean contains(long startMs) {
    return Arrays.stream(starts).anyMatch(start -> start == startMs);
  }

  /** These and one more; the oldest goes when there are too many. */
  RecentStarts plus(long startMs) {
    int kept = Math.min(starts.length, REMEMBERED - 1);
    long[] more =
        Arrays.copyOf(Arrays.copyOfRange(starts, starts.length - kept, starts.length), kept + 1);
    more[kept] = startMs;
    return new RecentStarts(more);
  }
}
