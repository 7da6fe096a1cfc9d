package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;

/** The facts of a window that come from its collections. */
final class GcFacts {

  private GcFacts() {}

  /** Adds a collection that ended in the window, in whatever order they come. */
  static void add(JvmWindow.Builder window, ListedCollections collections, GcCycle cycle) {
    total(window, cycle);
    if (cycle.getKind() == GcKind.YOUNG) {
      addYoung(window, cycle);
    } else {
      collections.add(cycle);
    }
    if (cycle.hasHeapCommittedBytes()
        && cycle.hasHeapCommittedBeforeBytes()
        && cycle.getHeapCommittedBytes() != cycle.getHeapCommittedBeforeBytes()) {
      window.setHeapResizes(window.getHeapResizes() + 1);
    }
  }

  /** Adds a size that the heap had in the window. */
  static void addCommitted(JvmWindow.Builder window, long bytes) {
    if (!window.hasLowestCommittedBytes() || bytes < window.getLowestCommittedBytes()) {
      window.setLowestCommittedBytes(bytes);
    }
    if (!window.hasHighestCommittedBytes() || bytes > window.getHighestCommittedBytes()) {
      window.setHighestCommittedBytes(bytes);
    }
  }

  private static void total(JvmWindow.Builder window, GcCycle cycle) {
    long pauseUs = 0;
    long longestUs = 0;
    for (long pause : cycle.getPausesUsList()) {
      pauseUs += pause;
      longestUs = Math.max(longestUs, pause);
    }
    GcTotals.Builder totals = totals(window, cycle.getKindValue());
    totals
        .setCount(totals.getCount() + 1)
        .setPauseUs(totals.getPauseUs() + pauseUs)
        .setLongestPauseUs(Math.max(totals.getLongestPauseUs(), longestUs))
        .setDurationUs(totals.getDurationUs() + cycle.getDurationUs())
        .setIncomplete(totals.getIncomplete() + (cycle.getIncomplete() ? 1 : 0))
        .setCopyFailed(totals.getCopyFailed() + (cycle.hasCopyFailedBytes() ? 1 : 0));
  }

  /** In the order of the kinds' numbers. */
  private static GcTotals.Builder totals(JvmWindow.Builder window, int kind) {
    int index = 0;
    while (index < window.getGcTotalsCount() && window.getGcTotals(index).getKindValue() < kind) {
      index++;
    }
    boolean found =
        index < window.getGcTotalsCount() && window.getGcTotals(index).getKindValue() == kind;
    return found
        ? window.getGcTotalsBuilder(index)
        : window.addGcTotalsBuilder(index).setKindValue(kind);
  }

  private static void addYoung(JvmWindow.Builder window, GcCycle cycle) {
    YoungCollections.Builder young = window.getYoungBuilder();
    young.setCount(young.getCount() + 1);
    if (cycle.hasHeapAfterBytes()) {
      long after = cycle.getHeapAfterBytes();
      if (isLower(after, cycle.getEndTimeMs(), young)) {
        young.setLowestAfterBytes(after).setLowestTimeMs(cycle.getEndTimeMs());
      }
      if (!young.hasLastAfterBytes() || cycle.getEndTimeMs() >= young.getLastTimeMs()) {
        young.setLastAfterBytes(after).setLastTimeMs(cycle.getEndTimeMs());
      }
    }
    if (cycle.hasPromotedBytes()) {
      young.setPromotedBytes(young.getPromotedBytes() + cycle.getPromotedBytes());
    }
    if (cycle.hasOldAfterBytes()
        && (!young.hasLowestOldAfterBytes()
            || cycle.getOldAfterBytes() < young.getLowestOldAfterBytes())) {
      young.setLowestOldAfterBytes(cycle.getOldAfterBytes());
    }
  }

  /** Of two equally low ones, the earlier. */
  private static boolean isLower(long after, long timeMs, YoungCollections.Builder young) {
    return !young.hasLowestAfterBytes()
        || after < young.getLowestAfterBytes()
        || (after == young.getLowestAfterBytes() && timeMs < young.getLowestTimeMs());
  }
}
