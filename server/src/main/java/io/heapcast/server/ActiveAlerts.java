package io.heapcast.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
      Notice notice,
      Map<String, String> labels,
      @Nullable Instant endedAt,
      @Nullable Instant forgottenAt,
      Instant nextPost) {

    Map<String, Object> body(Instant now, Links links, Clock clock) {
      Instant endsAt = endedAt == null ? now.plus(AlertmanagerAlert.OUTLIVES) : endedAt;
      return AlertmanagerAlert.body(notice, labels, endsAt, links, clock);
    }

    private Entry ended(Instant now) {
      return new Entry(notice, labels, now, now.plus(ENDED_RESENT), now);
    }

    private Entry postedAt(Instant now) {
      return new Entry(notice, labels, endedAt, forgottenAt, now.plus(RESEND));
    }

    private boolean isForgotten(Instant now) {
      return forgottenAt != null && !now.isBefore(forgottenAt);
    }
  }

  private final Map<Map<String, String>, Entry> byLabels = new HashMap<>();

  /** Takes in the newest form of a notice. */
  synchronized void put(Notice notice, Instant now) {
    Map<String, String> labels = notice.labels();
    byLabels.replaceAll(
        (old, entry) ->
            entry.endedAt() == null
                    && !old.equals(labels)
                    && entry.notice().id().equals(notice.id())
                ? entry.ended(now)
                : entry);
    byLabels.put(labels, entry(notice, labels, now));
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

  private static Entry entry(Notice notice, Map<String, String> labels, Instant now) {
    Instant endedAt = notice.endedAt();
    if (endedAt == null) {
      return new Entry(notice, labels, null, null, now);
    }
    Instant forgottenAt = notice.learnedAt().plus(ENDED_RESENT);
    return new Entry(notice, labels, endedAt.isAfter(now) ? now : endedAt, forgottenAt, now);
  }
}
