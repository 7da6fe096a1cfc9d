package io.heapcast.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells one webhook of every state of a notice, in order and at least once: when it begins to fire,
 * when its severity changes, when it ends. A server that was started again tells what fires, and
 * what ended within a day, once more; the receiver knows repeats by their idempotency key.
 */
final class WebhookClient implements Target {

  /** For how long an ended notice is told by a server that was started again. */
  private static final Duration ENDED_TOLD = Duration.ofHours(24);

  /** About 5 KiB each; the oldest is let go, and counted as failed. */
  private static final int MOST_WAITING = 10_000;

  private static final int MOST_KEYS = 50_000;

  private final URI uri;
  private final Posts posts;
  private final Links links;
  private final Clock clock;
  private final Deque<Notice> waiting = new ArrayDeque<>();
  private final Set<String> keys = new LinkedHashSet<>();

  /** By notice: resolved, or the severity with which it fires. */
  private final Map<String, String> lastTold = new LinkedHashMap<>();

  /**
   * A client of one webhook.
   *
   * @param uri where to post to; only host and port of it are logged
   * @param clock now, and the zone of the times in descriptions
   */
  WebhookClient(URI uri, HttpClient http, ServerStats stats, Links links, Clock clock) {
    this.uri = uri;
    this.posts = new Posts("webhook", uri.getAuthority(), http, stats, clock);
    this.links = links;
    this.clock = clock;
  }

  @Override
  public synchronized void put(Notice notice) {
    boolean longAgo =
        notice.endedAt() != null && notice.learnedAt().isBefore(clock.instant().minus(ENDED_TOLD));
    if (longAgo || isTold(notice) || !keys.add(IdempotencyKey.of(notice))) {
      return;
    }
    trim(keys.iterator(), keys.size() - MOST_KEYS);
    trim(lastTold.keySet().iterator(), lastTold.size() - MOST_KEYS);
    waiting.add(notice);
    trim(waiting.iterator(), waiting.size() - MOST_WAITING);
  }

  /** A severity may change underneath while people hear the same, as in ticket mode. */
  private boolean isTold(Notice notice) {
    String severity = notice.labels().getOrDefault("severity", "");
    String state = notice.endedAt() == null ? "firing " + severity : "resolved";
    return state.equals(lastTold.put(notice.id(), state));
  }

  @Override
  public void postDue() throws InterruptedException {
    while (!posts.waits()) {
      Notice next = next();
      if (next == null || !posts.send(WebhookPost.request(uri, next, links, clock))) {
        return;
      }
      done(next);
    }
  }

  private synchronized @Nullable Notice next() {
    return waiting.peek();
  }

  private synchronized void done(Notice notice) {
    waiting.remove(notice);
  }

  private static void trim(Iterator<?> eldestFirst, int tooMany) {
    for (int i = 0; i < tooMany; i++) {
      eldestFirst.next();
      eldestFirst.remove();
    }
  }
}
