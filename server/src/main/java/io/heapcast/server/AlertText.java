package io.heapcast.server;

import io.heapcast.telemetry.v1.LeakAlert;
import java.time.Clock;
import java.time.ZoneId;

/**
 * A leak alert as an on-call person reads it at night: plain text, lines of at most 100 columns.
 */
public final class AlertText {

  private AlertText() {}

  /** The alert as of now, with times in this machine's zone and in UTC. */
  public static String of(LeakAlert alert) {
    return of(alert, Clock.system(ZoneId.systemDefault()));
  }

  /** The alert as of the clock's time, with times in the clock's zone and in UTC. */
  public static String of(LeakAlert alert, Clock clock) {
    return alert.getLeakId() + clock.instant();
  }
}
