package io.heapcast.server;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import org.jspecify.annotations.Nullable;

/**
 * What the windows of one JVM say so far. Immutable; what is not known is null.
 *
 * @param last the last window, as it came
 * @param latest the last known value of each scalar: not every window has each of them
 * @param usedAfterLastGcBytes heap use after its last collection of any kind
 * @param counters sums over the windows since the server began to read
 * @param counted windows taken in lately
 * @param appendedMs when the last window was appended; 0: none yet
 */
record WindowFacts(
    @Nullable JvmWindow last,
    JvmWindow latest,
    @Nullable Long usedAfterLastGcBytes,
    JvmCounters counters,
    RecentStarts counted,
    long appendedMs) {

  static final WindowFacts NONE =
      new WindowFacts(
          null, JvmWindow.getDefaultInstance(), null, JvmCounters.NONE, RecentStarts.NONE, 0);

  /** With one more window; a repeated one changes nothing. */
  WindowFacts plus(JvmWindow window, Arrival arrival) {
    if (counted.contains(window.getStartTimeMs())) {
      return this;
    }
    return new WindowFacts(
        window,
        merged(window),
        afterLastGc(window),
        arrival.live() ? counters.plus(window) : counters,
        counted.plus(window.getStartTimeMs()),
        Math.max(appendedMs, arrival.appendedMs()));
  }

  private JvmWindow merged(JvmWindow window) {
    return latest.toBuilder()
        .mergeFrom(window)
        .clearInfo()
        .clearCollections()
        .clearYoung()
        .clearGcTotals()
        .clearRequestedGcTotals()
        .clearTopClasses()
        .clearTopSites()
        .clearGaps()
        .build();
  }

  private @Nullable Long afterLastGc(JvmWindow window) {
    long lastMs = Long.MIN_VALUE;
    Long after = usedAfterLastGcBytes;
    for (Collection collection : window.getCollectionsList()) {
      if (collection.hasHeapAfterBytes() && collection.getEndTimeMs() > lastMs) {
        lastMs = collection.getEndTimeMs();
        after = collection.getHeapAfterBytes();
      }
    }
    YoungCollections young = window.getYoung();
    if (young.hasLastAfterBytes() && young.getLastTimeMs() > lastMs) {
      after = young.getLastAfterBytes();
    }
    return after;
  }
}
