package io.heapcast.server;

import io.heapcast.server.ServerStats.Post;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;

/** Sends requests to one target, counts what became of them, and backs off while it fails. */
final class Posts {

  private static final Logger LOGGER = System.getLogger(Posts.class.getName());

  /** A target that needs longer is as good as down. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  private final String kind;
  private final String target;
  private final HttpClient http;
  private final ServerStats stats;
  private final Backoff backoff;

  /**
   * To one target.
   *
   * @param kind in the log: {@code Alertmanager}, {@code webhook}
   * @param target its name in log and metrics: host and port, never a path that may hold a secret
   */
  Posts(String kind, String target, HttpClient http, ServerStats stats, Clock clock) {
    this.kind = kind;
    this.target = target;
    this.http = http;
    this.stats = stats;
    this.backoff = new Backoff(kind + " " + target, clock);
    stats.register(target);
  }

  /** Whether it is too early to try again. */
  boolean waits() {
    return backoff.waits();
  }

  /** Whether it was sent and answered for good: taken, or rejected so that no other try helps. */
  boolean send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (status >= 500 || status == 429) {
        return failed("it answered " + status + " " + firstLine(response.body()));
      }
      backoff.answered();
      if (status / 100 == 2) {
        stats.posted(target, Post.SENT);
      } else {
        stats.posted(target, Post.REJECTED);
        LOGGER.log(
            Level.WARNING,
            "{0} {1} rejected a post: {2} {3}",
            kind,
            target,
            status,
            firstLine(response.body()));
      }
      return true;
    } catch (IOException e) {
      return failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private boolean failed(String reason) {
    stats.posted(target, Post.FAILED);
    backoff.failed(reason);
    return false;
  }

  private static String firstLine(String body) {
    return body.lines()
        .findFirst()
        .map(line -> line.substring(0, Math.min(line.length(), 200)))
        .orElse("");
  }
}
