package io.heapcast.detector.model;

import java.util.Optional;

/**
 * When a rise meets its limit, from now on: the room that is left over the growth since the kink,
 * corrected by how far that was off in learning runs whose readings looked alike.
 *
 * <p>By time, whatever clock the rise follows: over a horizon as long as the rise itself, the load
 * to come is best foretold by the load of the rise.
 *
 * @param p10Seconds with one chance in ten it is sooner
 * @param p50Seconds as likely sooner as later
 * @param p90Seconds with one chance in ten it is later
 */
record Exhaustion(double p10Seconds, double p50Seconds, double p90Seconds) {

  /** Beyond this multiple of the span observed a forecast would be an invention. */
  private static final double SPANS_AHEAD = 30;

  /** A level at or above the capacity still has this share of the limit to go. */
  private static final double LEAST_ROOM_SHARE = 0.002;

  /** The forecast, or nothing where the rise does not reach the limit in any time worth naming. */
  static Optional<Exhaustion> forecast(
      Reading reading, Reading.Context context, ForecastErrors errors, long nowMs) {
    double plain = plainSeconds(reading, context, nowMs);
    ForecastErrors.Factors factors = errors.factors(reading.features());
    double median = plain * factors.p50();
    double spanSeconds = (reading.last().timeMs() - reading.atKink().timeMs()) / 1000.0;
    if (!(median <= SPANS_AHEAD * spanSeconds)) {
      return Optional.empty();
    }
    return Optional.of(new Exhaustion(plain * factors.p10(), median, plain * factors.p90()));
  }

  /** Room left over growth, before it is corrected; NaN where it does not grow. */
  static double plainSeconds(Reading reading, Reading.Context context, long nowMs) {
    Reading.Line line = reading.line();
    double slope = line.perSecond();
    if (slope <= 0) {
      return Double.NaN;
    }
    double level = line.atLast() + slope * (nowMs - reading.last().timeMs()) / 1000.0;
    double room = context.capacityShare() * context.limit() - level;
    return Math.max(room, LEAST_ROOM_SHARE * context.limit()) / slope;
  }
}
