package io.heapcast.cli.analyze.gclog;

/**
 * Event time of one JVM's lines. With dates and uptimes both, the first line that has both fixes
 * when the JVM started, and the uptime goes on from there: a clock that was set, or a change to
 * summer time, moves nothing. Never goes back.
 */
final class EventClock {

  private final long startWithoutDatesUs;
  private long startUs = LogLine.ABSENT;
  private long nowUs = LogLine.ABSENT;

  /**
   * A clock that stands still.
   *
   * @param startWithoutDatesUs when the JVM is taken to have started if no line has a date
   */
  EventClock(long startWithoutDatesUs) {
    this.startWithoutDatesUs = startWithoutDatesUs;
  }

  /** Time of a line, microseconds since the epoch; one without a time has that of the last. */
  long at(LogLine line) {
    if (startUs == LogLine.ABSENT && line.uptimeUs() != LogLine.ABSENT) {
      startUs =
          line.wallMs() == LogLine.ABSENT
              ? startWithoutDatesUs
              : line.wallMs() * 1_000 - line.uptimeUs();
    }
    if (line.uptimeUs() != LogLine.ABSENT) {
      nowUs = Math.max(nowUs, startUs + line.uptimeUs());
    } else if (line.wallMs() != LogLine.ABSENT && startUs == LogLine.ABSENT) {
      nowUs = Math.max(nowUs, line.wallMs() * 1_000);
    }
    return nowUs();
  }

  /** Time of the last line; that of the start before the first. */
  long nowUs() {
    return nowUs == LogLine.ABSENT ? startWithoutDatesUs : nowUs;
  }

  /** When the JVM started, by its uptime; {@link LogLine#ABSENT}: no line had one. */
  long startUs() {
    return startUs;
  }
}
