package io.heapcast.streams.engine;

import io.heapcast.streams.v1.WorkKnot;
import io.heapcast.streams.v1.WorkState;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

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
 *   <li>Both are taken in by their time when a window closes, not as they come: so it does not
 *       matter which came first.
 *   <li>Between two readings it is a straight line; after the last one it is flat: what is not
 *       known yet is not invented. So it never falls, and lags by at most one reading.
 * </ol>
 */
final class WorkCurve {

  /** Readings come every 10 s at most; six missed ones are no accident. */
  static final long COUNTERS_SILENT_MS = 60_000;

  /** More readings than this in the windows being built, and the oldest are forgotten. */
  private static final int MAX_KNOTS = 128;

  /** As many of a kind wait for their window to close; of more, the oldest are left out. */
  private static final int MOST_WAITING = 1_024;

  private static final int FIRST_WAITING = 4;

  private static final Comparator<AllocatedBytes> READINGS_BY_TIME =
      Comparator.comparingLong(AllocatedBytes::getTimeMs);

  private record Knot(long timeMs, long workBytes) {}

  private record HeapUse(long bytes, long timeMs) {}

  /** What a measurement added. */
  record Allocated(long timeMs, long bytes, AllocationSource source) {}

  private static final Comparator<GcCycle> BY_TIME =
      Comparator.comparingLong(GcCycle::getEndTimeMs)
          .thenComparing(GcCycle::getGcId, Integer::compareUnsigned);

  private final List<Knot> knots = new ArrayList<>(FIRST_WAITING);
  private Optional<HeapUse> lastAfter = Optional.empty();
  private Optional<Long> countersUntilMs = Optional.empty();
  private final PriorityQueue<AllocatedBytes> waitingReadings =
      new PriorityQueue<>(FIRST_WAITING, READINGS_BY_TIME);
  private final PriorityQueue<GcCycle> waitingCycles = new PriorityQueue<>(FIRST_WAITING, BY_TIME);

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
    curve.waitingReadings.addAll(state.getWaitingReadingsList());
    curve.waitingCycles.addAll(state.getWaitingCyclesList());
    return curve;
  }

  /** Writes it as a {@link WorkState}. */
  void writeTo(ProtoWriter out) {
    for (Knot knot : knots) {
      int begin = out.begin(WorkState.KNOTS_FIELD_NUMBER);
      out.uint64(WorkKnot.TIME_MS_FIELD_NUMBER, knot.timeMs());
      out.uint64(WorkKnot.WORK_BYTES_FIELD_NUMBER, knot.workBytes());
      out.end(begin);
    }
    lastAfter.ifPresent(
        after -> {
          out.present(WorkState.LAST_AFTER_BYTES_FIELD_NUMBER, after.bytes());
          out.uint64(WorkState.LAST_AFTER_MS_FIELD_NUMBER, after.timeMs());
        });
    countersUntilMs.ifPresent(
        untilMs -> out.present(WorkState.COUNTERS_UNTIL_MS_FIELD_NUMBER, untilMs));
    waitingReadings.stream()
        .sorted(READINGS_BY_TIME)
        .forEach(reading -> out.message(WorkState.WAITING_READINGS_FIELD_NUMBER, reading));
    waitingCycles.stream()
        .sorted(BY_TIME)
        .forEach(cycle -> out.message(WorkState.WAITING_CYCLES_FIELD_NUMBER, cycle));
  }

  /** Keeps a reading of the counters; other sources are estimates that differences replace. */
  void offer(AllocatedBytes reading) {
    if (reading.getSource() == AllocationSource.THREAD_COUNTERS) {
      waitingReadings.add(reading);
      if (waitingReadings.size() > MOST_WAITING) {
        waitingReadings.remove();
      }
    }
  }

  /** Keeps a collection whose difference to the one before may tell what was allocated. */
  void offer(GcCycle cycle, Collector collector) {
    if (!tellsHeap(cycle.getKind(), collector)) {
      return;
    }
    if (waitingCycles.isEmpty() && countersSpeak(cycle.getEndTimeMs())) {
      follow(cycle);
      return;
    }
    // Never past one that waits: it would be taken for the later of the two.
    waitingCycles.add(endsOnly(cycle));
    if (waitingCycles.size() > MOST_WAITING) {
      waitingCycles.remove();
    }
    followWhileCountersSpeak();
  }

  /** What the counters speak of adds nothing any more: it only is the last collection. */
  private void followWhileCountersSpeak() {
    GcCycle first = waitingCycles.peek();
    while (first != null && countersSpeak(first.getEndTimeMs())) {
      follow(waitingCycles.remove());
      first = waitingCycles.peek();
    }
  }

  /**
   * Takes in what was kept, up to a time and in the order of time.
   *
   * @return what each measurement added, where it added something
   */
  List<Allocated> takeUntil(long timeMs) {
    List<Allocated> allocated = new ArrayList<>();
    while (true) {
      GcCycle cycle = waitingCycles.peek();
      AllocatedBytes reading = waitingReadings.peek();
      long cycleMs = cycle == null ? Long.MAX_VALUE : cycle.getEndTimeMs();
      long readingMs = reading == null ? Long.MAX_VALUE : reading.getTimeMs();
      if (Math.min(cycleMs, readingMs) > timeMs) {
        return allocated;
      }
      if (cycle != null && cycleMs <= readingMs) {
        waitingCycles.remove();
        take(cycle).ifPresent(allocated::add);
      } else if (reading != null) {
        waitingReadings.remove();
        allocated.add(take(reading));
      }
    }
  }

  private Allocated take(AllocatedBytes reading) {
    countersUntilMs = Optional.of(reading.getTimeMs());
    long bytes = rise(reading.getFromTimeMs(), reading.getTimeMs(), reading.getBytes());
    return new Allocated(reading.getTimeMs(), bytes, AllocationSource.THREAD_COUNTERS);
  }

  private Optional<Allocated> take(GcCycle cycle) {
    Optional<HeapUse> before = lastAfter;
    if (!follow(cycle)
        || before.isEmpty()
        || !cycle.hasHeapBeforeBytes()
        || countersSpeak(cycle.getEndTimeMs())) {
      return Optional.empty();
    }
    long difference = cycle.getHeapBeforeBytes() - before.get().bytes();
    long bytes = rise(before.get().timeMs(), cycle.getEndTimeMs(), difference);
    return Optional.of(
        new Allocated(cycle.getEndTimeMs(), bytes, AllocationSource.HEAP_DIFFERENCES));
  }

  /** Makes it the last collection; false when it comes after a later one. */
  private boolean follow(GcCycle cycle) {
    if (lastAfter.isPresent() && cycle.getEndTimeMs() < lastAfter.get().timeMs()) {
      return false;
    }
    lastAfter =
        cycle.hasHeapAfterBytes()
            ? Optional.of(new HeapUse(cycle.getHeapAfterBytes(), cycle.getEndTimeMs()))
            : Optional.empty();
    return true;
  }

  private static GcCycle endsOnly(GcCycle cycle) {
    GcCycle.Builder ends =
        GcCycle.newBuilder().setGcId(cycle.getGcId()).setEndTimeMs(cycle.getEndTimeMs());
    if (cycle.hasHeapBeforeBytes()) {
      ends.setHeapBeforeBytes(cycle.getHeapBeforeBytes());
    }
    if (cycle.hasHeapAfterBytes()) {
      ends.setHeapAfterBytes(cycle.getHeapAfterBytes());
    }
    return ends.build();
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
