package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A leak that fires, or did. Labels identify and route, so nothing that changes while a leak goes
 * on, but its severity, is among them; annotations explain.
 *
 * @param alert the leak
 * @param severity as it is told: may be lower than the alert's own
 * @param lowered why it is lower; empty: it is not
 * @param endedAt when it ended; null: it fires
 * @param learnedAt when this form of it was learned
 * @param heardSince since when people are to hear of it, or not to: when it began to fire, or when
 *     an operator's word that quieted it was said, ran out or was taken back
 */
record LeakNotice(
    LeakAlert alert,
    Severity severity,
    String lowered,
    @Nullable Instant endedAt,
    Instant learnedAt,
    Instant heardSince)
    implements Notice {

  static final String NAME = "HeapcastLeak";

  /** As the detector told it. */
  static LeakNotice of(AlertView view) {
    LeakAlert alert = view.alert();
    Instant learned = Instant.ofEpochMilli(view.appendedMs());
    Instant resolved =
        alert.hasResolvedMs() ? Instant.ofEpochMilli(alert.getResolvedMs()) : learned;
    boolean ended = alert.getState() == AlertState.RESOLVED;
    return new LeakNotice(
        alert,
        alert.getSeverity(),
        "",
        ended ? resolved : null,
        learned,
        Instant.ofEpochMilli(alert.getStartedMs()));
  }

  LeakNotice withSeverity(Severity lower, String why) {
    return new LeakNotice(alert, lower, why, endedAt, learnedAt, heardSince);
  }

  /** Nobody is to hear of it since then: what fires has ended for people. */
  LeakNotice quietSince(Instant said) {
    return endedAt == null
        ? new LeakNotice(alert, severity, lowered, said, said, said)
        : heardSince(said);
  }

  LeakNotice heardSince(Instant time) {
    return new LeakNotice(alert, severity, lowered, endedAt, learnedAt, time);
  }

  @Override
  public String id() {
    return alert.getLeakId();
  }

  @Override
  public Instant startsAt() {
    return Instant.ofEpochMilli(alert.getStartedMs());
  }

  @Override
  public Instant stateSince() {
    if (endedAt != null || !alert.hasSeveritySinceMs()) {
      return heardSince;
    }
    Instant severitySince = Instant.ofEpochMilli(alert.getSeveritySinceMs());
    return severitySince.isAfter(heardSince) ? severitySince : heardSince;
  }

  @Override
  public Map<String, String> labels() {
    AlertScope scope = alert.getScope();
    Map<String, String> labels = scopeLabels(scope);
    labels.put("alertname", NAME);
    labels.put("leak_id", alert.getLeakId());
    if (severity.getNumber() > 0) {
      labels.put("severity", FleetMetrics.lowerCase(severity));
    }
    team(alert).ifPresent(team -> labels.put("team", team));
    return labels;
  }

  /** What both a leak and a ticket about a limit are about. */
  static Map<String, String> scopeLabels(AlertScope scope) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("service_name", scope.getServiceName());
    labels.put("resource", FleetMetrics.lowerCase(scope.getResource()));
    if (scope.hasCluster()) {
      labels.put("cluster", scope.getCluster());
    }
    if (scope.hasDeploymentEnvironmentName()) {
      labels.put("deployment_environment_name", scope.getDeploymentEnvironmentName());
    }
    if (scope.hasServiceNamespace()) {
      labels.put("service_namespace", scope.getServiceNamespace());
    }
    if (scope.hasServiceInstanceId()) {
      labels.put("service_instance_id", scope.getServiceInstanceId());
    }
    return labels;
  }

  /** Of its members. */
  static Optional<String> team(LeakAlert alert) {
    return team(alert.getMembersList().stream().map(AlertMember::getInfo));
  }

  /** The first by name where JVMs differ, so that the label stays; empty where none says it. */
  static Optional<String> team(Stream<JvmInfo> jvms) {
    return jvms.map(jvm -> jvm.getAttributesOrDefault("team", ""))
        .filter(team -> !team.isEmpty())
        .sorted()
        .findFirst();
  }

  @Override
  public Map<String, String> annotations(Links links, Clock clock) {
    AlertWords words = new AlertWords(alert, clock);
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("summary", words.headline());
    annotations.put("description", AlertText.of(alert, severity, lowered, links, clock));
    annotations.put("instances", words.instances());
    words.versions().ifPresent(versions -> annotations.put("service_version", versions));
    AlertWords.outcome(alert.getOutcome())
        .ifPresent(outcome -> annotations.put("outcome", outcome));
    words.worst().ifPresent(worst -> addMember(annotations, words, worst));
    if (alert.getState() != AlertState.RESOLVED) {
      String why =
          alert.getSeverityReasonsList().stream()
              .map(Reason::getText)
              .collect(Collectors.joining("; "));
      if (!lowered.isEmpty() || !why.isEmpty()) {
        annotations.put("why_this_severity", lowered.isEmpty() ? why : lowered);
      }
    }
    links.leak(alert).ifPresent(url -> annotations.put("dashboard_url", url));
    links.runbook(NAME).ifPresent(url -> annotations.put("runbook_url", url));
    return annotations;
  }

  private void addMember(Map<String, String> annotations, AlertWords words, MemberWords worst) {
    worst.inflection().ifPresent(time -> annotations.put("inflection_time", time.toString()));
    worst.growth().ifPresent(growth -> annotations.put("growth", growth));
    // Of what has ended, only what it was: a probability or a reason would argue with the outcome.
    if (alert.getState() != AlertState.RESOLVED) {
      words.confidence(worst).ifPresent(confidence -> annotations.put("probability", confidence));
      worst.refutedBy().ifPresent(text -> annotations.put("what_would_refute", text));
      if (!words.reasonsFor(worst).isEmpty()) {
        annotations.put("why_not_healthy", String.join("; ", words.reasonsFor(worst)));
      }
    }
    if (worst.runs()) {
      // With the time of day: a message is read later than it was written.
      worst
          .timeToExhaustion()
          .map(left -> left + worst.exhaustionTime().map(time -> ", about " + time).orElse(""))
          .ifPresent(left -> annotations.put("time_to_exhaustion", left));
      words.halfGone().ifPresent(time -> annotations.put("half_of_replicas_exhausted", time));
      annotations.put("buy_time", words.advice(worst));
    }
    annotations.put("data_as_of", worst.asOf().toString());
  }
}
