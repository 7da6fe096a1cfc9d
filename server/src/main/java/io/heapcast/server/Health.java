package io.heapcast.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server reads from Kafka, in a word and a sentence. Thread-safe.
 *
 * <p>Healthy is: caught up with what was there at the start, the cluster answers, and the reader
 * came round lately.
 */
final class Health {

  /** The reader comes round every 15 s at the latest, if its thread lives. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  /**
   * One answer.
   *
   * @param healthy whether to say 200
   * @param words one line
   */
  record Report(boolean healthy, String words) {}

  private final ServerStats stats;
  private final Clock clock;
  private Instant lastAnswer;
  private @Nullable String failure;
  private boolean caughtUp;
  private boolean stopped;

  Health(ServerStats stats, Clock clock) {
    this.stats = stats;
    this.clock = clock;
    this.lastAnswer = clock.instant();
  }

  /** The cluster failed to answer; whether that is news. */
  synchronized boolean failing(String reason) {
    boolean news = failure == null;
    failure = reason;
    return news;
  }

  /** The cluster answered; whether it had failed before. */
  synchronized boolean answering() {
    boolean again = failure != null;
    failure = null;
    lastAnswer = clock.instant();
    return again;
  }

  synchronized void caughtUp() {
    caughtUp = true;
  }

  synchronized void stopped() {
    stopped = true;
  }

  synchronized Report report() {
    String problem = problem();
    Long behind = stats.lagRecords();
    String words =
        (problem == null ? "consuming" : "not consuming: " + problem)
            + (behind == null
                ? ""
                : ", " + behind + (behind == 1 ? " record" : " records") + " behind")
            + ", "
            + lastRecord();
    return new Report(problem == null, words);
  }

  private @Nullable String problem() {
    if (stopped) {
      return "stopped";
    }
    if (failure != null) {
      return "Kafka does not answer for " + since(lastAnswer) + " (" + failure + ")";
    }
    if (since(lastAnswer, STUCK_AFTER)) {
      return "the reader has not come round for " + since(lastAnswer);
    }
    return caughtUp ? null : "still reading what was there at the start";
  }

  private String lastRecord() {
    long lastMs = stats.lastRecordMs();
    return lastMs == 0
        ? "no record yet"
        : "last record " + since(Instant.ofEpochMilli(lastMs)) + " ago";
  }

  private boolean since(Instant then, Duration atLeast) {
    return Duration.between(then, clock.instant()).compareTo(atLeast) >= 0;
  }

  private String since(Instant then) {
    return Human.duration(Duration.between(then, clock.instant()));
  }
}
