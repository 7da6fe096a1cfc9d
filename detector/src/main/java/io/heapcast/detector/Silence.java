package io.heapcast.detector;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a JVM must be silent to be let go of. While nobody is heard of, because this part or the
 * one before it was away, that is no sign of any one JVM: all get three times as long, so that a
 * weekend's outage costs no state at the default of a day.
 */
final class Silence {

  /** Nobody was heard of for so long, or this began so recently: too early to tell who is gone. */
  static final Duration SETTLED = Duration.ofMinutes(10);

  private static final int FACTOR_UNHEARD = 3;

  private final Duration ttl;
  private final long settledMs;
  private final long begunMs;

  /** Wall clock of the last record; 0: none yet. */
  private long heardMs;

  /** Wall clock of the first record after none for {@link #SETTLED}. */
  private long resumedMs;

  /**
   * Begins now.
   *
   * @param ttl of a JVM's state while others are heard of
   * @param nowMs wall clock
   */
  Silence(Duration ttl, long nowMs) {
    this.ttl = ttl;
    settledMs = Math.min(ttl.toMillis(), SETTLED.toMillis());
    begunMs = nowMs;
  }

  /** A record came, of whatever JVM. */
  void heard(long nowMs) {
    if (heardMs == 0 || nowMs - heardMs > settledMs) {
      resumedMs = nowMs;
    }
    heardMs = nowMs;
  }

  /** Who is silent for longer than this is gone; empty: nobody can be told to be, yet. */
  Optional<Duration> tolerated(long nowMs) {
    if (nowMs - begunMs < settledMs) {
      return Optional.empty();
    }
    boolean hears = heardMs > 0 && nowMs - heardMs <= settledMs;
    if (hears && nowMs - resumedMs <= settledMs) {
      return Optional.empty(); // the others may be about to come
    }
    return Optional.of(hears ? ttl : ttl.multipliedBy(FACTOR_UNHEARD));
  }
}
