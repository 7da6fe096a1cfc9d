package io.heapcast.collector.jfr;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to when all that happened in a JVM has been delivered; never goes back.
 *
 * <p>At a flush that is the time of the newest event seen: the JVM writes out the buffers of all
 * its threads at each flush, so nothing much older is still to come. A running JVM emits some event
 * every 5 s, so a quiet one's time goes on too. The wall clock has no say: on a host that starves
 * its processes a flush comes seconds late, and what it brings must find its window open.
 *
 * <p>It stays before the end of a collection whose other half is waited for. What comes a little
 * late nevertheless is waited for by the readers for some seconds.
 */
final class ObservedUntil {

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
  long atFlush(long newestEventMs, Optional<Instant> heldBackSince) {
    long reachedMs = newestEventMs;
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
