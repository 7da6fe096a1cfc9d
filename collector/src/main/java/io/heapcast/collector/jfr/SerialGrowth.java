package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcCycle;

/**
 * Promotion in Serial: how much the old generation is larger than after the young collection right
 * before. Unknown of the first one after a full collection. What was allocated in the old
 * generation directly, such as large arrays, counts as promoted.
 */
final class SerialGrowth {

  private static final long NONE = -1;

  private long lastGcId = NONE;
  private long lastOldBytes;

  /** Adds what is known to a cycle; they come in the order of their ids. */
  GcCycle.Builder complete(GcCycle.Builder cycle) {
    if (!cycle.getName().equals("DefNew") || !cycle.hasOldAfterBytes()) {
      lastGcId = NONE;
      return cycle;
    }
    long gcId = Integer.toUnsignedLong(cycle.getGcId());
    long oldBytes = cycle.getOldAfterBytes();
    if (lastGcId != NONE && gcId == lastGcId + 1) {
      cycle.setPromotedBytes(Math.max(0, oldBytes - lastOldBytes));
    }
    lastGcId = gcId;
    lastOldBytes = oldBytes;
    return cycle;
  }
}
