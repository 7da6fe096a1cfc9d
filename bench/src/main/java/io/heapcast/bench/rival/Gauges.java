package io.heapcast.bench.rival;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.Arrays;

/**
 * What the usual exporters would show of one JVM: gauges that hold their last value, scraped at the
 * end of every window. Bytes; NaN: never seen.
 *
 * <ul>
 *   <li>heap use and limit: {@code jvm_memory_used_bytes} and {@code jvm_memory_max_bytes} of area
 *       heap, summed over its pools
 *   <li>live set: the heap after the last collection that was not only of the young generation, of
 *       every collector, to be held against the limit of the heap. Micrometer's {@code
 *       jvm.gc.live.data.size} is the old generation alone, against the maximum of the old
 *       generation, which telemetry does not tell; against the limit of the heap it could never be
 *       near full where the old generation is a fixed part of the heap. The one exception is G1's
 *       marking cycle, after which the heap holds eden: it leaves the old generation, which in G1
 *       may take the whole heap, where it tells that, and nothing where not. Collections that were
 *       cut short leave no live set.
 *   <li>use after collections of any kind, in order; of the young ones in a window the last
 * </ul>
 */
final class Gauges {

  private final ScrapeClock clock = new ScrapeClock();
  private double limitBytes = Double.NaN;
  private double usedBytes = Double.NaN;
  private double liveBytes = Double.NaN;
  private boolean sawOldCollection;
  private double afterBytes = Double.NaN;
  private double[] after = new double[4];
  private long[] afterMs = new long[4];
  private int afterCount;
  private int collections;

  /**
   * Takes the next window.
   *
   * @return false for a window that was seen before
   */
  boolean accept(JvmWindow window) {
    if (!clock.advance(window)) {
      return false;
    }
    long limit =
        window.hasHeapMaxBytes() ? window.getHeapMaxBytes() : window.getInfo().getMaxHeapBytes();
    if (limit > 0) {
      limitBytes = limit;
    }
    if (window.hasHeapUsedBytes()) {
      usedBytes = window.getHeapUsedBytes();
    }
    takeCollections(window);
    return true;
  }

  /** End of this window by the monitoring system's clock, milliseconds. */
  long timeMs() {
    return clock.timeMs();
  }

  /** Whether the JVM had not been heard of for more than five minutes before this window. */
  boolean wasStale() {
    return clock.wasStale();
  }

  double limitBytes() {
    return limitBytes;
  }

  double usedBytes() {
    return usedBytes;
  }

  double liveBytes() {
    return liveBytes;
  }

  /**
   * Whether there was, so far, a completed collection that was not only of the young generation.
   */
  boolean sawOldCollection() {
    return sawOldCollection;
  }

  /** Heap use after the last collection of any kind. */
  double afterBytes() {
    return afterBytes;
  }

  /** How many values after collections this window brought. */
  int afterCount() {
    return afterCount;
  }

  /** The i-th of them. */
  double after(int i) {
    return after[i];
  }

  /** When, by the monitoring system's clock, milliseconds. */
  long afterMs(int i) {
    return afterMs[i];
  }

  /** Collections of any kind that ended in this window. */
  int collections() {
    return collections;
  }

  private void takeCollections(JvmWindow window) {
    afterCount = 0;
    collections = 0;
    for (GcTotals totals : window.getGcTotalsList()) {
      collections += totals.getCount();
    }
    boolean youngToCome = window.hasYoung() && window.getYoung().hasLastAfterBytes();
    YoungCollections young = window.getYoung();
    long toSteadyMs = clock.timeMs() - window.getEndTimeMs();
    Collector collector = window.getInfo().getCollector();
    for (Collection collection : window.getCollectionsList()) {
      if (youngToCome && young.getLastTimeMs() < collection.getEndTimeMs()) {
        addAfter(young.getLastAfterBytes(), young.getLastTimeMs() + toSteadyMs);
        youngToCome = false;
      }
      take(collection, collector, toSteadyMs);
    }
    if (youngToCome) {
      addAfter(young.getLastAfterBytes(), young.getLastTimeMs() + toSteadyMs);
    }
  }

  private void take(Collection collection, Collector collector, long toSteadyMs) {
    boolean holdsEden = collector == Collector.G1 && collection.getKind() == GcKind.CONCURRENT;
    if (collection.hasHeapAfterBytes() && !holdsEden) {
      addAfter(collection.getHeapAfterBytes(), collection.getEndTimeMs() + toSteadyMs);
    }
    if (collection.getKind() == GcKind.YOUNG || collection.getIncomplete()) {
      return;
    }
    sawOldCollection = true;
    if (holdsEden && collection.hasOldAfterBytes()) {
      liveBytes = collection.getOldAfterBytes();
    } else if (!holdsEden && collection.hasHeapAfterBytes()) {
      liveBytes = collection.getHeapAfterBytes();
    }
  }

  private void addAfter(long bytes, long timeMs) {
    if (afterCount == after.length) {
      after = Arrays.copyOf(after, 2 * afterCount);
      afterMs = Arrays.copyOf(afterMs, 2 * afterCount);
    }
    after[afterCount] = (double) bytes;
    afterMs[afterCount++] = timeMs;
    afterBytes = (double) bytes;
  }
}
