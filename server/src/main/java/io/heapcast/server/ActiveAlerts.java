package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one Alertmanager has to be told, and when next. Thread-safe.
 *
 * <p>An alert is known there by its labels. When one of them changes, as the severity may, the
 * alert under the old labels is ended, or both would ring.
 */
final class ActiveAlerts {

  /** How often an active alert is posted again. */
  static final Duration RESEND = Duration.ofMinutes(1);

  /** For how long an ended alert is posted again, so that a restarted Alertmanager hears of it. */
  static final Duration ENDED_RESENT = Duration.ofMinutes(15);

  /**
   * One alert under one set of labels.
   *
   * @param endedAt when it ended, never after it was learned; null: it is active
   * @param forgottenAt when an ended one is told no more; null while active
   * @param nextPost when it is due
   */
  record Entry(
      LeakAlert alert,
      Map<String, String> labels,
      @Nullable Instant endedAt,
      @Nullable Instant forgottenAt,
      Instant nextPost) {

    Map<String, Object> body(Instant now, Optional<String> dashboards, Clock clock) {
      Instant endsAt = endedAt == null ? now.plus(AlertmanagerAlert.OUTLIVES) : endedAt;
      return AlertmanagerAlert.body(alert, labels, endsAt, dashboards, clock);
    }

    private Entry ended(Instant now) {
      return new Entry(alert, labels, now, now.plus(ENDED_RESENT), now);
    }

    private Entry postedAt(Instant now) {
      return new Entry(alert, labels, endedAt, forgottenAt, now.plus(RESEND));
    }

    private boolean isForgotten(Instant now) {
      return forgottenAt != null && !now.isBefore(forgottenAt);
    }
  }

  private final Map<Map<String, String>, Entry> byLabels = new HashMap<>();

  /**
   * Takes in the newest form of an alert that fires or is resolved; any other is ignored, and so is
   * one that ended before it ever fired.
   */
  synchronized void put(AlertView view, Instant now) {
    LeakAlert alert = view.alert();
    boolean fired = alert.getState() == AlertState.RESOLVED && alert.getStartedMs() > 0;
    if (alert.getState() != AlertState.FIRING && !fired) {
      return;
    }
    Map<String, String> labels = AlertmanagerAlert.labels(alert);
    byLabels.replaceAll(
        (old, entry) ->
            entry.endedAt() == null
                    && !old.equals(labels)
                    && entry.alert().getLeakId().equals(alert.getLeakId())
                ? entry.ended(now)
                : entry);
    byLabels.put(labels, entry(view, labels, now));
  }

  /** Entries to post now, at most so many. */
  synchronized List<Entry> due(Instant now, int most) {
    byLabels.values().removeIf(entry -> entry.isForgotten(now));
    return byLabels.values().stream()
        .filter(entry -> !entry.nextPost().isAfter(now))
        .limit(most)
        .toList();
  }

  /** These were taken; one that changed meanwhile stays due. */
  synchronized void posted(List<Entry> entries, Instant now) {
    for (Entry entry : entries) {
      byLabels.replace(entry.labels(), entry, entry.postedAt(now));
    }
  }

  private static Entry entry(AlertView view, Map<String, String> labels, Instant now) {
    LeakAlert alert = view.alert();
    if (alert.getState() == AlertState.FIRING) {
      return new Entry(alert, labels, null, null, now);
    }
    Instant learned = Instant.ofEpochMilli(view.appendedMs());
    Instant resolved =
        alert.hasResolvedMs() ? Instant.ofEpochMilli(alert.getResolvedMs()) : learned;
    return new Entry(
        alert, labels, resolved.isAfter(now) ? now : resolved, learned.plus(ENDED_RESENT), now);
  }
}
