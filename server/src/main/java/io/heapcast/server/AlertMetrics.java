package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.VersionRecord;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The series of one alert. What is not known gives no series. */
final class AlertMetrics {

  private AlertMetrics() {}

  static void add(Exposition exposition, LeakAlert alert) {
    Labels labels = AlertLabels.of(alert);
    addState(exposition, labels, alert);
    if (alert.hasProbability()) {
      exposition.add(Metric.ALERT_PROBABILITY, labels, alert.getProbability());
    }
    if (alert.getState() != AlertState.RESOLVED) {
      addOutlook(exposition, labels, alert);
    }
    addInstances(exposition, labels, alert);
    addMembers(exposition, alert);
    Set<String> versions = new HashSet<>();
    for (VersionRecord version : alert.getVersionsList()) {
      if (version.hasServiceVersion() && versions.add(version.getServiceVersion())) {
        addVersion(exposition, labels, version);
      }
    }
  }

  private static void addState(Exposition exposition, Labels labels, LeakAlert alert) {
    if (alert.getStateValue() > 0) {
      Labels state = labels.add("state", FleetMetrics.lowerCase(alert.getState()));
      exposition.add(
          Metric.ALERT_STATE,
          alert.getSeverityValue() > 0
              ? state.add("severity", FleetMetrics.lowerCase(alert.getSeverity()))
              : state,
          1);
    }
    if (alert.getStartedMs() > 0) {
      exposition.add(Metric.ALERT_STARTED, labels, alert.getStartedMs() / 1000.0);
    }
    if (alert.hasResolvedMs()) {
      Labels outcome = labels.add("outcome", AlertCounts.name(alert.getOutcome()));
      exposition.add(Metric.ALERT_RESOLVED, outcome, alert.getResolvedMs() / 1000.0);
    }
  }

  private static void addOutlook(Exposition exposition, Labels labels, LeakAlert alert) {
    AlertMembers.firstToEnd(alert)
        .flatMap(Forecast::current)
        .ifPresent(
            forecast -> {
              addExhaustion(exposition, labels, "0.1", forecast.low());
              addExhaustion(exposition, labels, "0.5", forecast.median());
              addExhaustion(exposition, labels, "0.9", forecast.high());
            });
    AlertMembers.firstToEnd(alert)
        .filter(member -> member.getVerdict().hasInflectionMs())
        .ifPresent(
            member ->
                exposition.add(
                    Metric.ALERT_INFLECTION,
                    labels,
                    member.getVerdict().getInflectionMs() / 1000.0));
  }

  private static void addExhaustion(
      Exposition exposition, Labels labels, String quantile, @Nullable Instant time) {
    if (time != null) {
      Labels ofQuantile = labels.add("quantile", quantile);
      exposition.add(Metric.ALERT_EXHAUSTION, ofQuantile, time.toEpochMilli() / 1000.0);
    }
  }

  private static void addInstances(Exposition exposition, Labels labels, LeakAlert alert) {
    addInstances(exposition, labels, "seen", alert.getInstancesSeen());
    addInstances(exposition, labels, "leaking", alert.getInstancesLeaking());
    addInstances(exposition, labels, "suspected", alert.getInstancesSuspected());
    addInstances(exposition, labels, "comparable", alert.getInstancesComparable());
  }

  private static void addInstances(
      Exposition exposition, Labels labels, String known, int instances) {
    exposition.add(Metric.ALERT_INSTANCES, labels.add("known", known), instances);
  }

  /** Of several members with the same labels, as after a restart, the one that runs counts. */
  private static void addMembers(Exposition exposition, LeakAlert alert) {
    Set<Labels> told = new HashSet<>();
    for (AlertMember member : AlertMembers.runningFirst(alert)) {
      Labels labels =
          JvmLabels.of(member.getInfo())
              .add("leak_id", alert.getLeakId())
              .add("resource", FleetMetrics.lowerCase(alert.getScope().getResource()));
      if (told.add(labels)) {
        exposition.add(Metric.ALERT_MEMBER, labels, member.hasEndedMs() ? 0 : 1);
      }
    }
  }

  private static void addVersion(Exposition exposition, Labels labels, VersionRecord version) {
    Labels ofVersion = labels.add("service_version", version.getServiceVersion());
    addVersion(exposition, ofVersion, "running", version.getInstances());
    addVersion(exposition, ofVersion, "leaked", version.getLeaked());
    addVersion(exposition, ofVersion, "suspected", version.getSuspected());
    addVersion(exposition, ofVersion, "cleared", version.getCleared());
  }

  private static void addVersion(
      Exposition exposition, Labels labels, String known, int instances) {
    exposition.add(Metric.ALERT_VERSION, labels.add("known", known), instances);
  }
}
