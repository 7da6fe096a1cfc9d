package io.heapcast.collector.jfr;

import java.util.List;
import java.util.TreeMap;

/**
 * Threads that had to wait for memory, folded per second: a window never takes those of another.
 */
public final class AllocationStalls {

  private final TreeMap<Long, io.heapcast.telemetry.v1.AllocationStalls.Builder> bySecond =
      new TreeMap<>();

  /**
   * Takes one wait.
   *
   * @param timeMs its end
   */
  public void add(long timeMs, long durationUs) {
    io.heapcast.telemetry.v1.AllocationStalls.Builder fold =
        bySecond.computeIfAbsent(
            timeMs / 1_000, second -> io.heapcast.telemetry.v1.AllocationStalls.newBuilder());
    fold.setTimeMs(Math.max(fold.getTimeMs(), timeMs))
        .setCount(fold.getCount() + 1)
        .setTotalUs(fold.getTotalUs() + durationUs)
        .setLongestUs(Math.max(fold.getLongestUs(), durationUs));
  }

  List<io.heapcast.telemetry.v1.AllocationStalls> flush() {
    List<io.heapcast.telemetry.v1.AllocationStalls> folds =
        bySecond.values().stream()
            .map(io.heapcast.telemetry.v1.AllocationStalls.Builder::build)
            .toList();
    bySecond.clear();
    return folds;
  }
}
