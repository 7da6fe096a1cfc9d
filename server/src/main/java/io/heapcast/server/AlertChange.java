package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;

/**
 * An alert that came in while the server was running.
 *
 * @param before the state it had; unspecified when it is new
 * @param alert the alert as it is now
 * @param appendedMs when the broker appended it
 */
record AlertChange(AlertState before, LeakAlert alert, long appendedMs) {

  /** Whether it begins to ring now. */
  boolean fires() {
    return alert.getState() == AlertState.FIRING && before != AlertState.FIRING;
  }

  /** Whether it stops ringing now; one that never rang ends in silence. */
  boolean resolves() {
    return alert.getState() == AlertState.RESOLVED
        && before != AlertState.RESOLVED
        && before != AlertState.PENDING;
  }
}
