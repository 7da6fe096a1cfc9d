package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the events of one collection said so far. */
final class GcParts {

  private final long gcId;
  private final Pauses pauses = new Pauses();
  private final List<HeapAfter> heapsAfter = new ArrayList<>();
  private final Generations generations = new Generations();
  private @Nullable Collection collection;
  private @Nullable HeapBefore heapBefore;
  private @Nullable String g1Type;
  private @Nullable Long copyFailedBytes;
  private boolean concurrentModeFailed;
  private boolean gotMixed;

  /** {@code jdk.GarbageCollection}. */
  private record Collection(String name, String cause, Instant end, Duration duration) {}

  private record HeapBefore(long usedBytes, long committedBytes) {}

  private record HeapAfter(Instant time, long usedBytes, long committedBytes) {}

  GcParts(long gcId) {
    this.gcId = gcId;
  }

  /**
   * Generational Shenandoah goes on marking the old generation under the id of the young collection
   * that began it; the young one is the collection of that id, whenever the other comes.
   */
  void collection(String name, String cause, Instant end, Duration duration) {
    if (collection == null || end.isBefore(collection.end())) {
      collection = new Collection(name, cause, end, duration);
    }
  }

  void heapBefore(long usedBytes, long committedBytes) {
    // A concurrent cycle may be summed up more than once: the first is the begin.
    heapBefore = heapBefore == null ? new HeapBefore(usedBytes, committedBytes) : heapBefore;
  }

  void heapAfter(Instant time, long usedBytes, long committedBytes) {
    heapsAfter.add(new HeapAfter(time, usedBytes, committedBytes));
  }

  Generations generations() {
    return generations;
  }

  void g1Type(String type) {
    g1Type = type;
  }

  /** Told by each thread that copied. */
  void copyFailed(long bytes) {
    copyFailedBytes = bytes + (copyFailedBytes == null ? 0 : copyFailedBytes);
  }

  void concurrentModeFailed() {
    concurrentModeFailed = true;
  }

  /** A young collection of Shenandoah that collected old regions too. */
  void gotMixed() {
    gotMixed = true;
  }

  void pause(Instant start, String name, Duration duration) {
    pauses.add(start, name, duration);
  }

  /** Whether its end is known: what is missing now may never come. */
  boolean hasEnded() {
    return collection != null;
  }

  /** Whether nothing is missing that this collector tells. */
  boolean isComplete() {
    if (collection == null || heapsAfter.isEmpty()) {
      return false;
    }
    return switch (collection.name()) {
      case "G1New" -> g1Type != null && generations.g1IsComplete();
      case "G1Full" -> generations.g1After();
      case "ParallelScavenge", "ParallelOld", "PSMarkSweep" -> generations.parallelIsComplete();
      default -> true;
    };
  }

  /**
   * Whether its events come from several threads, so that a flush may hold its end but no pause.
   */
  boolean isConcurrent() {
    return isNamed("G1Old") || isNamed("Z") || isShenandoah();
  }

  /** Whether only the next collection can tell if this one was cut short. */
  boolean dependsOnTheNext() {
    return isShenandoah() && ownPauses().endsWithMarking();
  }

  /** Whether this is where the one before goes on. */
  boolean endsTheCycleBefore() {
    return isShenandoah() && ownPauses().endsTheCycleBefore();
  }

  /** Before this time, all there is to know about the collection was not yet known. */
  Optional<Instant> endSeen() {
    return collection == null
        ? heapsAfter.stream().map(HeapAfter::time).max(Comparator.naturalOrder())
        : Optional.of(collection.end());
  }

  /** How often its end was summed up. */
  int summaries() {
    return heapsAfter.size();
  }

  /**
   * The collection with what is known of it.
   *
   * @param pausesAreTold whether this recording has pauses at all
   * @param cutShort by the collection after it
   * @throws IllegalStateException while its end is not known
   */
  GcCycle.Builder toCycle(boolean pausesAreTold, boolean cutShort) {
    Collection ended = collection;
    if (ended == null) {
      throw new IllegalStateException("collection " + gcId + " has not ended");
    }
    GcKind kind = kind(ended.name(), pausesAreTold);
    GcCycle.Builder cycle =
        GcCycle.newBuilder()
            .setGcId((int) gcId)
            .setEndTimeMs(ended.end().toEpochMilli())
            .setDurationUs(micros(ended.duration()))
            .setKind(kind)
            .setName(ended.name())
            .setCause(ended.cause())
            .setIncomplete(cutShort || concurrentModeFailed || (pausesAreTold && stoppedHalfway()));
    ownPauses().durations().forEach(pause -> cycle.addPausesUs(micros(pause)));
    if (heapBefore != null) {
      cycle.setHeapBeforeBytes(heapBefore.usedBytes());
      cycle.setHeapCommittedBeforeBytes(heapBefore.committedBytes());
    }
    if (copyFailedBytes != null) {
      cycle.setCopyFailedBytes(copyFailedBytes);
    }
    heapAfter(ended.end())
        .ifPresent(
            heap -> {
              cycle.setHeapAfterBytes(heap.usedBytes());
              cycle.setHeapCommittedBytes(heap.committedBytes());
            });
    generations.tell(cycle);
    return cycle;
  }

  private GcKind kind(String name, boolean pausesAreTold) {
    GcKind kind = isShenandoah() && pausesAreTold ? ownPauses().shenandoahKind() : GcKinds.of(name);
    boolean mixed = name.equals("G1New") ? "Mixed".equals(g1Type) : gotMixed;
    return kind == GcKind.YOUNG && mixed ? GcKind.MIXED : kind;
  }

  private boolean stoppedHalfway() {
    return (isNamed("G1Old") && !ownPauses().g1MarkingReachedItsEnd())
        || (isShenandoah() && !ownPauses().shenandoahReachedItsEnd());
  }

  /** The summary made at this end, where there are others under the same id. */
  private Optional<HeapAfter> heapAfter(Instant end) {
    return heapsAfter.stream()
        .min(Comparator.comparing(heap -> Duration.between(end, heap.time()).abs()));
  }

  /** Without those of what went on under the same id. */
  private Pauses ownPauses() {
    return collection == null ? pauses : pauses.until(collection.end());
  }

  private boolean isShenandoah() {
    return isNamed("Shenandoah");
  }

  private boolean isNamed(String start) {
    return collection != null && collection.name().startsWith(start);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
