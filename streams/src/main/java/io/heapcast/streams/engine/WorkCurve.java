package io.heapcast.streams.engine;

import io.heapcast.streams.v1.WorkKnot;
import io.heapcast.streams.v1.WorkState;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Work: bytes allocated since the first observation of a JVM, as a curve over its time.
 *
 * <ol>
 *   <li>It rises with every reading of the threads' counters ({@code THREAD_COUNTERS}). Before the
 *       first, and once they have been silent for {@link #COUNTERS_SILENT_MS}, it rises with the
 *       heap's differences between collections, use before one minus use after the last ({@code
 *       HEAP_DIFFERENCES}): exact where collections stop the world, a lower bound where they run
 *       beside the program or where some were missed.
 *   <li>A reading counts only for the part of its time that no reading has covered yet, in
 *       proportion. So neither a change of source nor a re-read reading doubles anything.
 *   <li>Between two readings it is a straight line; after the last one it is flat: what is not
 *       known yet is not invented. So it never falls, and lags by at most one reading.
 * </ol>
 */
final class WorkCurve {

  /** Readings come every 10 s at most; six missed ones are no accident. */
  static final long COUNTERS_SILENT_MS = 60_000;

  /** More readings than this in the windows being built, and the oldest are forgotten. */
  private static final int MAX_KNOTS = 128;

  private record Knot(long timeMs, long workBytes) {}

  private record HeapUse(long bytes, long timeMs) {}

  /** What a measurement added. */
  record Allocated(long bytes, AllocationSource source) {}

  private final List<Knot> knots = new ArrayList<>();
  private Optional<HeapUse> lastAfter = Optional.empty();
  private Optional<Long> countersUntilMs = Optional.empty();

  static WorkCurve of(WorkState state) {
    WorkCurve curve = new WorkCurve();
    for (WorkKnot knot : state.getKnotsList()) {
      curve.knots.add(new Knot(knot.getTimeMs(), knot.getWorkBytes()));
    }
    if (state.hasLastAfterBytes()) {
      curve.lastAfter = Optional.of(new HeapUse(state.getLastAfterBytes(), state.getLastAfterMs()));
    }
    if (state.hasCountersUntilMs()) {
      curve.countersUntilMs = Optional.of(state.getCountersUntilMs());
    }
    return curve;
  }

  WorkState toState() {
    WorkState.Builder state = WorkState.newBuilder();
    for (Knot knot : knots) {
      state.addKnots(WorkKnot.newBuilder().setTimeMs(knot.timeMs()).setWorkBytes(knot.workBytes()));
    }
    lastAfter.ifPresent(
        after -> state.setLastAfterBytes(after.bytes()).setLastAfterMs(after.timeMs()));
    countersUntilMs.ifPresent(state::setCountersUntilMs);
    return state.build();
  }

  /** Takes in a reading of the counters; other sources are estimates that differences replace. */
  Optional<Allocated> accept(AllocatedBytes reading) {
    if (reading.getSource() != AllocationSource.THREAD_COUNTERS) {
      return Optional.empty();
    }
    countersUntilMs = Optional.of(reading.getTimeMs());
    long bytes = rise(reading.getFromTimeMs(), reading.getTimeMs(), reading.getBytes());
    return Optional.of(new Allocated(bytes, AllocationSource.THREAD_COUNTERS));
  }

  /**
   * Takes in the difference to the collection before; one that comes after a later one tells none.
   */
  Optional<Allocated> accept(GcCycle cycle, Collector collector) {
    Optional<HeapUse> before = lastAfter;
    boolean late = before.isPresent() && cycle.getEndTimeMs() < before.get().timeMs();
    if (late || !tellsHeap(cycle.getKind(), collector)) {
      return Optional.empty();
    }
    lastAfter =
        cycle.hasHeapAfterBytes()
            ? Optional.of(new HeapUse(cycle.getHeapAfterBytes(), cycle.getEndTimeMs()))
            : Optional.empty();
    if (before.isEmpty() || !cycle.hasHeapBeforeBytes() || countersSpeak(cycle.getEndTimeMs())) {
      return Optional.empty();
    }
    long difference = cycle.getHeapBeforeBytes() - before.get().bytes();
    long bytes = rise(before.get().timeMs(), cycle.getEndTimeMs(), difference);
    return Optional.of(new Allocated(bytes, AllocationSource.HEAP_DIFFERENCES));
  }

