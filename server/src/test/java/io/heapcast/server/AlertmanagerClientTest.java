package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AlertmanagerClientTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ManualClock clock = new ManualClock(Samples.NOW, "Europe/Berlin");
  private final ServerStats stats = new ServerStats();
  private final FakeAlertmanager alertmanager = new FakeAlertmanager();
  private final AlertmanagerClient client =
      new AlertmanagerClient(
          alertmanager.base(),
          HTTP,
          stats,
          new Links(Optional.of("http://grafana:3000/"), Optional.of("http://docs/runbooks")),
          clock);
  private final LeakAlert firing =
      Samples.alert().addMembers(Samples.member(1, Samples.leak().build())).build();
  private final LeakAlert resolved =
      firing.toBuilder()
          .setState(AlertState.RESOLVED)
          .setOutcome(AlertOutcome.REFUTED)
          .setResolvedMs(Samples.ms("2026-11-24T07:31:30Z"))
          .build();

  AlertmanagerClientTest() throws IOException {}

  @BeforeEach
  void nothingIsPostedYet() throws InterruptedException {
    client.postDue();
    assertThat(alertmanager.takePosts()).isEmpty();
  }

  @AfterEach
  void close() {
    alertmanager.close();
  }

  @Test
  void aPostIdentifiesByLabelsAndExplainsByAnnotations() throws Exception {
    put(firing);
    client.postDue();

    JsonNode post = onlyPost();
    Golden.assertMatches(
        "alertmanager-post.json",
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(post) + "\n");
  }

  @Test
  void anActiveAlertIsPostedAgainEachMinuteAndHoldsForAQuarterHour() throws Exception {
    put(firing);
    for (int minute = 0; minute < 3; minute++) {
      client.postDue();
      client.postDue();
      assertThat(endsAt(onlyPost().get(0)))
          .isAfterOrEqualTo(clock.instant().plus(Duration.ofMinutes(15)));
      clock.advance(Duration.ofSeconds(59));
      client.postDue();
      assertThat(alertmanager.takePosts()).isEmpty();
      clock.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void aResolvedAlertIsPostedForAQuarterHourWithItsEnd() throws Exception {
    put(firing);
    client.postDue();
    alertmanager.takePosts();
    put(resolved);

    int posts = 0;
    for (int second = 0; second < 3600; second += 30) {
      client.postDue();
      for (JsonNode post : alertmanager.takePosts()) {
        posts++;
        assertThat(post).hasSize(1);
        assertThat(endsAt(post.get(0))).isEqualTo("2026-11-24T07:31:30Z");
        assertThat(post.get(0).at("/annotations/outcome").asText()).startsWith("not a leak");
      }
      clock.advance(Duration.ofSeconds(30));
    }
    assertThat(posts).isEqualTo(15);
  }

  @Test
  void anEndInTheFutureOfItsClockIsNow() throws Exception {
    put(resolved.toBuilder().setResolvedMs(Samples.ms("2026-11-25T00:00:00Z")).build());
    client.postDue();

    assertThat(endsAt(onlyPost().get(0))).isEqualTo(clock.instant());
  }

  @Test
  void anAlertStartsBeforeItEnds() throws Exception {
    put(resolved.toBuilder().setResolvedMs(resolved.getStartedMs() - 1000).build());
    client.postDue();

    JsonNode alert = onlyPost().get(0);
    assertThat(Instant.parse(alert.get("startsAt").asText())).isBefore(endsAt(alert));
  }

  @Test
  void anotherSeverityEndsTheAlertUnderTheOldOne() throws Exception {
    put(firing.toBuilder().setSeverity(Severity.WARNING).build());
    client.postDue();
    alertmanager.takePosts();
    clock.advance(Duration.ofSeconds(5));
    put(firing);
    client.postDue();

    assertThat(onlyPost())
        .hasSize(2)
        .anySatisfy(
            alert -> {
              assertThat(alert.at("/labels/severity").asText()).isEqualTo("warning");
              assertThat(endsAt(alert)).isEqualTo(clock.instant());
            })
        .anySatisfy(
            alert -> {
              assertThat(alert.at("/labels/severity").asText()).isEqualTo("critical");
              assertThat(endsAt(alert)).isAfter(clock.instant());
            });
  }

  @Test
  void aFailedPostIsTriedAgainAfterLongerAndLongerPauses() throws Exception {
    alertmanager.answer(503);
    put(firing);

    assertThat(secondsOfPosts(200)).containsExactly(0, 1, 3, 7, 15, 31, 63, 123, 183);
    assertThat(count("failed")).isEqualTo(9);

    alertmanager.answer(200);
    clock.advance(Duration.ofMinutes(1));
    assertThat(secondsOfPosts(130)).containsExactly(0, 60, 120);
    assertThat(count("sent")).isEqualTo(3);

    alertmanager.answer(429);
    assertThat(secondsOfPosts(60)).describedAs("the pause begins anew").contains(50, 51, 53, 57);
  }

  @Test
  void anAlertmanagerThatIsAwayIsTriedAgain() throws Exception {
    alertmanager.close();
    put(firing);
    client.postDue();

    assertThat(count("failed")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    client.postDue();
    assertThat(count("failed")).isEqualTo(2);
  }

  @Test
  void aRejectedPostWaitsForTheNextResend() throws Exception {
    alertmanager.answer(400);
    put(firing);

    assertThat(secondsOfPosts(61)).containsExactly(0, 60);
    assertThat(count("rejected")).isEqualTo(2);
  }

  @Test
  void manyAlertsGoInSeveralPosts() throws Exception {
    for (int n = 0; n < 250; n++) {
      put(Samples.alert().setLeakId("leak-" + n).build());
    }
    client.postDue();

    assertThat(alertmanager.takePosts()).extracting(JsonNode::size).containsExactly(100, 100, 50);
  }

  @Test
  void aPendingAlertIsNotPosted() throws Exception {
    put(firing.toBuilder().setState(AlertState.PENDING).build());
    client.postDue();

    assertThat(alertmanager.takePosts()).isEmpty();
  }

  private void put(LeakAlert alert) {
    new DeliveryPolicy(new AlertMode.Modes(AlertMode.PAGE, Map.of()), 10, new Feedbacks(), clock)
        .notice(new AlertView(alert, clock.millis()))
        .ifPresent(client::put);
  }

  private JsonNode onlyPost() {
    List<JsonNode> posts = alertmanager.takePosts();
    assertThat(posts).hasSize(1);
    return posts.get(0);
  }

  /** Moves the clock on second by second; tells the seconds in which there was a post. */
  private List<Integer> secondsOfPosts(int seconds) throws InterruptedException {
    List<Integer> found = new java.util.ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      client.postDue();
      if (!alertmanager.takePosts().isEmpty()) {
        found.add(second);
      }
      clock.advance(Duration.ofSeconds(1));
    }
    return found;
  }

  private double count(String outcome) {
    Exposition exposition = new Exposition();
    stats.addTo(exposition);
    return exposition.snapshots().stream()
        .filter(family -> family.getMetadata().getName().equals("heapcast_notifications"))
        .flatMap(family -> family.getDataPoints().stream())
        .filter(point -> outcome.equals(point.getLabels().get("outcome")))
        .mapToDouble(
            point ->
                ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot)
                        point)
                    .getValue())
        .sum();
  }

  private static Instant endsAt(JsonNode alert) {
    return Instant.parse(alert.get("endsAt").asText());
  }
}
