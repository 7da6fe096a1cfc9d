package io.heapcast.server;

import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets so many new pages through within any hour; what comes beyond is a ticket, and stays one. A
 * decision follows from when the leaks became critical, not from when this server heard of them, so
 * that a server that was started again comes to the same ones. Not thread-safe.
 */
final class StormBreaker {

  static final Duration WITHIN = Duration.ofHours(1);

  /** Leaks decided on; the oldest is forgotten. */
  private static final int MOST = 10_000;

  private record Decision(Instant began, boolean paged) {}

  /** From the first page that was held back to an hour after the last. */
  record Storm(Instant began, Instant over) {

    boolean rages(Instant now) {
      return now.isBefore(over);
    }
  }

  private final int mostPages;
  private final Map<String, Decision> decisions = new LinkedHashMap<>();

  /**
   * A breaker.
   *
   * @param mostPages new pages within an hour that are let through, at least 1
   */
  StormBreaker(int mostPages) {
    this.mostPages = mostPages;
  }

  /** Whether this critical leak may page; decided once. */
  boolean letsPage(LeakAlert alert) {
    Decision known = decisions.get(alert.getLeakId());
    if (known != null) {
      return known.paged();
    }
    Instant began = becameCritical(alert);
    boolean paged = count(began, true) < mostPages;
    decisions.put(alert.getLeakId(), new Decision(began, paged));
    if (decisions.size() > MOST) {
      decisions.remove(decisions.keySet().iterator().next());
    }
    return paged;
  }

  /** When this critical leak became so: often long after it was found. */
  static Instant becameCritical(LeakAlert alert) {
    return Instant.ofEpochMilli(Math.max(alert.getStartedMs(), alert.getSeveritySinceMs()));
  }

  /**
   * The storm that rages, or the last that did: it begins with a page that is held back, goes on as
   * long as the next is within an hour, and is over an hour after the last. Empty: none yet.
   */
  Optional<Storm> storm(Instant now) {
    List<Instant> heldBack =
        decisions.values().stream()
            .filter(decision -> !decision.paged() && !decision.began().isAfter(now))
            .map(Decision::began)
            .sorted(Comparator.reverseOrder())
            .toList();
    if (heldBack.isEmpty()) {
      return Optional.empty();
    }
    Instant first = heldBack.get(0);
    for (Instant each : heldBack) {
      if (each.isBefore(first.minus(WITHIN))) {
        break;
      }
      first = each;
    }
    return Optional.of(new Storm(first, heldBack.get(0).plus(WITHIN)));
  }

  /** Pages let through within the hour before. */
  long paged(Instant now) {
    return count(now, true);
  }

  /** Pages held back within the hour before. */
  long heldBack(Instant now) {
    return count(now, false);
  }

  /** Of the hour that ends with that moment. */
  private long count(Instant until, boolean paged) {
    Instant since = until.minus(WITHIN);
    return decisions.values().stream()
        .filter(decision -> decision.paged() == paged && decision.began().isAfter(since))
        .filter(decision -> !decision.began().isAfter(until))
        .count();
  }
}