  /**
   * Work at a time.
   *
   * @param horizonMs readings after this are not looked at, so that the answer does not depend on
   *     how many happened to have come
   */
  long at(long timeMs, long horizonMs) {
    long work = knots.isEmpty() ? 0 : knots.get(0).workBytes();
    for (int i = 0; i < knots.size() && knots.get(i).timeMs() <= timeMs; i++) {
      Knot knot = knots.get(i);
      work = knot.workBytes();
      if (i + 1 < knots.size()) {
        Knot next = knots.get(i + 1);
        if (next.timeMs() > timeMs && next.timeMs() <= horizonMs) {
          work +=
              share(next.workBytes() - work, timeMs - knot.timeMs(), next.timeMs() - knot.timeMs());
        }
      }
    }
    return work;
  }

  /** Forgets what no time from here on needs. */
  void forgetBefore(long timeMs) {
    int keepFrom = 0;
    while (keepFrom + 1 < knots.size() && knots.get(keepFrom + 1).timeMs() <= timeMs) {
      keepFrom++;
    }
    knots.subList(0, Math.max(keepFrom, knots.size() - MAX_KNOTS)).clear();
  }

  /** Goes on from the work so far at a time before it: the clock was set back. */
  void restartAt(long timeMs) {
    long work = knots.isEmpty() ? 0 : knots.get(knots.size() - 1).workBytes();
    knots.clear();
    knots.add(new Knot(timeMs, work));
    lastAfter = lastAfter.map(after -> new HeapUse(after.bytes(), timeMs));
    countersUntilMs = countersUntilMs.map(until -> timeMs);
  }

  /** The bytes that were new. */
  private long rise(long fromMs, long toMs, long bytes) {
    long start = fromMs > 0 && fromMs < toMs ? fromMs : toMs;
    if (knots.isEmpty()) {
      knots.add(new Knot(start, 0));
    }
    Knot last = knots.get(knots.size() - 1);
    if (toMs <= last.timeMs()) {
      return 0;
    }
    long uncovered = Math.max(start, last.timeMs());
    if (uncovered > last.timeMs() && uncovered < toMs) {
      knots.add(new Knot(uncovered, last.workBytes()));
    }
    long added = share(Math.max(0, bytes), toMs - uncovered, toMs - start);
    long room = Long.MAX_VALUE - last.workBytes();
    knots.add(new Knot(toMs, last.workBytes() + Math.min(added, room)));
    return Math.min(added, room);
  }

  /** {@code whole * part / of}, rounded down; the whole when it takes no time. */
  private static long share(long whole, long part, long of) {
    if (part >= of) {
      return whole;
    }
    boolean exact = part == 0 || whole <= Long.MAX_VALUE / part;
    return exact ? whole * part / of : (long) (whole * ((double) part / of));
  }

  private boolean countersSpeak(long timeMs) {
    return countersUntilMs.isPresent() && timeMs - countersUntilMs.get() <= COUNTERS_SILENT_MS;
  }

  /**
   * Whether heap use before and after such a cycle bound what was allocated in between. A marking
   * cycle of G1 spans young collections, whose differences would be counted again.
   */
  private static boolean tellsHeap(GcKind kind, Collector collector) {
    return switch (kind) {
      case YOUNG, MIXED, FULL -> true;
      case OLD, CONCURRENT ->
          switch (collector) {
            case Z, SHENANDOAH -> true;
            default -> false;
          };
      case GC_KIND_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }
}
