package io.heapcast.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Keeps one Alertmanager told of the {@link ActiveAlerts}. {@link #postDue()} does one round; while
 * the Alertmanager does not take posts, rounds are put off for longer and longer.
 */
final class AlertmanagerClient implements Target {

  /** Bounds one post to some 300 KiB. */
  private static final int MOST_PER_POST = 100;

  private static final JsonMapper JSON = new JsonMapper();

  private final URI api;
  private final Posts posts;
  private final ActiveAlerts alerts = new ActiveAlerts();
  private final Links links;
  private final Clock clock;

  /**
   * A client of one Alertmanager.
   *
   * @param base its address, {@code http://host:port} with or without a path
   * @param clock now, and the zone of the times in descriptions
   */
  AlertmanagerClient(URI base, HttpClient http, ServerStats stats, Links links, Clock clock) {
    this.api = api(base);
    this.posts = new Posts("Alertmanager", base.getAuthority(), http, stats, clock);
    this.links = links;
    this.clock = clock;
  }

  @Override
  public void put(Notice notice) {
    alerts.put(notice, clock.instant());
  }

  @Override
  public void postDue() throws InterruptedException {
    if (posts.waits()) {
      return;
    }
    Instant now = clock.instant();
    List<ActiveAlerts.Entry> due = alerts.due(now, MOST_PER_POST);
    while (!due.isEmpty() && post(due, now)) {
      due = alerts.due(now, MOST_PER_POST);
    }
  }

  /**
   * Whether there is a point in going on. The good ones of a rejected post are taken all the same,
   * and another try changes nothing.
   */
  private boolean post(List<ActiveAlerts.Entry> due, Instant now) throws InterruptedException {
    boolean answered = posts.send(request(due, now));
    if (answered) {
      alerts.posted(due, now);
    }
    return answered;
  }

  private HttpRequest request(List<ActiveAlerts.Entry> due, Instant now) {
    return request(api, due.stream().map(entry -> entry.body(now, links, clock)).toList());
  }

  /** Where an Alertmanager takes alerts, below its address. */
  static URI api(URI base) {
    return URI.create(base.toString().replaceFirst("/+$", "") + "/api/v2/alerts");
  }

  /** A post of some alerts, each an {@link AlertmanagerAlert}. */
  static HttpRequest request(URI api, List<Map<String, Object>> alerts) {
    return HttpRequest.newBuilder(api)
        .timeout(Posts.REQUEST_TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(written(alerts), StandardCharsets.UTF_8))
        .build();
  }

  private static String written(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts can always be written", e);
    }
  }
}
