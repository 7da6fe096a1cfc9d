package io.heapcast.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A notice in the form of Alertmanager's {@code POST /api/v2/alerts}. */
final class AlertmanagerAlert {

  /** A dead server must not look like a healed leak: the alert outlives it by this. */
  static final Duration OUTLIVES = Duration.ofMinutes(16);

  private AlertmanagerAlert() {}

  /**
   * The whole alert, ready to be written as JSON.
   *
   * @param labels as it was first posted with: they are its identity there
   * @param endsAt when it ended, or until when it holds
   */
  static Map<String, Object> body(
      Notice notice, Map<String, String> labels, Instant endsAt, Links links, Clock clock) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("labels", labels);
    body.put("annotations", notice.annotations(links, clock));
    body.put("startsAt", startsAt(notice, endsAt).toString());
    body.put("endsAt", endsAt.toString());
    return body;
  }

  /** Alertmanager refuses an alert that does not start before it ends. */
  private static Instant startsAt(Notice notice, Instant endsAt) {
    Instant started = notice.startsAt();
    return started.isBefore(endsAt) ? started : endsAt.minusMillis(1);
  }
}
