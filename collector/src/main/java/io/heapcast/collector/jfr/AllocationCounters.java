package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Bytes allocated, from the counters that all threads report together every few seconds. A round is
 * counted when a flush passes without more of it, as a flush may cut it apart.
 *
 * <p>A thread that was not there before counts from 0; what a thread allocated between its last
 * round and its end is missing. The first round only sets the counters. The part of a round that
 * comes too late is made up for by the next round.
 */
public final class AllocationCounters {

  private static final class Round {
    private final Map<Long, Long> bytesByThread = new HashMap<>();
    private boolean grew;
  }

  /** A thread that is missing in more rounds than this has ended. */
  private static final int ROUNDS_TO_MISS = 2;

  private record Counter(long bytes, int roundsAgo) {}

  private final TreeMap<Long, Round> rounds = new TreeMap<>();
  private Map<Long, Counter> before = new HashMap<>();
  private long firstMs = -1;
  private long beforeMs = -1;

  /**
   * Takes one counter.
   *
   * @param timeMs the same for all threads of a round
   * @param bytes since the thread's start
   */
  public void add(long timeMs, long threadId, long bytes) {
    if (timeMs > beforeMs) {
      Round round = rounds.computeIfAbsent(timeMs, time -> new Round());
      round.bytesByThread.put(threadId, bytes);
      round.grew = true;
    } else if (timeMs == firstMs) {
      before.putIfAbsent(threadId, new Counter(bytes, 0));
    }
  }

  List<AllocatedBytes> flush() {
    List<AllocatedBytes> allocated = takeWhile(this::isOver);
    rounds.values().forEach(round -> round.grew = false);
    return allocated;
  }

  /** The rounds before a time, of which everything has been seen. */
  List<AllocatedBytes> takeBefore(long timeMs) {
    return takeWhile(round -> round.getKey() < timeMs);
  }

  private List<AllocatedBytes> takeWhile(Predicate<Map.Entry<Long, Round>> over) {
    List<AllocatedBytes> allocated = new ArrayList<>();
    for (Map.Entry<Long, Round> first = rounds.firstEntry();
        first != null && over.test(first);
        first = rounds.firstEntry()) {
      rounds.pollFirstEntry();
      count(first.getKey(), first.getValue().bytesByThread).ifPresent(allocated::add);
    }
    return allocated;
  }

  private boolean isOver(Map.Entry<Long, Round> round) {
    return !round.getValue().grew || rounds.lastKey() > round.getKey();
  }

  private Optional<AllocatedBytes> count(long timeMs, Map<Long, Long> now) {
    Optional<AllocatedBytes> allocated =
        beforeMs < 0
            ? Optional.empty()
            : Optional.of(
                AllocatedBytes.newBuilder()
                    .setFromTimeMs(beforeMs)
                    .setTimeMs(timeMs)
                    .setBytes(difference(now))
                    .setSource(AllocationSource.THREAD_COUNTERS)
                    .build());
    remember(now);
    firstMs = beforeMs < 0 ? timeMs : firstMs;
    beforeMs = timeMs;
    return allocated;
  }

  private long difference(Map<Long, Long> now) {
    long bytes = 0;
    for (Map.Entry<Long, Long> thread : now.entrySet()) {
      Counter last = before.get(thread.getKey());
      bytes += Math.max(0, thread.getValue() - (last == null ? 0 : last.bytes()));
    }
    return bytes;
  }

  private void remember(Map<Long, Long> now) {
    Map<Long, Counter> known = new HashMap<>();
    before.forEach(
        (thread, counter) -> {
          if (counter.roundsAgo() < ROUNDS_TO_MISS) {
            known.put(thread, new Counter(counter.bytes(), counter.roundsAgo() + 1));
          }
        });
    now.forEach((thread, bytes) -> known.put(thread, new Counter(bytes, 0)));
    before = known;
  }
}
