package io.heapcast.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Puts tries off for longer and longer while a target does not answer: 1 s, 2 s, … up to 1 min. */
final class Backoff {

  private static final Logger LOGGER = System.getLogger(Backoff.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String target;
  private final Clock clock;
  private Instant notBefore = Instant.MIN;
  private Duration pause = Duration.ZERO;

  /**
   * Of one target.
   *
   * @param target its name in the log: {@code Alertmanager host:port}
   */
  Backoff(String target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  /** Whether the next try is to come later. */
  boolean waits() {
    return clock.instant().isBefore(notBefore);
  }

  /** It did not take what was sent; logged once until it does again. */
  void failed(String reason) {
    if (pause.isZero()) {
      LOGGER.log(Level.WARNING, "{0} not reached, trying on: {1}", target, reason);
    }
    Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    notBefore = clock.instant().plus(pause);
  }

  void answered() {
    if (!pause.isZero()) {
      LOGGER.log(Level.INFO, "{0} reached again", target);
    }
    pause = Duration.ZERO;
    notBefore = Instant.MIN;
  }
}
