package io.heapcast.bench.rival;

import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.JvmWindow;

/**
 * Time as a monitoring system has it, by its own clock: it never goes back, and does not leap where
 * the clock of the JVM's host is set.
 */
final class ScrapeClock {

  /** Prometheus' lookback: a series without a sample for 5 min is gone. */
  static final long STALE_MS = 5 * 60_000;

  /** To be added to the JVM's clock as it stands now. */
  private long offsetMs;

  private long lastReadingMs = Long.MIN_VALUE;
  private long timeMs;
  private boolean stale;

  /**
   * Advances to the end of a window.
   *
   * @return false for a window that was seen before
   */
  boolean advance(JvmWindow window) {
    stale = false;
    if (lastReadingMs == Long.MIN_VALUE) {
      timeMs = window.getEndTimeMs();
    } else {
      boolean set = wasSet(window);
      if (window.getEndTimeMs() <= lastReadingMs && !set) {
        return false;
      }
      long holeMs = window.getStartTimeMs() - lastReadingMs;
      if (holeMs < 0 || (set && holeMs > 0)) {
        offsetMs = timeMs - window.getStartTimeMs();
      } else {
        stale = holeMs > STALE_MS;
      }
      timeMs = window.getEndTimeMs() + offsetMs;
    }
    lastReadingMs = window.getEndTimeMs();
    return true;
  }

  /** End of the last window, milliseconds. */
  long timeMs() {
    return timeMs;
  }

  /** Whether nothing was heard of the JVM for so long before this window that alerts resolve. */
  boolean wasStale() {
    return stale;
  }

  private static boolean wasSet(JvmWindow window) {
    for (Gap gap : window.getGapsList()) {
      if (gap.getReason() == GapReason.CLOCK) {
        return true;
      }
    }
    return false;
  }
}
