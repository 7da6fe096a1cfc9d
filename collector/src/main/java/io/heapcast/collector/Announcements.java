package io.heapcast.collector;

import io.heapcast.collector.publish.Publisher;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Duration;
import java.time.Instant;

/** What is said of one JVM in the topic of JVMs. Spoken by one thread. */
final class Announcements {

  /** A status is said again so often, for readers that came late. */
  private static final Duration REPEAT = Duration.ofMinutes(1);

  private final Publisher publisher;
  private Instant nextRepeat = Instant.MAX;
  private String publishedId = "";
  private volatile JvmStatus status;

  /** Nothing is said before {@link #say}. */
  Announcements(Publisher publisher, JvmStatus first) {
    this.publisher = publisher;
    this.status = first;
  }

  /** What holds of the JVM now, said or not; may be read by any thread. */
  JvmStatus status() {
    return status;
  }

  /** Whether anything was ever said. */
  boolean spoken() {
    return !publishedId.isEmpty();
  }

  /**
   * Publishes a status. An id that was said before the JVM told its own start, and is another, is
   * withdrawn.
   */
  void say(Instant now, JvmStatus next) {
    String id = next.getInfo().getJvmId();
    if (spoken() && !publishedId.equals(id)) {
      publisher.withdraw(publishedId);
    }
    publishedId = id;
    nextRepeat = now.plus(REPEAT);
    status = next;
    publisher.publish(next);
  }

  /** Publishes what holds once more, when it is time. */
  void repeat(Instant now) {
    if (!now.isBefore(nextRepeat)) {
      say(now, status.toBuilder().setAsOfMs(now.toEpochMilli()).build());
    }
  }

  /** It ended, and nobody knows how; said only where somebody has heard of it before. */
  void vanished(Instant now) {
    JvmStatus ended =
        status.toBuilder()
            .setState(WatchState.ENDED)
            .setReasonCode("vanished")
            .setReason("")
            .build();
    if (spoken()) {
      say(now, ended.toBuilder().setAsOfMs(now.toEpochMilli()).build());
    } else {
      status = ended;
    }
  }

  /**
   * A status.
   *
   * @param code why, by a stable name; empty: as it should be
   * @param reason the same in words
   */
  static JvmStatus status(JvmInfo info, WatchState state, String code, String reason, Instant now) {
    return JvmStatus.newBuilder()
        .setInfo(info)
        .setState(state)
        .setReasonCode(code)
        .setReason(reason)
        .setAsOfMs(now.toEpochMilli())
        .build();
  }
}
