package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebhookClientTest {

  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");
  private final FakeAlertmanager receiver = new FakeAlertmanager();
  private final WebhookClient client = client();
  private final DeliveryPolicy policy =
      new DeliveryPolicy(new AlertMode.Modes(AlertMode.PAGE, Map.of()), 10, new Feedbacks(), clock);
  private final LeakAlert warning =
      Samples.alert()
          .setSeverity(Severity.WARNING)
          .addMembers(Samples.member(1, Samples.leak().build()))
          .build();
  private final LeakAlert critical = warning.toBuilder().setSeverity(Severity.CRITICAL).build();
  private final LeakAlert resolved =
      critical.toBuilder()
          .setState(AlertState.RESOLVED)
          .setOutcome(AlertOutcome.FIXED)
          .setResolvedMs(Samples.AS_OF.toEpochMilli())
          .build();

  WebhookClientTest() throws IOException {}

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void everyStateIsToldOnceInOrder() throws Exception {
    put(client, warning);
    put(client, warning.toBuilder().setUpdatedMs(1).build());
    put(client, critical);
    put(client, resolved);
    put(client, resolved);
    client.postDue();
    client.postDue();

    List<JsonNode> posts = receiver.takePosts();
    assertThat(posts)
        .extracting(post -> post.get("state").asText() + " " + post.at("/labels/severity").asText())
        .containsExactly("firing warning", "firing critical", "resolved critical");
    assertThat(posts)
        .extracting(post -> post.get("idempotencyKey").asText())
        .doesNotHaveDuplicates();
    assertThat(posts.get(0).get("endsAt").isNull()).isTrue();
    assertThat(posts.get(2).get("endsAt").asText()).isEqualTo("2026-11-24T07:31:50Z");
    assertThat(posts.get(0).at("/annotations/summary").asText()).contains("leaks heap");
  }

  @Test
  void aSeverityThatComesBackIsToldAgain() throws Exception {
    put(client, severity(Severity.CRITICAL, 1));
    put(client, severity(Severity.WARNING, 2));
    put(client, severity(Severity.CRITICAL, 3));
    put(client, severity(Severity.CRITICAL, 3));
    for (int n = 0; n < 3; n++) {
      client.postDue();
    }

    List<JsonNode> posts = receiver.takePosts();
    assertThat(posts)
        .extracting(post -> post.at("/labels/severity").asText())
        .containsExactly("critical", "warning", "critical");
    assertThat(posts)
        .extracting(post -> post.get("idempotencyKey").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void whatSoundsTheSameIsToldOnceThoughItsSeverityChanges() throws Exception {
    DeliveryPolicy tickets =
        new DeliveryPolicy(
            new AlertMode.Modes(AlertMode.TICKET, Map.of()), 10, new Feedbacks(), clock);
    for (LeakAlert alert : List.of(severity(Severity.WARNING, 1), severity(Severity.CRITICAL, 2))) {
      tickets.notice(new AlertView(alert, clock.millis())).ifPresent(client::put);
    }
    client.postDue();
    client.postDue();

    assertThat(receiver.takePosts()).hasSize(1);
  }

  @Test
  void anAcceptedLeakRingsAgainWhenTheTimeIsOver() throws Exception {
    Feedbacks feedbacks = new Feedbacks();
    DeliveryPolicy told =
        new DeliveryPolicy(new AlertMode.Modes(AlertMode.PAGE, Map.of()), 10, feedbacks, clock);
    AlertView view = new AlertView(critical, clock.millis());
    told.notice(view).ifPresent(client::put);
    feedbacks.accept(
        AlertFeedback.newBuilder()
            .setLeakId(critical.getLeakId())
            .setKind(FeedbackKind.ACCEPTED)
            .setSaidMs(clock.millis())
            .setUntilMs(clock.millis() + Duration.ofHours(1).toMillis())
            .build());
    told.notice(view).ifPresent(client::put);
    clock.advance(Duration.ofHours(1));
    told.notice(view).ifPresent(client::put);
    told.notice(new AlertView(resolved, clock.millis())).ifPresent(client::put);
    for (int n = 0; n < 4; n++) {
      client.postDue();
    }

    List<JsonNode> posts = receiver.takePosts();
    assertThat(posts)
        .extracting(post -> post.get("state").asText())
        .containsExactly("firing", "resolved", "firing", "resolved");
    assertThat(posts)
        .extracting(post -> post.get("idempotencyKey").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsAcceptedASecondTimeIsQuietASecondTime() throws Exception {
    Feedbacks feedbacks = new Feedbacks();
    DeliveryPolicy told = heeding(feedbacks);
    AlertView firing = new AlertView(critical, clock.millis());
    told.notice(firing).ifPresent(client::put);
    for (int n = 0; n < 2; n++) {
      clock.advance(Duration.ofMinutes(1));
      long untilMs = clock.millis() + Duration.ofHours(1).toMillis();
      feedbacks.accept(said(FeedbackKind.ACCEPTED).setUntilMs(untilMs).build());
      told.notice(firing).ifPresent(client::put);
      clock.advance(Duration.ofHours(1));
      told.notice(firing).ifPresent(client::put);
    }
    told.notice(new AlertView(resolved, clock.millis())).ifPresent(client::put);

    assertThat(statesUnderKeysOfTheirOwn())
        .containsExactly("firing", "resolved", "firing", "resolved", "firing", "resolved");
  }

  @Test
  void whatIsWithdrawnASecondTimeIsQuietUntilItsEndAndTheEndIsNoOtherState() throws Exception {
    Feedbacks feedbacks = new Feedbacks();
    DeliveryPolicy told = heeding(feedbacks);
    AlertView firing = new AlertView(critical, clock.millis());
    told.notice(firing).ifPresent(client::put);
    for (FeedbackKind kind :
        List.of(FeedbackKind.NOT_A_LEAK, FeedbackKind.CONFIRMED_LEAK, FeedbackKind.NOT_A_LEAK)) {
      clock.advance(Duration.ofMinutes(1));
      feedbacks.accept(said(kind).build());
      told.notice(firing).ifPresent(client::put);
    }
    String quiet = IdempotencyKey.of(told.notice(firing).orElseThrow());
    clock.advance(Duration.ofHours(1));
    LeakNotice end = told.notice(new AlertView(resolved, clock.millis())).orElseThrow();
    client.put(end);

    assertThat(IdempotencyKey.of(end)).isEqualTo(quiet);
    assertThat(statesUnderKeysOfTheirOwn())
        .containsExactly("firing", "resolved", "firing", "resolved");
  }

  @Test
  void whatIsSaidOrRunsOutAfterTheEndDoesNotTellTheEndAnew() {
    Feedbacks feedbacks = new Feedbacks();
    DeliveryPolicy told = heeding(feedbacks);
    long untilMs = clock.millis() + Duration.ofHours(1).toMillis();
    feedbacks.accept(said(FeedbackKind.ACCEPTED).setUntilMs(untilMs).build());
    clock.advance(Duration.ofMinutes(1));
    AlertView ended = new AlertView(resolved, clock.millis());
    String end = IdempotencyKey.of(told.notice(ended).orElseThrow());
    clock.advance(Duration.ofHours(2));
    assertThat(IdempotencyKey.of(told.notice(ended).orElseThrow())).isEqualTo(end);

    Feedbacks late = new Feedbacks();
    String unsaid = IdempotencyKey.of(heeding(late).notice(ended).orElseThrow());
    late.accept(said(FeedbackKind.NOT_A_LEAK).build());
    assertThat(IdempotencyKey.of(heeding(late).notice(ended).orElseThrow())).isEqualTo(unsaid);
  }

  private DeliveryPolicy heeding(Feedbacks feedbacks) {
    return new DeliveryPolicy(new AlertMode.Modes(AlertMode.PAGE, Map.of()), 10, feedbacks, clock);
  }

  private AlertFeedback.Builder said(FeedbackKind kind) {
    return AlertFeedback.newBuilder()
        .setLeakId(critical.getLeakId())
        .setKind(kind)
        .setSaidMs(clock.millis());
  }

  private List<String> statesUnderKeysOfTheirOwn() throws InterruptedException {
    client.postDue();
    List<JsonNode> posts = receiver.takePosts();
    assertThat(posts)
        .extracting(post -> post.get("idempotencyKey").asText())
        .doesNotHaveDuplicates();
    return posts.stream().map(post -> post.get("state").asText()).toList();
  }

  @Test
  void whatWasNotTakenIsToldAgainLaterUnderTheSameKey() throws Exception {
    receiver.answer(503);
    put(client, critical);
    client.postDue();
    client.postDue(); // within the pause: nothing is sent
    List<JsonNode> refused = receiver.takePosts();
    receiver.answer(200);
    clock.advance(Duration.ofSeconds(2));
    client.postDue();

    List<JsonNode> taken = receiver.takePosts();
    assertThat(refused).hasSize(1);
    assertThat(taken)
        .singleElement()
        .satisfies(
            post ->
                assertThat(post.get("idempotencyKey"))
                    .isEqualTo(refused.get(0).get("idempotencyKey")));
  }

  @Test
  void whatIsRejectedIsNotTriedForEver() throws Exception {
    receiver.answer(400);
    put(client, critical);
    put(client, resolved);
    client.postDue();
    client.postDue();

    assertThat(receiver.takePosts()).hasSize(2);
  }

  @Test
  void aSecondServerAndARestartedOneUseTheSameKeys() throws Exception {
    put(client, critical);
    client.postDue();
    WebhookClient other = client();
    put(other, critical.toBuilder().setUpdatedMs(2).build());
    other.postDue();

    assertThat(receiver.takePosts())
        .hasSize(2)
        .extracting(post -> post.get("idempotencyKey").asText())
        .containsOnly(IdempotencyKey.of(LeakNotice.of(new AlertView(critical, 0))));
  }

  @Test
  void whatEndedLongAgoIsNotTold() throws Exception {
    long twoDaysAgo = clock.millis() - Duration.ofDays(2).toMillis();
    policy.notice(new AlertView(resolved, twoDaysAgo)).ifPresent(client::put);
    client.postDue();

    assertThat(receiver.takePosts()).isEmpty();
  }

  /** So many minutes after it began to fire. */
  private LeakAlert severity(Severity severity, int minutes) {
    return warning.toBuilder()
        .setSeverity(severity)
        .setSeveritySinceMs(warning.getStartedMs() + Duration.ofMinutes(minutes).toMillis())
        .build();
  }

  private void put(WebhookClient to, LeakAlert alert) {
    policy.notice(new AlertView(alert, clock.millis())).ifPresent(to::put);
  }

  private WebhookClient client() {
    URI uri = receiver.base().resolve("api/v2/alerts?token=secret");
    return new WebhookClient(uri, HttpClient.newHttpClient(), new ServerStats(), Links.NONE, clock);
  }
}
