package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one collection said so far.
 *
 * <p>The old generation after a collection:
 *
 * <ul>
 *   <li>Parallel says it.
 *   <li>G1 of JDK 25 says it; before, it is what is neither eden nor survivors. During a concurrent
 *       cycle both figures are those of the last pause, so it cannot be told then.
 *   <li>Serial, ZGC and Shenandoah do not tell.
 * </ul>
 */
final class GcParts {

  private final long gcId;
  private final TreeMap<Instant, Duration> pauses = new TreeMap<>();
  private @Nullable Collection collection;
  private @Nullable Long heapBefore;
  private @Nullable HeapAfter heapAfter;
  private @Nullable G1After g1After;
  private @Nullable String g1Type;
  private @Nullable Long bytesCopied;
  private @Nullable Long parallelOldBefore;
  private @Nullable Long parallelOldAfter;

  private record Collection(String name, String cause, Instant end, Duration duration) {}

  private record HeapAfter(Instant time, long usedBytes, long committedBytes) {}

  private record G1After(long edenBytes, long survivorBytes, @Nullable Long oldBytes) {}

  GcParts(long gcId) {
    this.gcId = gcId;
  }

  void collection(String name, String cause, Instant end, Duration duration) {
    collection = new Collection(name, cause, end, duration);
  }

  void heapBefore(long usedBytes) {
    // A concurrent cycle may be summed up in each of its pauses: the first is the begin.
    heapBefore = heapBefore == null ? usedBytes : heapBefore;
  }

  void heapAfter(Instant time, long usedBytes, long committedBytes) {
    if (heapAfter == null || !time.isBefore(heapAfter.time())) {
      heapAfter = new HeapAfter(time, usedBytes, committedBytes);
    }
  }

  void g1After(long edenBytes, long survivorBytes, @Nullable Long oldBytes) {
    g1After = new G1After(edenBytes, survivorBytes, oldBytes);
  }

  void g1Type(String type) {
    g1Type = type;
  }

  void bytesCopied(long bytes) {
    bytesCopied = bytes;
  }

  void parallelOldBefore(long usedBytes) {
    parallelOldBefore = usedBytes;
  }

  void parallelOldAfter(long usedBytes) {
    parallelOldAfter = usedBytes;
  }

  void pause(Instant start, Duration duration) {
    pauses.put(start, duration);
  }

  /** Whether its end is known: what is missing now may never come. */
  boolean hasEnded() {
    return collection != null;
  }

  /** Whether nothing is missing that this collector tells. */
  boolean isComplete() {
    if (collection == null || heapAfter == null) {
      return false;
    }
    return switch (collection.name()) {
      case "G1New" -> g1Type != null && g1After != null && bytesCopied != null;
      case "G1Full" -> g1After != null;
      case "ParallelScavenge", "ParallelOld", "PSMarkSweep" -> parallelOldAfter != null;
      default -> true;
    };
  }

  /**
   * Whether its events come from several threads, so that a flush may hold its end but no pause.
   */
  boolean isConcurrent() {
    return collection != null
        && (collection.name().equals("G1Old")
            || collection.name().startsWith("Z")
            || collection.name().startsWith("Shenandoah"));
  }

  /** Before this time, all there is to know about the collection was not yet known. */
  @Nullable Instant endSeen() {
    if (collection != null) {
      return collection.end();
    }
    return heapAfter == null ? null : heapAfter.time();
  }

  /**
   * The collection with what is known of it.
   *
   * @throws IllegalStateException while its end is not known
   */
  GcCycle toCycle() {
    if (collection == null) {
      throw new IllegalStateException("collection " + gcId + " has not ended");
    }
    GcKind kind = GcKinds.of(collection.name(), g1Type == null ? "" : g1Type);
    GcCycle.Builder cycle =
        GcCycle.newBuilder()
            .setGcId((int) gcId)
            .setEndTimeMs(collection.end().toEpochMilli())
            .setDurationUs(micros(collection.duration()))
            .setKind(kind)
            .setName(collection.name())
            .setCause(collection.cause());
    pauses.values().forEach(pause -> cycle.addPausesUs(micros(pause)));
    if (heapBefore != null) {
      cycle.setHeapBeforeBytes(heapBefore);
    }
    if (heapAfter != null) {
      cycle.setHeapAfterBytes(heapAfter.usedBytes());
      cycle.setHeapCommittedBytes(heapAfter.committedBytes());
    }
    Long old = oldAfter(kind);
    if (old != null) {
      cycle.setOldAfterBytes(old);
    }
    Long promoted = promoted(kind);
    if (promoted != null) {
      cycle.setPromotedBytes(promoted);
    }
    return cycle.build();
  }

  private @Nullable Long oldAfter(GcKind kind) {
    if (parallelOldAfter != null) {
      return parallelOldAfter;
    }
    if (g1After == null || heapAfter == null || kind == GcKind.CONCURRENT) {
      return null;
    }
    return g1After.oldBytes() != null
        ? g1After.oldBytes()
        : Long.valueOf(
            Math.max(0, heapAfter.usedBytes() - g1After.edenBytes() - g1After.survivorBytes()));
  }

  /** Only of young collections: a mixed one also copies old objects to old regions. */
  private @Nullable Long promoted(GcKind kind) {
    if (kind != GcKind.YOUNG) {
      return null;
    }
    if (parallelOldBefore != null && parallelOldAfter != null) {
      return Math.max(0, parallelOldAfter - parallelOldBefore);
    }
    return bytesCopied == null || g1After == null
        ? null
        : Long.valueOf(Math.max(0, bytesCopied - g1After.survivorBytes()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
