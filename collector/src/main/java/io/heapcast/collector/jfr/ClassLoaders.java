package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.ClassLoaderCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Class loaders, counted from the events that tell of all of them in one go, one each. Such a round
 * is counted when two flushes pass without more of it: one may cut it apart, and the JDK tells some
 * of them twice.
 */
public final class ClassLoaders {

  /** Rounds are a minute apart, and take a few microseconds for each loader. */
  private static final long LONGEST_ROUND_MS = 1_000;

  private static final int FLUSHES_WITHOUT_MORE = 2;

  private static final class Round {
    private long lastMs;
    private int loaders;
    private int flushesSince;
  }

  private final TreeMap<Long, Round> byStart = new TreeMap<>();

  /** Takes one loader, told at this time. */
  public void add(long timeMs) {
    Map.Entry<Long, Round> begun = byStart.floorEntry(timeMs);
    Round round =
        begun != null && timeMs - begun.getKey() <= LONGEST_ROUND_MS
            ? begun.getValue()
            : byStart.computeIfAbsent(timeMs, start -> new Round());
    round.lastMs = Math.max(round.lastMs, timeMs);
    round.loaders++;
    round.flushesSince = 0;
  }

  /** The rounds that are over. */
  List<ClassLoaderCount> flush() {
    List<ClassLoaderCount> counts = new ArrayList<>();
    byStart
        .values()
        .removeIf(
            round -> round.flushesSince++ == FLUSHES_WITHOUT_MORE && counts.add(count(round)));
    return counts;
  }

  /** The rounds before a time, of which everything has been seen. */
  List<ClassLoaderCount> takeBefore(long timeMs) {
    List<ClassLoaderCount> counts = new ArrayList<>();
    byStart.values().removeIf(round -> round.lastMs < timeMs && counts.add(count(round)));
    return counts;
  }

  private static ClassLoaderCount count(Round round) {
    return ClassLoaderCount.newBuilder().setTimeMs(round.lastMs).setCount(round.loaders).build();
  }
}
