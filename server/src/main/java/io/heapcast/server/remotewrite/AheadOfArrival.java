package io.heapcast.server.remotewrite;

import io.heapcast.telemetry.v1.JvmWindow;
import java.time.Duration;

/**
 * Windows of a JVM whose clock is ahead. Written, one of them would move the newest time that
 * Prometheus knows, from which the age of everybody else's windows is counted: those would be
 * refused as too old.
 */
final class AheadOfArrival {

  /** As far as Prometheus itself lets a scraped sample be ahead. */
  static final Duration TOLERATED = Duration.ofMinutes(10);

  private AheadOfArrival() {}

  /**
   * Whether the window ends later than it can.
   *
   * @param arrivalMs the record's time, by the broker's clock; 0 or less: not known
   * @param nowMs this process's clock, which stands in for an arrival that is not known
   */
  static boolean isAhead(JvmWindow window, long arrivalMs, long nowMs) {
    long knownMs = arrivalMs > 0 ? arrivalMs : nowMs;
    return window.getEndTimeMs() - TOLERATED.toMillis() > knownMs;
  }
}
