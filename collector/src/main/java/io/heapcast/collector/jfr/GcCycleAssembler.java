package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcCycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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

  /** Of all together, which end many times a second where memory is short. */
  private static final int MOST_ENDED = 65_536;

  /** Late events of a collection given out already must not make another one. */
  private static final int IDS_REMEMBERED = 1_024;

  /**
   * How long to wait for the collection that a summary belongs to. The two are written together;
   * where one was lost, the JVM's time must not stand still for ever.
   */
  private static final int FLUSHES_TO_HOLD_WITHOUT_END = 5;

  private static final class Pending {
    private final GcParts parts;
    private int flushesSinceEnd;
    private int summaries;
    private int flushesSinceSummary;

    private Pending(GcParts parts) {
      this.parts = parts;
    }

    private void flushed() {
      flushesSinceSummary = summaries == parts.summaries() ? flushesSinceSummary + 1 : 0;
      summaries = parts.summaries();
      flushesSinceEnd += parts.hasEnded() ? 1 : 0;
    }

    private boolean isDue(int flushesToWait, @Nullable Pending next) {
      boolean waitsForTheNext = next != null && !next.parts.hasEnded() && parts.dependsOnTheNext();
      return flushesSinceEnd > flushesToWait
          || (parts.isComplete()
              && !waitsForTheNext
              && (flushesSinceEnd > 1 || !parts.isConcurrent()));
    }

    private Optional<Instant> holdsBackSince() {
      return parts.hasEnded() || flushesSinceSummary <= FLUSHES_TO_HOLD_WITHOUT_END
          ? parts.endSeen()
          : Optional.empty();
    }
  }

  private interface Due {
    boolean test(Pending held, @Nullable Pending next);
  }

  private final int mostPending;
  private final TreeMap<Long, Pending> pending = new TreeMap<>();
  private final GcIdSet given = new GcIdSet(IDS_REMEMBERED);
  private final SerialGrowth serialGrowth = new SerialGrowth();

  /** False only in recordings with settings of somebody else. */
  private boolean pausesAreTold;

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
  public void heapBefore(long gcId, long used, long committed) {
    parts(gcId).ifPresent(parts -> parts.heapBefore(used, committed));
  }

  /** {@code jdk.GCHeapSummary}, "After GC"; bytes. */
  public void heapAfter(long gcId, Instant time, long used, long committed) {
    parts(gcId).ifPresent(parts -> parts.heapAfter(time, used, committed));
  }

  /** {@code jdk.GCPhasePause}. */
  public void pause(long gcId, String name, Instant start, Duration duration) {
    pausesAreTold = true;
    parts(gcId).ifPresent(parts -> parts.pause(start, name, duration));
  }

  /**
   * {@code jdk.EvacuationFailed} or {@code jdk.PromotionFailed}, of one of the threads that copy;
   * bytes.
   */
  public void copyFailed(long gcId, long bytes) {
    parts(gcId).ifPresent(parts -> parts.copyFailed(bytes));
  }

  /** {@code jdk.ConcurrentModeFailure}. */
  public void concurrentModeFailed(long gcId) {
    parts(gcId).ifPresent(GcParts::concurrentModeFailed);
  }

  /** {@code jdk.G1HeapSummary}, "After GC"; bytes; old null: not told. */
  public void g1After(long gcId, long eden, long survivors, @Nullable Long old) {
    parts(gcId).ifPresent(parts -> parts.generations().g1After(eden, survivors, old));
  }

  /** {@code jdk.G1GarbageCollection}: Normal, Mixed, … */
  public void g1Type(long gcId, String type) {
    parts(gcId).ifPresent(parts -> parts.g1Type(type));
  }

  /** {@code jdk.EvacuationInformation}; bytes. */
  public void g1BytesCopied(long gcId, long bytes) {
    parts(gcId).ifPresent(parts -> parts.generations().g1BytesCopied(bytes));
  }

  /** {@code jdk.PSHeapSummary}, "Before GC"; bytes in the old generation. */
  public void parallelOldBefore(long gcId, long used) {
    parts(gcId).ifPresent(parts -> parts.generations().parallelOldBefore(used));
  }

  /** {@code jdk.PSHeapSummary}, "After GC"; bytes in the old generation. */
  public void parallelOldAfter(long gcId, long used) {
    parts(gcId).ifPresent(parts -> parts.generations().parallelOldAfter(used));
  }

  /** {@code jdk.TenuringDistribution}; bytes of survivors of one age. */
  public void survivors(long gcId, long bytes) {
    parts(gcId).ifPresent(parts -> parts.generations().survivors(bytes));
  }

  /** {@code jdk.ShenandoahEvacuationInformation}; bytes copied of old regions, and into them. */
  public void shenandoahEvacuated(long gcId, long old, long promoted) {
    parts(gcId)
        .ifPresent(
            parts -> {
              parts.generations().shenandoahPromoted(promoted);
              if (old > 0) {
                parts.gotMixed();
              }
            });
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
    return take((held, next) -> held.parts.endSeen().filter(end -> end.isBefore(time)).isPresent());
  }

  /**
   * When the first of the collections ended that are held back now; absent: none is. Up to just
   * before it everything was given out.
   */
  public Optional<Instant> heldBackSince() {
    return pending.values().stream()
        .map(Pending::holdsBackSince)
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private List<GcCycle> take(int flushesToWait) {
    pending.values().forEach(Pending::flushed);
    return take((held, next) -> held.isDue(flushesToWait, next));
  }

  private List<GcCycle> take(Due due) {
    List<GcCycle> cycles = new ArrayList<>();
    for (Long gcId : List.copyOf(pending.keySet())) {
      Pending held = Objects.requireNonNull(pending.get(gcId));
      Pending next = pending.get(gcId + 1);
      if (held.parts.hasEnded() && due.test(held, next)) {
        cycles.add(cycle(held.parts, next));
        given.add(gcId);
        pending.remove(gcId);
      }
    }
    return cycles;
  }

  private GcCycle cycle(GcParts parts, @Nullable Pending next) {
    boolean cutShort = parts.dependsOnTheNext() && next != null && next.parts.endsTheCycleBefore();
    return serialGrowth.complete(parts.toCycle(pausesAreTold, cutShort)).build();
  }

  /** Those that ended leave with the next flush anyway; but there may be a thousand until then. */
  private void forgetOldest() {
    int size = pending.size();
    if (size > mostPending
        && (size > MOST_ENDED || !pending.firstEntry().getValue().parts.hasEnded())) {
      pending.pollFirstEntry();
    }
  }

  private Optional<GcParts> parts(long gcId) {
    if (given.contains(gcId)) {
      return Optional.empty();
    }
    Pending held = pending.computeIfAbsent(gcId, id -> new Pending(new GcParts(id)));
    forgetOldest();
    return Optional.of(held.parts);
  }
}
