package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcCycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Joins the events of each garbage collection by its gc id, also where a flush cut them apart and
 * in whatever order they come. Each collection is given out once: complete, or with what is there
 * when the rest has not come within a few flushes of its end.
 */
public final class GcCycleAssembler {

  /**
   * Events of a stop-the-world collection are written by one thread within microseconds: a second
   * flush holds the rest. Concurrent ones, written by several, are always held for one flush more.
   */
  private static final int FLUSHES_TO_WAIT = 2;

  /** Of collections without an end (watched from their middle on) the oldest are forgotten. */
  private static final int MOST_PENDING = 256;

  /** Late events of a collection given out already must not make another one. */
  private static final int IDS_REMEMBERED = 1_024;

  private static final class Pending {
    private final GcParts parts;
    private int flushesSinceEnd;

    private Pending(GcParts parts) {
      this.parts = parts;
    }

    private boolean isDue(int flushesToWait) {
      int waited = flushesSinceEnd++;
      return waited >= flushesToWait
          || (parts.isComplete() && (waited > 0 || !parts.isConcurrent()));
    }
  }

  private final int mostPending;
  private final TreeMap<Long, Pending> pending = new TreeMap<>();
  private final GcIdSet given = new GcIdSet(IDS_REMEMBERED);

  /** For a JVM that is watched: what is pending is looked through at each flush. */
  GcCycleAssembler() {
    this(MOST_PENDING);
  }

  /** Of more pending collections than this the oldest are forgotten. */
  GcCycleAssembler(int mostPending) {
    this.mostPending = mostPending;
  }

  /** {@code jdk.GarbageCollection}. */
  public void collection(long gcId, String name, String cause, Instant end, Duration duration) {
    parts(gcId).ifPresent(parts -> parts.collection(name, cause, end, duration));
  }

  /** {@code jdk.GCHeapSummary}, "Before GC"; bytes. */
  public void heapBefore(long gcId, long used) {
    parts(gcId).ifPresent(parts -> parts.heapBefore(used));
  }

  /** {@code jdk.GCHeapSummary}, "After GC"; bytes. */
  public void heapAfter(long gcId, Instant time, long used, long committed) {
    parts(gcId).ifPresent(parts -> parts.heapAfter(time, used, committed));
  }

  /** {@code jdk.G1HeapSummary}, "After GC"; bytes; old null: not told. */
  public void g1After(long gcId, long eden, long survivors, @Nullable Long old) {
    parts(gcId).ifPresent(parts -> parts.g1After(eden, survivors, old));
  }

  /** {@code jdk.G1GarbageCollection}: Normal, Mixed, … */
  public void g1Type(long gcId, String type) {
    parts(gcId).ifPresent(parts -> parts.g1Type(type));
  }

  /** {@code jdk.EvacuationInformation}; bytes. */
  public void bytesCopied(long gcId, long bytes) {
    parts(gcId).ifPresent(parts -> parts.bytesCopied(bytes));
  }

  /** {@code jdk.PSHeapSummary}, "Before GC"; bytes in the old generation. */
  public void parallelOldBefore(long gcId, long used) {
    parts(gcId).ifPresent(parts -> parts.parallelOldBefore(used));
  }

  /** {@code jdk.PSHeapSummary}, "After GC"; bytes in the old generation. */
  public void parallelOldAfter(long gcId, long used) {
    parts(gcId).ifPresent(parts -> parts.parallelOldAfter(used));
  }

  /** {@code jdk.GCPhasePause}. */
  public void pause(long gcId, Instant start, Duration duration) {
    parts(gcId).ifPresent(parts -> parts.pause(start, duration));
  }

  /** Ends a flush: the collections that are complete now, or waited for long enough, by gc id. */
  public List<GcCycle> flush() {
    return take(FLUSHES_TO_WAIT);
  }

  /** Ends everything: all collections whose end was seen. */
  public List<GcCycle> drain() {
    return take(0);
  }

  /** All collections that ended before a time, of which everything has been seen, by gc id. */
  List<GcCycle> takeEndedBefore(Instant time) {
    return take(
        held -> {
          Instant end = held.parts.endSeen();
          return end != null && end.isBefore(time);
        });
  }

  /**
   * When the first of the collections ended that are held back now; absent: none is. Up to just
   * before it everything was given out.
   */
  public Optional<Instant> heldBackSince() {
    return pending.values().stream()
        .map(held -> Optional.ofNullable(held.parts.endSeen()))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private List<GcCycle> take(int flushesToWait) {
    return take(held -> held.isDue(flushesToWait));
  }

  private List<GcCycle> take(Predicate<Pending> due) {
    List<GcCycle> cycles = new ArrayList<>();
    Iterator<Map.Entry<Long, Pending>> entries = pending.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Long, Pending> entry = entries.next();
      Pending held = entry.getValue();
      if (held.parts.hasEnded() && due.test(held)) {
        cycles.add(held.parts.toCycle());
        given.add(entry.getKey());
        entries.remove();
      }
    }
    return cycles;
  }

  private Optional<GcParts> parts(long gcId) {
    if (given.contains(gcId)) {
      return Optional.empty();
    }
    Pending held = pending.computeIfAbsent(gcId, id -> new Pending(new GcParts(id)));
    if (pending.size() > mostPending) {
      pending.pollFirstEntry();
    }
    return Optional.of(held.parts);
  }
}
