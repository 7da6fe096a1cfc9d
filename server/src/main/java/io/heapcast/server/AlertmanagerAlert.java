package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.LeakAlert;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A leak alert in the form of Alertmanager's {@code POST /api/v2/alerts}. Labels identify and
 * route, so nothing that changes while a leak goes on, but its severity, is among them; annotations
 * explain, and only what is known.
 */
final class AlertmanagerAlert {

  private static final String NAME = "HeapcastLeak";

  /** A dead server must not look like a healed leak: the alert outlives it by this. */
  static final Duration OUTLIVES = Duration.ofMinutes(16);

  private AlertmanagerAlert() {}

  static Map<String, String> labels(LeakAlert alert) {
    AlertScope scope = alert.getScope();
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", NAME);
    labels.put("leak_id", alert.getLeakId());
    labels.put("service_name", scope.getServiceName());
    labels.put("resource", FleetMetrics.lowerCase(scope.getResource()));
    if (alert.getSeverityValue() > 0) {
      labels.put("severity", FleetMetrics.lowerCase(alert.getSeverity()));
    }
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

  /**
   * The whole alert, ready to be written as JSON.
   *
   * @param labels as it was first posted with: they are its identity there
   * @param endsAt when it ended, or until when it holds
   * @param dashboards base address of Grafana; empty: no links
   */
  static Map<String, Object> body(
      LeakAlert alert,
      Map<String, String> labels,
      Instant endsAt,
      Optional<String> dashboards,
      Clock clock) {
    Map<String, String> annotations = annotations(alert, clock);
    dashboards.ifPresent(base -> annotations.put("dashboard_url", dashboard(base, alert, clock)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("labels", labels);
    body.put("annotations", annotations);
    body.put("startsAt", startsAt(alert, endsAt).toString());
    body.put("endsAt", endsAt.toString());
    return body;
  }

  private static Map<String, String> annotations(LeakAlert alert, Clock clock) {
    AlertWords words = new AlertWords(alert, clock);
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("summary", words.headline());
    annotations.put("description", AlertText.of(alert, clock));
    annotations.put("instances", words.instances());
    words.versions().ifPresent(versions -> annotations.put("service_version", versions));
    AlertWords.outcome(alert.getOutcome())
        .ifPresent(outcome -> annotations.put("outcome", outcome));
    words.worst().ifPresent(worst -> addMember(annotations, worst));
    return annotations;
  }

  private static void addMember(Map<String, String> annotations, MemberWords worst) {
    worst.inflection().ifPresent(time -> annotations.put("inflection_time", time.toString()));
    worst.growth().ifPresent(growth -> annotations.put("growth", growth));
    worst.confidence().ifPresent(confidence -> annotations.put("probability", confidence));
    worst.refutedBy().ifPresent(text -> annotations.put("what_would_refute", text));
    if (!worst.reasonsFor().isEmpty()) {
      annotations.put("why_not_healthy", String.join("; ", worst.reasonsFor()));
    }
    if (worst.runs()) {
      worst.timeToExhaustion().ifPresent(left -> annotations.put("time_to_exhaustion", left));
      worst
          .restartBuys()
          .ifPresent(buys -> annotations.put("buy_time", "≈ " + Human.duration(buys)));
    }
    annotations.put("data_as_of", worst.asOf().toString());
  }

  /** Alertmanager refuses an alert that does not start before it ends. */
  private static Instant startsAt(LeakAlert alert, Instant endsAt) {
    Instant started = Instant.ofEpochMilli(alert.getStartedMs());
    return started.isBefore(endsAt) ? started : endsAt.minusMillis(1);
  }

  /** The board of the JVM to look at first. */
  private static String dashboard(String base, LeakAlert alert, Clock clock) {
    String board = base.replaceFirst("/+$", "") + "/d/heapcast-jvm";
    String service = "?var-service=" + encoded(alert.getScope().getServiceName());
    return new AlertWords(alert, clock)
        .worst()
        .map(worst -> board + service + "&var-instance=" + encoded(worst.instance()))
        .orElse(board + service);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
