package io.heapcast.detector.model;

import java.util.Optional;

/**
 * When a rise meets its limit, from now on: the room that is left over the growth.
 *
 * <p>The line does not know how a JVM dies. A heap that is nearly full collects more than it works,
 * so growth slows and the OutOfMemoryError comes later than the line says: in small G1 heaps that
 * were left to die, as if the heap had been 8 to 11 % larger. So the room is measured to three
 * capacities, and the slope's own interval is widened by a tenth. Provisional, to be learned from
 * runs that ended.
 *
 * @param p10Seconds with one chance in ten it is sooner
 * @param p50Seconds as likely sooner as later
 * @param p90Seconds with one chance in ten it is later
 */
record Exhaustion(double p10Seconds, double p50Seconds, double p90Seconds) {

  /** Beyond this multiple of the span observed a forecast would be an invention. */
  private static final double SPANS_AHEAD = 30;

  /** Shares of the limit at which it ends: early, as likely as not, late. */
  private static final double EARLY = 0.98;

  private static final double MEDIAN = 1.03;
  private static final double LATE = 1.15;

  private static final double WIDENED = 0.1;

  /** The forecast, or nothing where the rise does not reach the limit in any time worth naming. */
  static Optional<Exhaustion> forecast(Rise rise, double limitBytes, long nowMs) {
    double level = rise.levelAt(nowMs);
    double slope = rise.bytesPerSecond();
    double spanSeconds = (rise.last().timeMs() - rise.atOnset().timeMs()) / 1000.0;
    double longest = SPANS_AHEAD * spanSeconds;
    double median = room(MEDIAN, limitBytes, level) / slope;
    if (slope <= 0 || median > longest) {
      return Optional.empty();
    }
    double slow = rise.bytesPerSecondLow();
    double latest = slow > 0 ? Math.min(room(LATE, limitBytes, level) / slow, longest) : longest;
    double soonest = room(EARLY, limitBytes, level) / rise.bytesPerSecondHigh();
    return Optional.of(
        new Exhaustion(soonest * (1 - WIDENED), median, Math.max(median, latest * (1 + WIDENED))));
  }

  private static double room(double share, double limitBytes, double levelBytes) {
    return Math.max(0, share * limitBytes - levelBytes);
  }
}
