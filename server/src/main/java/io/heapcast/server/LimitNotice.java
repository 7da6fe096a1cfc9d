package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service that needs more than its limit gives, without leaking: a ticket with the arithmetic.
 *
 * @param scope the service and its resource
 * @param team whose the service is, by its replicas; empty: they do not say
 * @param tightest the replica that uses the largest share of its limit
 * @param instance its name
 * @param replicas how many are in this state
 * @param endedAt when the last one left it; null: it goes on
 */
record LimitNotice(
    AlertScope scope,
    String team,
    ResourceVerdict tightest,
    String instance,
    int replicas,
    Instant startsAt,
    @Nullable Instant endedAt,
    Instant learnedAt)
    implements Notice {

  static final String NAME = "HeapcastLimitTooSmall";

  /** Fuller than this, collectors work ever harder for ever less. */
  private static final double COMFORTABLE_SHARE = 0.7;

  @Override
  public String id() {
    return String.join(
        "/",
        NAME,
        scope.getCluster(),
        scope.getDeploymentEnvironmentName(),
        scope.getServiceNamespace(),
        scope.getServiceName(),
        scope.getServiceInstanceId(),
        FleetMetrics.lowerCase(scope.getResource()));
  }

  LimitNotice ended(Instant time) {
    return new LimitNotice(scope, team, tightest, instance, replicas, startsAt, time, time);
  }

  /** The day: each server has its own time at which it saw the first of the replicas. */
  @Override
  public Instant stateSince() {
    return startsAt.truncatedTo(ChronoUnit.DAYS);
  }

  @Override
  public Map<String, String> labels() {
    Map<String, String> labels = LeakNotice.scopeLabels(scope);
    labels.put("alertname", NAME);
    labels.put("severity", "warning");
    if (!team.isEmpty()) {
      labels.put("team", team);
    }
    return labels;
  }

  @Override
  public Map<String, String> annotations(Links links, Clock clock) {
    String resource = AlertWords.resource(scope.getResource());
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(
        "summary", "%s: its %s limit is too small".formatted(scope.getServiceName(), resource));
    arithmetic().ifPresent(text -> annotations.put("arithmetic", text));
    annotations.put("description", description(resource));
    annotations.put("instances", replicas + (replicas == 1 ? " instance" : " instances"));
    links.service(scope).ifPresent(url -> annotations.put("dashboard_url", url));
    links.runbook(NAME).ifPresent(url -> annotations.put("runbook_url", url));
    return annotations;
  }

  private String description(String resource) {
    String why =
        tightest.getReasonsForList().stream()
            .map(Reason::getText)
            .collect(Collectors.joining("; "));
    return "%s needs most of its %s for what it keeps, and does not grow: this is no leak, and a restart does not help."
            .formatted(scope.getServiceName(), resource)
        + arithmetic().map(text -> "\n" + text + ".").orElse("")
        + (why.isEmpty() ? "" : "\nBecause: " + why + ".");
  }

  /** {@code 430 MiB kept of 512 MiB (84 %) on cart-7f; 615 MiB would leave 30 % free}. */
  private Optional<String> arithmetic() {
    if (!tightest.hasLevel() || !tightest.hasLimit() || tightest.getLimit() <= 0) {
      return Optional.empty();
    }
    double level = tightest.getLevel();
    double share = level / tightest.getLimit();
    return Optional.of(
        "%s kept of %s (%s) on %s; a limit of %s would leave %s free"
            .formatted(
                Human.bytes(level),
                Human.bytes(tightest.getLimit()),
                Human.percent(share),
                instance,
                Human.bytes(level / COMFORTABLE_SHARE),
                Human.percent(1 - COMFORTABLE_SHARE)));
  }
}
