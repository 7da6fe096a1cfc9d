package io.heapcast.collector;

import java.time.Duration;
import java.time.Instant;

/** When to try again: after 30 s, then twice as long each time, at most 10 min. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Duration pause = FIRST;

  /** The time of the next attempt after one that failed now. */
  Instant next(Instant now) {
    Instant next = now.plus(pause);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return next;
  }

  /** After a success. */
  void reset() {
    pause = FIRST;
  }
}
