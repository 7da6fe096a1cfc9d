package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what people get to hear of a leak: its mode, what operators said of it, and whether a
 * storm is on. Thread-safe.
 */
final class DeliveryPolicy {

  private final AlertMode.Modes modes;
  private final StormBreaker storm;
  private final Feedbacks feedbacks;
  private final Clock clock;
  private boolean stormRages;

  DeliveryPolicy(AlertMode.Modes modes, int stormPages, Feedbacks feedbacks, Clock clock) {
    this.modes = modes;
    this.storm = new StormBreaker(stormPages);
    this.feedbacks = feedbacks;
    this.clock = clock;
  }

  /** The notice of a leak that fires or did; empty: it never fired, or nobody is to hear of it. */
  synchronized Optional<LeakNotice> notice(AlertView view) {
    LeakAlert alert = view.alert();
    boolean fires = alert.getState() == AlertState.FIRING;
    boolean fired = alert.getState() == AlertState.RESOLVED && alert.getStartedMs() > 0;
    AlertMode mode = modes.of(alert.getScope().getServiceName());
    boolean news = fires || fired;
    if (!news || mode == AlertMode.SHADOW) {
      return Optional.empty();
    }
    LeakNotice notice = told(view, mode);
    // Of what has ended, what held when it did: what is said or runs out later changes nothing.
    Instant then = fires ? clock.instant() : notice.learnedAt();
    Instant quiet = feedbacks.quietSince(alert.getLeakId(), then);
    if (quiet != null && (fires || !quiet.isAfter(then))) {
      return Optional.of(notice.quietSince(quiet));
    }
    return Optional.of(
        feedbacks.ringsAgainSince(alert.getLeakId(), then).map(notice::heardSince).orElse(notice));
  }

  private LeakNotice told(AlertView view, AlertMode mode) {
    LeakAlert alert = view.alert();
    LeakNotice notice = LeakNotice.of(view);
    if (alert.getSeverity() != Severity.CRITICAL) {
      return notice;
    }
    if (mode == AlertMode.TICKET) {
      return notice.withSeverity(Severity.WARNING, "critical, but its mode is ticket");
    }
    return storm.letsPage(alert)
        ? notice
        : notice.withSeverity(
            Severity.WARNING, "critical, but too many leaks became so within an hour");
  }

  /** Whether an operator said something of it: what is told of it may change by that. */
  boolean hasFeedback(LeakAlert alert) {
    return feedbacks.has(alert.getLeakId());
  }

  /** The storm, while it rages and once when it is over. */
  synchronized Optional<StormNotice> storm() {
    Instant now = clock.instant();
    Optional<StormBreaker.Storm> last = storm.storm(now);
    boolean raged = stormRages;
    stormRages = last.filter(each -> each.rages(now)).isPresent();
    return last.filter(each -> stormRages || raged).map(each -> notice(each, now));
  }

  private StormNotice notice(StormBreaker.Storm last, Instant now) {
    return new StormNotice(
        last.began(),
        storm.paged(now),
        storm.heldBack(now),
        last.rages(now) ? null : last.over(),
        now);
  }
}
