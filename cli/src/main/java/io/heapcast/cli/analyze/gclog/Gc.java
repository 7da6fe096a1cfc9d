package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the lines of one collection said so far. */
final class Gc {

  private static final long MIB = 1 << 20;

  final long id;
  final long firstUs;
  long lastUs;
  GcKind kind = GcKind.GC_KIND_UNSPECIFIED;
  String cause = "";

  /** Of lines that bound the whole collection: the first's before and the last's after count. */
  private @Nullable HeapChange first;

  private @Nullable HeapChange last;

  /** Exact use per generation; the young one first. */
  @Nullable HeapChange young;

  @Nullable HeapChange old;
  @Nullable Long regionsYoungAfter;
  @Nullable HeapChange regionsOld;
  @Nullable Long oldAfterBytes;
  @Nullable Long promotedBytes;
  @Nullable Long capacityBytes;
  boolean incomplete;

  /** Shenandoah: it has begun to copy, and not freed yet what it copied from. */
  boolean underWay;

  /** ZGC: the table that is being written, and the heap's use at its end. */
  String zSection = "";

  @Nullable Long zUsedBytes;
  final List<Long> pausesUs = new ArrayList<>();

  /** Set once it may have ended; further lines may move it. */
  long endUs = LogLine.ABSENT;

  /** As written; {@link LogLine#ABSENT}: from the first line to the end. */
  long durationUs = LogLine.ABSENT;

  Gc(long id, long firstUs) {
    this.id = id;
    this.firstUs = firstUs;
    this.lastUs = firstUs;
  }

  /** What was said of the heap was said too early. */
  void forgetHeap() {
    first = null;
    last = null;
  }

  void change(HeapChange change) {
    first = first == null ? change : first;
    last = change;
  }

  /** The old generation was swept after the last pause: so much less is used than it said. */
  void sweep(HeapChange oldGeneration) {
    oldAfterBytes = oldGeneration.afterBytes();
    if (last != null) {
      long freed = Math.max(0, oldGeneration.beforeBytes() - oldGeneration.afterBytes());
      last =
          new HeapChange(
              last.beforeBytes(),
              Math.max(oldGeneration.afterBytes(), last.afterBytes() - freed),
              last.capacityBytes(),
              null);
    }
  }

  boolean hasEnded() {
    return endUs != LogLine.ABSENT;
  }

  boolean freedNothing() {
    return first != null && last != null && first.beforeBytes() == last.afterBytes();
  }

  /** The collection for the wire. */
  GcCycle toCycle(LogFacts facts) {
    GcCycle.Builder cycle =
        GcCycle.newBuilder()
            .setGcId((int) id)
            .setEndTimeMs(Math.floorDiv(endUs, 1_000))
            .setDurationUs(durationUs == LogLine.ABSENT ? endUs - firstUs : durationUs)
            .setKind(kind)
            .setName(name(facts.family))
            .setCause(cause)
            .addAllPausesUs(pausesUs)
            .setIncomplete(incomplete);
    HeapChange begin = exact(first, HeapChange::beforeBytes);
    HeapChange end = exact(last, HeapChange::afterBytes);
    if (begin != null && end != null) {
      cycle.setHeapBeforeBytes(begin.beforeBytes()).setHeapAfterBytes(end.afterBytes());
    }
    Long committed = capacityBytes != null || end == null ? capacityBytes : end.capacityBytes();
    if (committed != null) {
      cycle.setHeapCommittedBytes(committed);
    }
    Long oldAfter = oldAfter(facts.regionBytes, end);
    if (oldAfter != null) {
      cycle.setOldAfterBytes(oldAfter);
    }
    Long promoted = promoted(facts.regionBytes);
    if (promoted != null) {
      cycle.setPromotedBytes(promoted);
    }
    return cycle.build();
  }

  /**
   * Both generations, in kibibytes, where they agree with the sum, which is in mebibytes: Serial
   * says of a full collection what was there before the young one that it follows.
   */
  private @Nullable HeapChange exact(@Nullable HeapChange sum, ToLongFunction<HeapChange> figure) {
    if (young == null || old == null || sum == null) {
      return sum;
    }
    HeapChange both = young.plus(old);
    long difference = figure.applyAsLong(both) - figure.applyAsLong(sum);
    return Math.abs(difference) <= MIB ? both : sum;
  }

  private @Nullable Long oldAfter(@Nullable Long regionBytes, @Nullable HeapChange end) {
    if (oldAfterBytes != null) {
      return oldAfterBytes;
    }
    if (old != null) {
      return old.afterBytes();
    }
    // As from a recording: what is neither eden nor survivors, humongous objects included.
    return regionBytes == null || regionsYoungAfter == null || end == null
        ? null
        : Long.valueOf(Math.max(0, end.afterBytes() - regionsYoungAfter * regionBytes));
  }

  private @Nullable Long promoted(@Nullable Long regionBytes) {
    if (kind != GcKind.YOUNG) {
      return null;
    }
    if (promotedBytes != null) {
      return promotedBytes;
    }
    if (old != null) {
      return Math.max(0, old.afterBytes() - old.beforeBytes());
    }
    return regionsOld == null || regionBytes == null
        ? null
        : Long.valueOf(
            Math.max(0, (regionsOld.afterBytes() - regionsOld.beforeBytes()) * regionBytes));
  }

  /** As the flight recorder of such a JVM names it; empty where the collector is not known. */
  private String name(Family family) {
    boolean full = kind == GcKind.FULL;
    return switch (family) {
      case SERIAL -> full ? "SerialOld" : "DefNew";
      case PARALLEL -> full ? "ParallelOld" : "ParallelScavenge";
      case CONCURRENT_MARK_SWEEP ->
          full ? "SerialOld" : kind == GcKind.YOUNG ? "ParNew" : "ConcurrentMarkSweep";
      case G1 -> full ? "G1Full" : kind == GcKind.CONCURRENT ? "G1Old" : "G1New";
      case Z -> "Z";
      case Z_GENERATIONAL -> kind == GcKind.YOUNG ? "ZGC Minor" : "ZGC Major";
      case SHENANDOAH, SHENANDOAH_GENERATIONAL -> "Shenandoah";
      case EPSILON, UNKNOWN -> "";
    };
  }
}
