package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeliveryPolicyTest {

  private static final int PAGES = 3;

  private final Feedbacks feedbacks = new Feedbacks();

  private final ManualClock clock = new ManualClock(Samples.NOW, "UTC");

  @Test
  void inShadowNothingIsTold() {
    assertThat(told(policy("shadow", ""), leak(1))).isEmpty();
  }

  @Test
  void inTicketModeNothingIsAboveAWarning() {
    DeliveryPolicy policy = policy("ticket", "");

    assertThat(told(policy, leak(1)).map(LeakNotice::severity)).contains(Severity.WARNING);
    assertThat(told(policy, leak(2).setSeverity(Severity.INFO)).map(LeakNotice::severity))
        .contains(Severity.INFO);
  }

  @Test
  void aServiceMayHaveAModeOfItsOwn() {
    DeliveryPolicy policy = policy("shadow", "checkout=page");

    assertThat(told(policy, leak(1)).map(LeakNotice::severity)).contains(Severity.CRITICAL);
    LeakAlert.Builder other = leak(2);
    other.getScopeBuilder().setServiceName("billing");
    assertThat(told(policy, other)).isEmpty();
  }

  @Test
  void aWrongModeIsNamed() {
    assertThatThrownBy(() -> policy("loud", ""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("heapcast.alert.mode: found 'loud', expected shadow, ticket or page");
    assertThatThrownBy(() -> policy("page", "checkout"))
        .hasMessageContaining("heapcast.alert.mode.services: found 'checkout'");
  }

  @Test
  void pendingAlertsAndThoseThatNeverFiredAreNoNews() {
    DeliveryPolicy policy = policy("page", "");

    assertThat(told(policy, leak(1).setState(AlertState.PENDING))).isEmpty();
    assertThat(told(policy, leak(1).setState(AlertState.RESOLVED).setStartedMs(0))).isEmpty();
  }

  @Test
  void beyondSoManyPagesAnHourTheRestAreTicketsAndOneStorm() {
    DeliveryPolicy policy = policy("page", "");
    List<Severity> severities = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      severities.add(told(policy, leak(n)).orElseThrow().severity());
    }

    assertThat(severities)
        .containsExactly(
            Severity.CRITICAL,
            Severity.CRITICAL,
            Severity.CRITICAL,
            Severity.WARNING,
            Severity.WARNING);
    StormNotice storm = policy.storm().orElseThrow();
    assertThat(storm.labels()).containsEntry("alertname", "HeapcastAlertStorm");
    assertThat(storm.annotations(Links.NONE, clock).get("summary"))
        .isEqualTo("5 leaks became critical within an hour: 3 were paged, 2 are tickets");

    assertThat(told(policy, leak(4)).orElseThrow().severity())
        .as("decided once")
        .isEqualTo(Severity.WARNING);
    clock.advance(Duration.ofHours(2));
    assertThat(policy.storm().map(StormNotice::endedAt))
        .as("an hour after the last page that was held back")
        .contains(Instant.parse("2026-11-24T08:24:00Z"));
    assertThat(policy.storm()).isEmpty();
    assertThat(told(policy, leak(200)).orElseThrow().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aLeakThatBecomesCriticalLateIsPagedWhereThatHourIsCalm() {
    DeliveryPolicy policy = policy("page", "");
    long dayBefore = Samples.ms("2026-11-23T07:20:00Z");
    for (int hour = 0; hour < 10; hour++) {
      LeakAlert.Builder other = leak(-60 * (2 + hour));
      assertThat(told(policy, other).map(LeakNotice::severity)).contains(Severity.CRITICAL);
    }
    LeakAlert.Builder late = leak(0).setStartedMs(dayBefore);
    late.setSeveritySinceMs(Samples.ms("2026-11-24T07:20:00Z"));

    assertThat(told(policy, late).map(LeakNotice::severity)).contains(Severity.CRITICAL);
    assertThat(policy.storm()).isEmpty();
  }

  @Test
  void leaksFoundHoursApartThatBecomeCriticalTogetherAreAStorm() {
    DeliveryPolicy policy = policy("page", "");
    List<Severity> severities = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      LeakAlert.Builder alert = leak(-300 * n).setSeveritySinceMs(clock.millis());
      severities.add(told(policy, alert).orElseThrow().severity());
    }

    assertThat(severities).filteredOn(Severity.CRITICAL::equals).hasSize(PAGES);
    assertThat(policy.storm()).isPresent();
  }

  @Test
  void aRestartedServerDecidesTheSame() {
    DeliveryPolicy before = policy("page", "");
    DeliveryPolicy after = policy("page", "");
    for (int n = 0; n < 6; n++) {
      Optional<Severity> first = told(before, leak(n)).map(LeakNotice::severity);
      clock.advance(Duration.ofMinutes(1));
      assertThat(told(after, leak(n)).map(LeakNotice::severity)).isEqualTo(first);
    }
  }

  @Test
  void everyServerTellsTheSameStorm() {
    DeliveryPolicy before = policy("page", "");
    DeliveryPolicy after = policy("page", "");
    for (int n = 0; n < 5; n++) {
      told(before, leak(n));
    }
    String id = before.storm().orElseThrow().id();
    clock.advance(Duration.ofMinutes(10));
    for (int n = 0; n < 5; n++) {
      told(after, leak(n));
    }

    assertThat(after.storm().orElseThrow().id()).isEqualTo(id);
    assertThat(before.storm().orElseThrow().id()).isEqualTo(id);
  }

  @Test
  void whatWasWithdrawnByMistakeRingsAgainSinceItWasConfirmed() {
    DeliveryPolicy policy = policy("page", "");
    feedbacks.accept(said(FeedbackKind.NOT_A_LEAK));
    assertThat(told(policy, leak(1)).orElseThrow().endedAt()).isEqualTo(clock.instant());
    clock.advance(Duration.ofMinutes(5));
    feedbacks.accept(said(FeedbackKind.CONFIRMED_LEAK));

    LeakNotice again = told(policy, leak(1)).orElseThrow();
    assertThat(again.endedAt()).isNull();
    assertThat(again.stateSince()).isEqualTo(clock.instant());
  }

  @Test
  void whatWasNeverQuietDoesNotRingAnewWhenItIsConfirmed() {
    DeliveryPolicy policy = policy("page", "");
    Instant since = told(policy, leak(1)).orElseThrow().stateSince();
    clock.advance(Duration.ofMinutes(5));
    feedbacks.accept(said(FeedbackKind.CONFIRMED_LEAK));

    assertThat(told(policy, leak(1)).orElseThrow().stateSince()).isEqualTo(since);
  }

  private AlertFeedback said(FeedbackKind kind) {
    return AlertFeedback.newBuilder()
        .setLeakId("leak-1")
        .setKind(kind)
        .setSaidMs(clock.millis())
        .build();
  }

  private Optional<LeakNotice> told(DeliveryPolicy policy, LeakAlert.Builder alert) {
    return policy.notice(new AlertView(alert.build(), clock.millis()));
  }

  /** Begins to fire so many minutes after 07:20. */
  private static LeakAlert.Builder leak(int minute) {
    long startedMs = Samples.ms("2026-11-24T07:20:00Z") + Duration.ofMinutes(minute).toMillis();
    return Samples.alert().setLeakId("leak-" + minute).setStartedMs(startedMs);
  }

  private DeliveryPolicy policy(String mode, String services) {
    Settings settings =
        Settings.defaults()
            .with(Map.of(Setting.ALERT_MODE, mode, Setting.ALERT_MODE_SERVICES, services), "test");
    return new DeliveryPolicy(AlertMode.of(settings), PAGES, feedbacks, clock);
  }
}
