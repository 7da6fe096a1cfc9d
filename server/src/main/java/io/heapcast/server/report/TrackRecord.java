package io.heapcast.server.report;

import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How often alerts were right in a span of time, held against incidents.
 *
 * <p>An alert that began to fire in the span is <em>confirmed</em> when it was firing at an
 * incident of its service, or ended as out of memory, killed at a limit, or fixed by another
 * version, or an operator said that it is a leak; <em>false</em> when no incident came and an
 * operator said that it is none, or it was refuted; else <em>not settled</em>: it fires, or its
 * JVMs ended for other reasons. An operator's word stands above the outcome, an incident above
 * both. An incident is <em>foreseen</em> when an alert was firing for it; its lead is the time from
 * then on.
 *
 * @param pages alerts that were critical at some time while they fired
 * @param tickets those that were warnings at most
 * @param infos those that were for information only
 * @param confirmed see above
 * @param refuted false ones, see above
 * @param unsettled see above
 * @param missed incidents that no alert foresaw, by time
 * @param leads of the foreseen ones, the shortest first
 * @param forecasts those within their 80 % interval, of those that an exhaustion was held against
 */
public record TrackRecord(
    Instant since,
    Instant until,
    List<LeakAlert> pages,
    List<LeakAlert> tickets,
    List<LeakAlert> infos,
    List<LeakAlert> confirmed,
    List<LeakAlert> refuted,
    List<LeakAlert> unsettled,
    List<Incident> missed,
    List<Duration> leads,
    Proportion forecasts) {

  private enum Settled {
    CONFIRMED,
    FALSE,
    NOT_YET
  }

  /**
   * Computes it.
   *
   * @param alerts in any state; those that did not begin to fire in the span only foresee
   * @param incidents in any order; those outside of the span are left out
   * @param feedback the last of each alert; alerts without any are judged by their outcome
   */
  public static TrackRecord of(
      List<LeakAlert> alerts,
      List<Incident> incidents,
      List<AlertFeedback> feedback,
      Instant since,
      Instant until) {
    Map<String, FeedbackKind> said =
        feedback.stream()
            .collect(
                Collectors.toMap(
                    AlertFeedback::getLeakId, AlertFeedback::getKind, (earlier, later) -> later));
    List<Incident> within =
        incidents.stream()
            .filter(incident -> isWithin(incident.time(), since, until))
            .sorted(Comparator.comparing(Incident::time))
            .toList();
    List<LeakAlert> fired =
        alerts.stream()
            .filter(alert -> alert.getStartedMs() > 0)
            .filter(alert -> isWithin(started(alert), since, until))
            .sorted(Comparator.comparing(LeakAlert::getStartedMs))
            .toList();
    Map<Settled, List<LeakAlert>> settled =
        fired.stream().collect(Collectors.groupingBy(alert -> settled(alert, within, said)));
    List<Incident> missed = new ArrayList<>();
    List<Duration> leads = new ArrayList<>();
    for (Incident incident : within) {
      lead(incident, alerts).ifPresentOrElse(leads::add, () -> missed.add(incident));
    }
    leads.sort(Comparator.naturalOrder());
    return new TrackRecord(
        since,
        until,
        told(fired, Severity.CRITICAL),
        told(fired, Severity.WARNING),
        told(fired, Severity.INFO),
        settled.getOrDefault(Settled.CONFIRMED, List.of()),
        settled.getOrDefault(Settled.FALSE, List.of()),
        settled.getOrDefault(Settled.NOT_YET, List.of()),
        List.copyOf(missed),
        List.copyOf(leads),
        new Proportion(
            fired.stream().mapToInt(LeakAlert::getForecastsWithin).sum(),
            fired.stream().mapToInt(LeakAlert::getForecastsChecked).sum()));
  }

  /** Confirmed ones of those that are settled. */
  public Proportion precision() {
    return new Proportion(confirmed.size(), confirmed.size() + refuted.size());
  }

  /** Foreseen incidents of all. */
  public Proportion recall() {
    return new Proportion(leads.size(), leads.size() + missed.size());
  }

  /** The middle lead, the shorter of two; empty where nothing was foreseen. */
  public Optional<Duration> medianLead() {
    return leads.isEmpty() ? Optional.empty() : Optional.of(leads.get((leads.size() - 1) / 2));
  }

  private static Settled settled(
      LeakAlert alert, List<Incident> incidents, Map<String, FeedbackKind> said) {
    if (incidents.stream().anyMatch(incident -> incident.foreseenBy(alert))) {
      return Settled.CONFIRMED;
    }
    return switch (said.getOrDefault(alert.getLeakId(), FeedbackKind.FEEDBACK_KIND_UNSPECIFIED)) {
      case CONFIRMED_LEAK, ACCEPTED -> Settled.CONFIRMED;
      case NOT_A_LEAK -> Settled.FALSE;
      case FEEDBACK_KIND_UNSPECIFIED, UNRECOGNIZED -> byOutcome(alert);
    };
  }

  private static Settled byOutcome(LeakAlert alert) {
    if (alert.getState() != AlertState.RESOLVED) {
      return Settled.NOT_YET;
    }
    return switch (alert.getOutcome()) {
      case OUT_OF_MEMORY_ERROR, CONTAINER_LIMIT, FIXED -> Settled.CONFIRMED;
      case REFUTED -> Settled.FALSE;
      case ENDED_WHILE_LEAKING, SILENT, ALERT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Settled.NOT_YET;
    };
  }

  /** By the first alert that foresaw it. */
  private static Optional<Duration> lead(Incident incident, List<LeakAlert> alerts) {
    return alerts.stream()
        .filter(alert -> alert.getStartedMs() > 0 && incident.foreseenBy(alert))
        .map(alert -> Duration.between(started(alert), incident.time()))
        .max(Comparator.naturalOrder());
  }

  private static Instant started(LeakAlert alert) {
    return Instant.ofEpochMilli(alert.getStartedMs());
  }

  private static boolean isWithin(Instant time, Instant since, Instant until) {
    return !time.isBefore(since) && time.isBefore(until);
  }

  private static List<LeakAlert> told(List<LeakAlert> alerts, Severity severity) {
    return alerts.stream().filter(alert -> highest(alert) == severity).toList();
  }

  /** What it was told with at most; of alerts written before that was kept, the last. */
  static Severity highest(LeakAlert alert) {
    return alert.hasHighestSeverity() ? alert.getHighestSeverity() : alert.getSeverity();
  }
}
