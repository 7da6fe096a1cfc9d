package io.heapcast.server;

import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one JVM did since this server began to count: sums over its windows. Immutable.
 *
 * @param pauses stop-the-world pauses by kind of collection; only kinds that were seen
 * @param requested of collections of any kind that a tool asked for from outside, which are not in
 *     {@code pauses}
 * @param allocatedBytes bytes allocated; null until a window told
 */
record JvmCounters(Map<GcKind, Pauses> pauses, Pauses requested, @Nullable Long allocatedBytes) {

  static final JvmCounters NONE = new JvmCounters(Map.of(), Pauses.NONE, null);

  /** Number of collections and their stop-the-world time in microseconds. */
  record Pauses(long collections, long pauseMicros) {

    static final Pauses NONE = new Pauses(0, 0);

    Pauses plus(GcTotals totals) {
      return new Pauses(collections + totals.getCount(), pauseMicros + totals.getPauseUs());
    }
  }

  JvmCounters plus(JvmWindow window) {
    Map<GcKind, Pauses> sums = new EnumMap<>(GcKind.class);
    sums.putAll(pauses);
    for (GcTotals totals : window.getGcTotalsList()) {
      sums.put(totals.getKind(), sums.getOrDefault(totals.getKind(), Pauses.NONE).plus(totals));
    }
    Pauses asked = requested;
    for (GcTotals totals : window.getRequestedGcTotalsList()) {
      asked = asked.plus(totals);
    }
    return new JvmCounters(Collections.unmodifiableMap(sums), asked, allocatedWith(window));
  }

  private @Nullable Long allocatedWith(JvmWindow window) {
    if (!window.hasAllocatedBytes()) {
      return allocatedBytes;
    }
    return (allocatedBytes == null ? 0 : allocatedBytes) + window.getAllocatedBytes();
  }
}
