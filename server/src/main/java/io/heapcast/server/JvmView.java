package io.heapcast.server;

import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one JVM at one moment. Immutable.
 *
 * @param info who it is, from the newest record that told
 * @param status what its collector last said; null: not yet
 * @param verdict the last verdict; null: none yet
 * @param windows what its windows say
 * @param appendedMs when its last record of any kind was appended
 */
record JvmView(
    JvmInfo info,
    @Nullable JvmStatus status,
    @Nullable JvmVerdict verdict,
    WindowFacts windows,
    long appendedMs) {

  static JvmView of(JvmInfo info) {
    return new JvmView(info, null, null, WindowFacts.NONE, 0);
  }

  JvmView with(JvmStatus status, Arrival arrival) {
    return new JvmView(status.getInfo(), status, verdict, windows, latest(arrival));
  }

  JvmView with(JvmVerdict verdict, Arrival arrival) {
    return new JvmView(verdict.getInfo(), status, verdict, windows, latest(arrival));
  }

  JvmView with(JvmWindow window, Arrival arrival) {
    WindowFacts more = windows.plus(window, arrival);
    return new JvmView(window.getInfo(), status, verdict, more, latest(arrival));
  }

  private long latest(Arrival arrival) {
    return Math.max(appendedMs, arrival.appendedMs());
  }
}
