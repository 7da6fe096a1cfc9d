package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.VerdictState;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AlertDeliveryTest {

  private static final Logger LOGGER = Logger.getLogger(AlertDelivery.class.getName());

  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");
  private final FakeAlertmanager alertmanager = new FakeAlertmanager();
  private final AlertmanagerClient client =
      new AlertmanagerClient(
          alertmanager.base(), HttpClient.newHttpClient(), new ServerStats(), Links.NONE, clock);
  private final Feedbacks feedbacks = new Feedbacks();
  private final List<AlertView> views = new ArrayList<>();
  private final List<JvmVerdict> verdicts = new ArrayList<>();
  private final AlertDelivery delivery = delivery(AlertMode.PAGE);
  private final Log log = new Log();
  private final LeakAlert firing =
      Samples.alert().addMembers(Samples.member(1, Samples.leak().build())).build();
  private final LeakAlert resolved = firing.toBuilder().setState(AlertState.RESOLVED).build();

  AlertDeliveryTest() throws IOException {}

  @BeforeEach
  void listen() {
    LOGGER.addHandler(log);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void close() {
    LOGGER.removeHandler(log);
    LOGGER.setUseParentHandlers(true);
    delivery.close();
    alertmanager.close();
  }

  @Test
  void anAlertIsLoggedWhenItBeginsAndWhenItEnds() {
    delivery.accept(change(AlertState.PENDING, firing));
    delivery.accept(change(AlertState.FIRING, firing));
    delivery.accept(change(AlertState.FIRING, resolved));

    assertThat(log.texts)
        .satisfiesExactly(
            text -> assertThat(text).startsWith("WARNING CRITICAL: checkout 1.4.2").contains("≈"),
            text -> assertThat(text).startsWith("INFO RESOLVED: checkout 1.4.2"));
  }

  @Test
  void anAlertThatNeverFiredIsNeitherLoggedNorPosted() throws Exception {
    LeakAlert pending = firing.toBuilder().setState(AlertState.PENDING).build();
    delivery.accept(change(AlertState.ALERT_STATE_UNSPECIFIED, pending));
    delivery.accept(change(AlertState.PENDING, resolved));
    client.postDue();

    assertThat(log.texts).isEmpty();
    assertThat(alertmanager.takePosts()).isEmpty();
  }

  @Test
  void afterARestartOldAlertsAreResumedInSilence() throws Exception {
    long nowMs = clock.millis();
    long twentyMinutesMs = 20 * 60_000;
    delivery.resume(
        List.of(
            new AlertView(firing, nowMs - twentyMinutesMs),
            new AlertView(resolved.toBuilder().setLeakId("just-now").build(), nowMs - 60_000),
            new AlertView(
                resolved.toBuilder().setLeakId("long-ago").build(), nowMs - twentyMinutesMs)));
    client.postDue();

    assertThat(log.texts)
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("WARNING still firing: CRITICAL"));
    assertThat(alertmanager.takePosts())
        .singleElement()
        .satisfies(
            post ->
                assertThat(post.findValuesAsText("leak_id"))
                    .containsExactlyInAnyOrder(firing.getLeakId(), "just-now"));
  }

  @Test
  void inShadowModeItIsOnlyLogged() throws Exception {
    try (AlertDelivery shadow = delivery(AlertMode.SHADOW)) {
      shadow.accept(change(AlertState.PENDING, firing));
      client.postDue();
    }

    assertThat(log.texts)
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("INFO in shadow mode, told nobody"));
    assertThat(alertmanager.takePosts()).isEmpty();
  }

  @Test
  void whatAnOperatorHoldsToBeNoneIsWithdrawnAndWhatIsAcceptedRingsAgainLater() throws Exception {
    delivery.accept(change(AlertState.PENDING, firing));
    client.postDue();
    alertmanager.takePosts();
    views.add(new AlertView(firing, clock.millis()));
    long untilMs = clock.millis() + Duration.ofHours(1).toMillis();
    feedbacks.accept(said(FeedbackKind.ACCEPTED).setUntilMs(untilMs).build());
    delivery.lookAround();
    client.postDue();
    assertThat(endsAt()).isEqualTo(clock.instant());

    clock.advance(Duration.ofHours(2));
    delivery.lookAround();
    client.postDue();
    assertThat(endsAt()).as("over").isAfter(clock.instant());

    feedbacks.accept(said(FeedbackKind.CONFIRMED_LEAK).build());
    delivery.lookAround();
    client.postDue();
    assertThat(endsAt()).as("it is one").isAfter(clock.instant());

    feedbacks.accept(said(FeedbackKind.NOT_A_LEAK).build());
    delivery.lookAround();
    client.postDue();
    assertThat(endsAt()).isEqualTo(clock.instant());
  }

  private AlertFeedback.Builder said(FeedbackKind kind) {
    return AlertFeedback.newBuilder()
        .setLeakId(firing.getLeakId())
        .setKind(kind)
        .setSaidMs(clock.millis());
  }

  /** Of the one alert of the one post. */
  private Instant endsAt() {
    List<JsonNode> posts = alertmanager.takePosts();
    assertThat(posts).hasSize(1);
    return Instant.parse(posts.get(0).at("/0/endsAt").asText());
  }

  @Test
  void aLimitThatIsTooSmallIsATicketOfItsOwn() throws Exception {
    verdicts.add(
        Samples.verdict(
                Samples.info(1).build(),
                Samples.leak().setState(VerdictState.LIMIT_TOO_SMALL).build())
            .build());
    delivery.lookAround();
    client.postDue();

    assertThat(alertmanager.takePosts())
        .singleElement()
        .satisfies(
            post ->
                assertThat(post.findValuesAsText("alertname"))
                    .containsExactly("HeapcastLimitTooSmall"));
  }

  @Test
  void postsGoOnOnAThreadOfTheirOwn() {
    alertmanager.answer(500);
    delivery.start();
    delivery.accept(change(AlertState.PENDING, firing));

    Awaitility.await().until(() -> !alertmanager.takePosts().isEmpty());
  }

  private AlertDelivery delivery(AlertMode mode) {
    AlertMode.Modes modes = new AlertMode.Modes(mode, Map.of());
    return new AlertDelivery(
        List.of(client),
        new DeliveryPolicy(modes, 3, feedbacks, clock),
        new LimitTickets(modes, clock),
        () -> verdicts,
        () -> views,
        clock);
  }

  private AlertChange change(AlertState before, LeakAlert alert) {
    return new AlertChange(before, alert, clock.millis());
  }

  private static final class Log extends Handler {

    final List<String> texts = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      texts.add(
          line.getLevel() + " " + new java.util.logging.SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
