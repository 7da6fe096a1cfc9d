package io.heapcast.collector.jfr;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to when all that happened in a JVM has been delivered. Never goes back. At a flush it is the
 * greatest of:
 *
 * <ol>
 *   <li>what it was before;
 *   <li>the time of the newest event seen: the JVM writes out the buffers of all its threads at
 *       each flush, so nothing much older is still to come;
 *   <li>the wall time of the flush less 3 s (one flush period, the reader's pause, and margin): a
 *       quiet JVM's time goes on too. Not while the newest event is older than 15 s: then either an
 *       old part of the repository is being read, or the JVM stands still. A running JVM emits some
 *       event every 5 s.
 * </ol>
 *
 * It stays before the end of a collection whose other half is waited for. What comes a little late
 * nevertheless finds its window open: readers wait some seconds.
 */
final class ObservedUntil {

  private static final Duration BEHIND_WALL = Duration.ofSeconds(3);
  private static final Duration LIVE = Duration.ofSeconds(15);

  /** How far events of a repository that is being caught up with may be out of order. */
  private static final Duration DISORDER = Duration.ofSeconds(5);

  private long untilMs;

  ObservedUntil(Instant begin) {
    untilMs = begin.toEpochMilli();
  }

  /** Whether an event is so new that nothing old is being read. */
  static boolean isLive(long newestEventMs, Instant wall) {
    return newestEventMs >= wall.toEpochMilli() - LIVE.toMillis();
  }

  /** Advances at a flush. */
  long atFlush(long newestEventMs, Instant wall, Optional<Instant> heldBackSince) {
    long wallMs = wall.toEpochMilli();
    long reachedMs = newestEventMs;
    if (isLive(newestEventMs, wall)) {
      reachedMs = Math.max(reachedMs, wallMs - BEHIND_WALL.toMillis());
    }
    if (heldBackSince.isPresent()) {
      reachedMs = Math.min(reachedMs, heldBackSince.get().toEpochMilli() - 1);
    }
    return advance(reachedMs);
  }

  /** Advances between flushes, where a batch got too large to wait for the next. */
  long withinFlush(long newestEventMs) {
    return advance(newestEventMs - DISORDER.toMillis());
  }

  /** Advances to the end of the JVM. */
  long atEnd(long endMs) {
    return advance(endMs);
  }

  private long advance(long reachedMs) {
    untilMs = Math.max(untilMs, reachedMs);
    return untilMs;
  }
}
