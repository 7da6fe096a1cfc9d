package io.heapcast.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heapcast.server.ServerStats.Post;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one Alertmanager told of the {@link ActiveAlerts}. {@link #postDue()} does one round; while
 * the Alertmanager does not take posts, rounds are put off for longer and longer.
 */
final class AlertmanagerClient {

  private static final Logger LOGGER = System.getLogger(AlertmanagerClient.class.getName());

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Bounds one post to some 300 KiB. */
  private static final int MOST_PER_POST = 100;

  private final URI api;
  private final String target;
  private final HttpClient http;
  private final JsonMapper json = new JsonMapper();
  private final ActiveAlerts alerts = new ActiveAlerts();
  private final ServerStats stats;
  private final Optional<String> dashboards;
  private final Clock clock;
  private Instant notBefore = Instant.MIN;
  private Duration pause = Duration.ZERO;

  /**
   * A client of one Alertmanager.
   *
   * @param base its address, {@code http://host:port} with or without a path
   * @param dashboards base address of Grafana; empty: no links
   * @param clock now, and the zone of the times in descriptions
   */
  AlertmanagerClient(
      URI base, HttpClient http, ServerStats stats, Optional<String> dashboards, Clock clock) {
    this.api = URI.create(base.toString().replaceFirst("/+$", "") + "/api/v2/alerts");
    this.target = base.getAuthority();
    this.http = http;
    this.stats = stats;
    this.dashboards = dashboards;
    this.clock = clock;
    stats.register(target);
  }

  /** Takes in the newest form of an alert; it is posted with the next round. Never blocks long. */
  void put(AlertView view) {
    alerts.put(view, clock.instant());
  }

  /** Posts what is due. Blocks for at most a request's timeout; only one thread may call it. */
  void postDue() throws InterruptedException {
    Instant now = clock.instant();
    if (now.isBefore(notBefore)) {
      return;
    }
    List<ActiveAlerts.Entry> due = alerts.due(now, MOST_PER_POST);
    while (!due.isEmpty() && post(due, now)) {
      due = alerts.due(now, MOST_PER_POST);
    }
  }

  /** Whether there is a point in going on. */
  private boolean post(List<ActiveAlerts.Entry> due, Instant now) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request(due, now), HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (status >= 500 || status == 429) {
        failed("it answered " + status + " " + firstLine(response.body()));
        return false;
      }
      if (status / 100 == 2) {
        stats.posted(target, Post.SENT);
      } else {
        // The good ones of a rejected post are taken all the same, and another try changes nothing.
        stats.posted(target, Post.REJECTED);
        LOGGER.log(
            Level.WARNING,
            "Alertmanager {0} rejected a post of {1} alerts: {2} {3}",
            target,
            due.size(),
            status,
            firstLine(response.body()));
      }
      answered();
      alerts.posted(due, now);
      return true;
    } catch (IOException e) {
      failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      return false;
    }
  }

  private HttpRequest request(List<ActiveAlerts.Entry> due, Instant now)
      throws JsonProcessingException {
    List<Map<String, Object>> bodies =
        due.stream().map(entry -> entry.body(now, dashboards, clock)).toList();
    return HttpRequest.newBuilder(api)
        .timeout(REQUEST_TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                json.writeValueAsString(bodies), StandardCharsets.UTF_8))
        .build();
  }

  private void failed(String reason) {
    stats.posted(target, Post.FAILED);
    if (pause.isZero()) {
      LOGGER.log(Level.WARNING, "Alertmanager {0} not reached, trying on: {1}", target, reason);
    }
    Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    notBefore = clock.instant().plus(pause);
  }

  private void answered() {
    if (!pause.isZero()) {
      LOGGER.log(Level.INFO, "Alertmanager {0} reached again", target);
    }
    pause = Duration.ZERO;
    notBefore = Instant.MIN;
  }

  private static String firstLine(String body) {
    return body.lines()
        .findFirst()
        .map(line -> line.substring(0, Math.min(line.length(), 200)))
        .orElse("");
  }
}
