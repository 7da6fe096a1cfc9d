package io.heapcast.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is moved by hand. */
final class ManualClock extends Clock {

  private final ZoneId zone;
  private volatile Instant now;

  ManualClock(String now, String zone) {
    this(Instant.parse(now), ZoneId.of(zone));
  }

  private ManualClock(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new ManualClock(now, other);
  }
}
