package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.VersionRecord;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people hear through a real Alertmanager: one notification per state, over restarts of the
 * server and of the Alertmanager, with two servers at once, and after a server was dead for a
 * while.
 */
final class AlertDeliveryIT {

  private static final List<String> ANNOTATIONS =
      List.of(
          "summary",
          "description",
          "instances",
          "service_version",
          "inflection_time",
          "growth",
          "probability",
          "what_would_refute",
          "why_not_healthy",
          "time_to_exhaustion",
          "half_of_replicas_exhausted",
          "buy_time",
          "data_as_of",
          "why_this_severity",
          "dashboard_url",
          "runbook_url");

  private final NotificationReceiver people;
  private final LeakAlert firing = firing();
  private @Nullable RealAlertmanager started;

  AlertDeliveryIT() throws Exception {
    people = new NotificationReceiver();
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    started = RealAlertmanager.start(directory, people.config());
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
    people.close();
  }

  @Test
  void oneNotificationPerStateOverRestartsAndTwoServers() throws Exception {
    AlertDelivery first = server(Duration.ZERO);
    first.accept(new AlertChange(AlertState.PENDING, firing, now()));
    await(() -> people.states().equals(List.of("firing")));
    JsonNode annotations = people.last().at("/alerts/0/annotations");
    assertThat(ANNOTATIONS).allSatisfy(name -> assertThat(annotations.has(name)).as(name).isTrue());

    AlertDelivery second = server(Duration.ZERO);
    second.resume(List.of(new AlertView(firing, now())));
    await(this::hasNoted); // what it has not noted it tells again after a restart
    alertmanager().restart();
    first.close();
    try (AlertDelivery restarted = server(Duration.ZERO);
        second) {
      restarted.resume(List.of(new AlertView(firing, now())));
      await(() -> alertmanager().alerts().size() == 1);

      AlertChange ends = new AlertChange(AlertState.FIRING, resolved(), now());
      restarted.accept(ends);
      second.accept(ends);
      await(() -> people.states().contains("resolved"));
    }

    assertThat(people.states()).containsExactly("firing", "resolved");
    assertThat(people.last().at("/alerts/0/annotations/outcome").asText()).startsWith("fixed");
  }

  @Test
  void aServerDeadForTenMinutesDoesNotLookLikeAHealedLeak() throws Exception {
    AlertDelivery dead = server(Duration.ofMinutes(-10));
    dead.accept(new AlertChange(AlertState.PENDING, firing, now()));
    await(() -> people.states().equals(List.of("firing")));
    dead.close(); // what it told last was told ten minutes ago

    assertThat(alertmanager().alerts())
        .singleElement()
        .satisfies(
            alert ->
                assertThat(Instant.parse(alert.get("endsAt").asText())).isAfter(Instant.now()));
    try (AlertDelivery again = server(Duration.ZERO)) {
      again.resume(List.of(new AlertView(firing, now())));
      again.accept(new AlertChange(AlertState.FIRING, resolved(), now()));
      await(() -> people.states().contains("resolved"));
    }
    assertThat(people.states()).containsExactly("firing", "resolved");
  }

  /** That the test above can fail: an alert does not live for ever on what was told once. */
  @Test
  void aServerDeadForLongerThanAnAlertOutlivesItIsNotHeardOf() throws Exception {
    try (AlertDelivery dead = server(AlertmanagerAlert.OUTLIVES.negated().minusSeconds(60))) {
      dead.accept(new AlertChange(AlertState.PENDING, firing, now()));
      await(
          () ->
              alertmanager()
                  .get("/metrics")
                  .contains(
                      "alertmanager_alerts_received_total{status=\"resolved\",version=\"v2\"} 1"));
    }
    assertThat(alertmanager().alerts()).isEmpty();
    assertThat(people.states()).isEmpty();
  }

  /** Whether the Alertmanager knows of a notification that it has reached people. */
  private boolean hasNoted() throws Exception {
    return alertmanager()
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith("alertmanager_notification_latency_seconds_count{"))
        .anyMatch(line -> line.contains("\"webhook\"") && !line.endsWith(" 0"));
  }

  private RealAlertmanager alertmanager() {
    return Objects.requireNonNull(started);
  }

  private AlertDelivery server(Duration shift) {
    Clock clock = Clock.offset(Clock.system(ZoneOffset.UTC), shift);
    AlertMode.Modes modes = new AlertMode.Modes(AlertMode.PAGE, Map.of());
    AlertmanagerClient client =
        new AlertmanagerClient(
            alertmanager().base(),
            HttpClient.newHttpClient(),
            new ServerStats(),
            new Links(Optional.of("http://grafana:3000"), Optional.of("http://docs/runbooks")),
            clock);
    AlertDelivery delivery =
        new AlertDelivery(
            List.of(client),
            new DeliveryPolicy(modes, 10, new Feedbacks(), clock),
            new LimitTickets(modes, clock),
            List::of,
            List::of,
            clock);
    delivery.start();
    return delivery;
  }

  private LeakAlert resolved() {
    return firing.toBuilder()
        .setState(AlertState.RESOLVED)
        .setOutcome(AlertOutcome.FIXED)
        .setResolvedMs(now())
        .build();
  }

  /** Began to fire an hour ago; all is known of it. */
  private static LeakAlert firing() {
    long startedMs = now() - Duration.ofHours(1).toMillis();
    LeakAlert.Builder alert =
        Samples.alert()
            .setStartedMs(startedMs)
            .addSeverityReasons(Reason.newBuilder().setText("it may end within 8 h"))
            .addVersions(
                VersionRecord.newBuilder()
                    .setServiceVersion("1.4.2")
                    .setFirstStartMs(startedMs - 1_000)
                    .setLeaked(2));
    for (int n = 1; n <= 2; n++) {
      alert.addMembers(Samples.member(n, Samples.leak().build()).setAsOfMs(now()));
    }
    return alert.build();
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }
}
