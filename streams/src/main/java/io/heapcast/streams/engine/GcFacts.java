package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.GcTotalsOrBuilder;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.List;
import java.util.Set;

/** The facts of a window that come from its collections. */
final class GcFacts {

  private GcFacts() {}

  /** HotSpot's causes ({@code gcCause.cpp}) of {@code jcmd GC.run} and of class histograms. */
  private static final Set<String> REQUESTED =
      Set.of("Diagnostic Command", "Heap Inspection Initiated GC");

  /** Adds a collection that ended in the window, in whatever order they come. */
  static void add(JvmWindow.Builder window, ListedCollections collections, GcCycle cycle) {
    boolean requested = REQUESTED.contains(cycle.getCause());
    int kind = cycle.getKindValue();
    total(requested ? requestedTotals(window, kind) : totals(window, kind), cycle);
    if (cycle.getKind() != GcKind.YOUNG) {
      collections.add(cycle);
    } else if (!requested) {
      addYoung(window, cycle);
    }
    if (!requested
        && cycle.hasHeapCommittedBytes()
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

  private static void total(GcTotals.Builder totals, GcCycle cycle) {
    long pauseUs = 0;
    long longestUs = 0;
    for (long pause : cycle.getPausesUsList()) {
      pauseUs += pause;
      longestUs = Math.max(longestUs, pause);
    }
    totals
        .setCount(totals.getCount() + 1)
        .setPauseUs(totals.getPauseUs() + pauseUs)
        .setLongestPauseUs(Math.max(totals.getLongestPauseUs(), longestUs))
        .setDurationUs(totals.getDurationUs() + cycle.getDurationUs())
        .setIncomplete(totals.getIncomplete() + (cycle.getIncomplete() ? 1 : 0))
        .setCopyFailed(totals.getCopyFailed() + (cycle.hasCopyFailedBytes() ? 1 : 0));
  }

  private static GcTotals.Builder totals(JvmWindow.Builder window, int kind) {
    int index = place(window.getGcTotalsOrBuilderList(), kind);
    return isAt(window.getGcTotalsOrBuilderList(), index, kind)
        ? window.getGcTotalsBuilder(index)
        : window.addGcTotalsBuilder(index).setKindValue(kind);
  }

  private static GcTotals.Builder requestedTotals(JvmWindow.Builder window, int kind) {
    int index = place(window.getRequestedGcTotalsOrBuilderList(), kind);
    return isAt(window.getRequestedGcTotalsOrBuilderList(), index, kind)
        ? window.getRequestedGcTotalsBuilder(index)
        : window.addRequestedGcTotalsBuilder(index).setKindValue(kind);
  }

  /** In the order of the kinds' numbers. Of builders: to look at a list of messages builds each. */
  private static int place(List<? extends GcTotalsOrBuilder> totals, int kind) {
    int index = 0;
    while (index < totals.size() && totals.get(index).getKindValue() < kind) {
      index++;
    }
    return index;
  }

  private static boolean isAt(List<? extends GcTotalsOrBuilder> totals, int index, int kind) {
    return index < totals.size() && totals.get(index).getKindValue() == kind;
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
