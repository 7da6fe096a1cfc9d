package io.heapcast.server.report;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How often alerts were right in a span of time, held against incidents.
 *
 * <p>An alert that began to fire in the span is <em>confirmed</em> when it was firing at an
 * incident of its service, or ended as out of memory, killed at a limit, or fixed by another
 * version; <em>false</em> when it was refuted and no incident came; else <em>not settled</em>: it
 * fires, or its JVMs ended for other reasons. An incident is <em>foreseen</em> when an alert of its
 * service was firing; its lead is the time from then on.
 *
 * @param pages alerts of severity critical
 * @param tickets of severity warning
 * @param infos of severity info
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

  /**
   * Computes it.
   *
   * @param alerts in any state; those that did not begin to fire in the span only foresee
   * @param incidents in any order; those outside of the span are left out
   */
  public static TrackRecord of(
      List<LeakAlert> alerts, List<Incident> incidents, Instant since, Instant until) {
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
    List<LeakAlert> confirmed = fired.stream().filter(alert -> isConfirmed(alert, within)).toList();
    List<LeakAlert> refuted =
        fired.stream()
            .filter(alert -> !confirmed.contains(alert))
            .filter(alert -> alert.getState() == AlertState.RESOLVED)
            .filter(alert -> alert.getOutcome() == AlertOutcome.REFUTED)
            .toList();
    List<Incident> missed = new ArrayList<>();
    List<Duration> leads = new ArrayList<>();
    for (Incident incident : within) {
      lead(incident, alerts).ifPresentOrElse(leads::add, () -> missed.add(incident));
    }
    leads.sort(Comparator.naturalOrder());
    return new TrackRecord(
        since,
        until,
        of(fired, Severity.CRITICAL),
        of(fired, Severity.WARNING),
        of(fired, Severity.INFO),
        confirmed,
        refuted,
        fired.stream()
            .filter(alert -> !confirmed.contains(alert) && !refuted.contains(alert))
            .toList(),
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

  private static boolean isConfirmed(LeakAlert alert, List<Incident> incidents) {
    boolean byOutcome =
        switch (alert.getOutcome()) {
          case OUT_OF_MEMORY_ERROR, CONTAINER_LIMIT, FIXED ->
              alert.getState() == AlertState.RESOLVED;
          case REFUTED, ENDED_WHILE_LEAKING, SILENT, ALERT_OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
              false;
        };
    return byOutcome || incidents.stream().anyMatch(incident -> incident.foreseenBy(alert));
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

  private static List<LeakAlert> of(List<LeakAlert> alerts, Severity severity) {
    return alerts.stream().filter(alert -> alert.getSeverity() == severity).toList();
  }
}
