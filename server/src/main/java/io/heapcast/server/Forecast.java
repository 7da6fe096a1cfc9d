package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a limit is reached, as points in time.
 *
 * @param low 10 % quantile; null: not told
 * @param median 50 % quantile
 * @param high 90 % quantile; null: later than the forecast reaches
 */
record Forecast(@Nullable Instant low, Instant median, @Nullable Instant high) {

  /** The forecast of the member's last verdict. */
  static Optional<Forecast> current(AlertMember member) {
    ResourceVerdict verdict = member.getVerdict();
    if (!verdict.hasExhaustionP50S()) {
      return Optional.empty();
    }
    long asOfMs = member.getAsOfMs();
    return Optional.of(
        new Forecast(
            verdict.hasExhaustionP10S() ? after(asOfMs, verdict.getExhaustionP10S()) : null,
            after(asOfMs, verdict.getExhaustionP50S()),
            verdict.hasExhaustionP90S() ? after(asOfMs, verdict.getExhaustionP90S()) : null));
  }

  /** The forecast when the member joined the alert: the one that is kept to. */
  static Optional<Forecast> first(AlertMember member) {
    if (!member.hasForecastP50Ms()) {
      return Optional.empty();
    }
    return Optional.of(
        new Forecast(
            member.hasForecastP10Ms() ? Instant.ofEpochMilli(member.getForecastP10Ms()) : null,
            Instant.ofEpochMilli(member.getForecastP50Ms()),
            member.hasForecastP90Ms() ? Instant.ofEpochMilli(member.getForecastP90Ms()) : null));
  }

  /** Whether the 80 % interval holds this time; empty where the interval is not known. */
  Optional<Boolean> holds(Instant time) {
    return low == null || high == null
        ? Optional.empty()
        : Optional.of(!time.isBefore(low) && !time.isAfter(high));
  }

  private static Instant after(long asOfMs, double seconds) {
    return Instant.ofEpochMilli(asOfMs).plusMillis((long) Math.min(seconds * 1000, 1e15));
  }
}
