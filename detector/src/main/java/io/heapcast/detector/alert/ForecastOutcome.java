package io.heapcast.detector.alert;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.ForecastError;
import java.util.Optional;

/** A member's first forecast against what happened. */
final class ForecastOutcome {

  private ForecastOutcome() {}

  /**
   * The error of the forecast that the member joined with.
   *
   * @param happenedMs when the resource was exhausted
   * @return empty when there was no forecast, or it was not made before
   */
  static Optional<ForecastError> of(AlertMember member, long happenedMs) {
    long madeMs = member.getJoinedMs();
    if (!member.hasForecastP50Ms() || !member.hasJoinedMs() || happenedMs <= madeMs) {
      return Optional.empty();
    }
    double left = happenedMs - madeMs;
    return Optional.of(
        ForecastError.newBuilder()
            .setMadeMs(madeMs)
            .setP10Ms(member.getForecastP10Ms())
            .setP50Ms(member.getForecastP50Ms())
            .setP90Ms(member.getForecastP90Ms())
            .setHappenedMs(happenedMs)
            .setErrorShare((member.getForecastP50Ms() - happenedMs) / left)
            .setWithinInterval(
                member.getForecastP10Ms() <= happenedMs && happenedMs <= member.getForecastP90Ms())
            .build());
  }
}
