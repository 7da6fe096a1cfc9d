package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Collector;
import java.util.Optional;

/**
 * When a rise meets its limit, from now on.
 *
 * <p>Remaining room over growth. The interval is that of the slope, widened for what the slope does
 * not know: the rate may change, and a heap that is nearly full collects more than it works, so
 * that the end comes later than the line says, by up to a half in runs that were left to die.
 *
 * @param p10Seconds with one chance in ten it is sooner
 * @param p50Seconds as likely sooner as later
 * @param p90Seconds with one chance in ten it is later
 */
record Exhaustion(double p10Seconds, double p50Seconds, double p90Seconds) {

  /** Beyond this multiple of the span observed a forecast would be an invention. */
  private static final double SPANS_AHEAD = 30;

  private static final double SOONER = 0.15;
  private static final double LATER = 0.5;

  /** The forecast, or nothing where the rise does not reach the limit in any time worth naming. */
  static Optional<Exhaustion> forecast(
      Rise rise, double limitBytes, Collector collector, long nowMs) {
    double room = Math.max(0, usableShare(collector) * limitBytes - rise.levelAt(nowMs));
    double slope = rise.bytesPerSecond();
    double spanSeconds = (rise.last().timeMs() - rise.atOnset().timeMs()) / 1000.0;
    if (slope <= 0 || room / slope > SPANS_AHEAD * spanSeconds) {
      return Optional.empty();
    }
    double longest = SPANS_AHEAD * spanSeconds;
    double slow = rise.bytesPerSecondLow();
    double latest = slow > 0 ? Math.min(room / slow, longest) : longest;
    return Optional.of(
        new Exhaustion(
            room / rise.bytesPerSecondHigh() * (1 - SOONER), room / slope, latest * (1 + LATER)));
  }

  /**
   * Share of the heap that the live set can take before an OutOfMemoryError: the rest is what the
   * collector needs to work. Provisional, to be learned from runs that ended.
   */
  private static double usableShare(Collector collector) {
    return switch (collector) {
      case SERIAL, PARALLEL, G1 -> 0.98;
      default -> 0.92;
    };
  }
}
