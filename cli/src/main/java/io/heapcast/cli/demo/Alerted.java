package io.heapcast.cli.demo;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * The first firing alert on a service.
 *
 * @param time when it reached this process, as it would reach a person
 * @param alert as it was then
 * @param member the service's part in it
 */
record Alerted(Instant time, LeakAlert alert, AlertMember member) {

  /** When the heap would be full, 10 % quantile. */
  Optional<Instant> forecastP10() {
    return instant(member.hasForecastP10Ms(), member.getForecastP10Ms());
  }

  Optional<Instant> forecastP50() {
    return instant(member.hasForecastP50Ms(), member.getForecastP50Ms());
  }

  Optional<Instant> forecastP90() {
    return instant(member.hasForecastP90Ms(), member.getForecastP90Ms());
  }

  private static Optional<Instant> instant(boolean known, long epochMs) {
    return known ? Optional.of(Instant.ofEpochMilli(epochMs)) : Optional.empty();
  }
}
