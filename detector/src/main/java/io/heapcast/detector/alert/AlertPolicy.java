package io.heapcast.detector.alert;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How urgent a leak is. What made an alert critical must be missed clearly before it calms down:
 * each return would be another page.
 *
 * <ul>
 *   <li>{@code critical}, to be paged: the earliest member may be exhausted (10 % quantile) within
 *       the horizon, at least this share of the comparable replicas leaks, and nothing below holds;
 *   <li>{@code info}: the median exhaustion of every member is beyond seven days, or comes after
 *       the usual restart, so that nobody feels it; a leak that only the comparison of lives shows
 *       is a ticket at most;
 *   <li>{@code warning}, a ticket: else.
 * </ul>
 *
 * @param horizon a leak that may exhaust its limit within this time is critical
 * @param replicaShare of the comparable replicas that must leak for that, 0 to 1; one that is alone
 *     is all of them
 */
public record AlertPolicy(Duration horizon, double replicaShare) {

  /** Beyond this a leak is for information: the next deploy will come first. */
  private static final Duration FAR = Duration.ofDays(7);

  /** A critical alert stays so until the forecast leaves the horizon by this factor. */
  private static final double STAYS = 1.25;

  /**
   * And while this part of the share of replicas leaks: of forty, four that come and go change
   * nothing. Nor does one replica to compare with, which is more than that part of a small service.
   */
  private static final double STAYS_SHARE = 0.8;

  /** Below this the service as a whole speaks against its member: a ticket, not a page. */
  private static final double SURE = 0.8;

  /** A critical alert stays so down to here: a step of probability that is news, below. */
  private static final double STAYS_SURE = 0.7;

  /** The configured policy. */
  public static AlertPolicy of(Settings settings) {
    return new AlertPolicy(
        settings.duration(Setting.ALERT_HORIZON),
        Math.min(100, settings.integer(Setting.ALERT_REPLICAS)) / 100.0);
  }

  /** A severity and why. */
  record Judged(Severity severity, List<Reason> reasons) {}

  /**
   * Judges an alert whose counts and probability are set.
   *
   * @param usualLifeMs see {@link Restarts#usualLifeMs()}
   */
  Judged judge(LeakAlert.Builder alert, Optional<Long> usualLifeMs) {
    List<AlertMember> running =
        alert.getMembersList().stream()
            .filter(member -> Members.isActive(member) && !member.hasEndedMs())
            .toList();
    List<Reason> reasons = new ArrayList<>();
    if (running.isEmpty()) {
      Severity kept =
          alert.getSeverity() == Severity.SEVERITY_UNSPECIFIED
              ? Severity.WARNING
              : alert.getSeverity();
      reasons.add(reason("waiting", "nothing leaks now; kept until the next JVM has shown itself"));
      return new Judged(kept, reasons);
    }
    if (usualLifeMs.isPresent() && restartsHide(alert, running, usualLifeMs.get())) {
      reasons.add(
          reason(
              "restarts-come-first",
              "usually restarted within %s, before the median exhaustion: restarts hide this leak"
                  .formatted(duration(usualLifeMs.get() / 1000.0))));
      return new Judged(Severity.INFO, reasons);
    }
    if (running.stream().map(AlertMember::getVerdict).allMatch(Lives::alone)) {
      reasons.add(
          reason("lives-alone", "seen by comparing lives only: the next restart comes first"));
      return new Judged(Severity.WARNING, reasons);
    }
    double p50Seconds = soonest(running, false);
    if (p50Seconds > FAR.toSeconds() && p50Seconds < Double.POSITIVE_INFINITY) {
      reasons.add(
          reason(
              "far-off", "median exhaustion in %s, beyond 7 days".formatted(duration(p50Seconds))));
      return new Judged(Severity.INFO, reasons);
    }
    return urgent(alert, running, reasons)
        ? new Judged(Severity.CRITICAL, reasons)
        : new Judged(Severity.WARNING, reasons);
  }

  private boolean urgent(LeakAlert.Builder alert, List<AlertMember> running, List<Reason> reasons) {
    // Once it was told so: of an alert that waits nobody knows.
    boolean critical =
        alert.getSeverity() == Severity.CRITICAL && alert.getHighestSeverity() == Severity.CRITICAL;
    double p10Seconds = soonest(running, true);
    double within = horizon.toSeconds() * (critical ? STAYS : 1);
    if (p10Seconds == Double.POSITIVE_INFINITY) {
      reasons.add(reason("no-forecast", "no exhaustion in sight"));
      return false;
    }
    if (p10Seconds > within) {
      reasons.add(
          reason(
              "not-near",
              "earliest exhaustion (10 %% quantile) in %s, beyond the horizon of %s"
                  .formatted(duration(p10Seconds), duration((double) horizon.toSeconds()))));
      return false;
    }
    int hit = Math.max(1, alert.getInstancesLeaking());
    int comparable = Math.max(hit, alert.getInstancesComparable());
    double needed = critical ? Math.min(STAYS_SHARE * comparable, comparable - 1) : comparable;
    if (hit < replicaShare * needed) {
      reasons.add(
          reason(
              "few-replicas",
              "%d of %d comparable replicas leak, fewer than %.0f %%"
                  .formatted(hit, comparable, 100 * replicaShare)));
      return false;
    }
    if (alert.getProbability() < (critical ? STAYS_SURE : SURE)) {
      reasons.add(
          reason(
              "unsure",
              String.format(
                  Locale.ROOT,
                  "the service as a whole leaks with a probability of %.2f only",
                  alert.getProbability())));
      return false;
    }
    reasons.add(
        reason(
            "near",
            "may be exhausted (10 %% quantile) in %s, within the horizon of %s"
                .formatted(duration(p10Seconds), duration((double) horizon.toSeconds()))));
    reasons.add(reason("replicas", "%d of %d comparable replicas leak".formatted(hit, comparable)));
    return true;
  }

  /** Every member is restarted first, as long as none is older than usual and none got there. */
  private static boolean restartsHide(
      LeakAlert.Builder alert, List<AlertMember> running, long usualLifeMs) {
    boolean exhaustedBefore =
        alert.getMembersList().stream()
            .anyMatch(
                member ->
                    member.getOutcome() == AlertOutcome.OUT_OF_MEMORY_ERROR
                        || member.getOutcome() == AlertOutcome.CONTAINER_LIMIT);
    return !exhaustedBefore
        && running.stream()
            .allMatch(
                member -> {
                  long restartMs = member.getInfo().getStartTimeMs() + usualLifeMs;
                  double p50Ms = member.getVerdict().getExhaustionP50S() * 1000;
                  return member.getVerdict().hasExhaustionP50S()
                      && member.getAsOfMs() <= restartMs
                      && restartMs < member.getAsOfMs() + p50Ms;
                });
  }

  private static double soonest(List<AlertMember> running, boolean p10) {
    return running.stream()
        .map(AlertMember::getVerdict)
        .filter(verdict -> verdict.hasExhaustionP50S())
        .mapToDouble(verdict -> p10 ? verdict.getExhaustionP10S() : verdict.getExhaustionP50S())
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return Math.max(1, Math.round(seconds)) + " s";
    }
    if (seconds < 3600) {
      return Math.round(seconds / 60) + " min";
    }
    return seconds < 2 * 86_400
        ? Math.round(seconds / 3600) + " h"
        : Math.round(seconds / 86_400) + " days";
  }

  private static Reason reason(String code, String text) {
    return Reason.newBuilder().setCode(code).setText(text).build();
  }
}
