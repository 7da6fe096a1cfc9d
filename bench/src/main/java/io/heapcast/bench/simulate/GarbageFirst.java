package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.function.Consumer;

/**
 * G1: young collections; when the old regions reach the threshold (IHOP) a marking cycle beside the
 * program, which frees wholly empty regions; then mixed collections, until what is left is not
 * worth it. So the least use after them is up to 5 % of the heap above the live set, now more, now
 * less.
 *
 * <p>Where there is no room to copy to, or nothing free after a young collection, a full one.
 */
final class GarbageFirst extends SimulatedCollector {

  private static final double FIRST_IHOP = 0.45;

  /** G1ReservePercent. */
  private static final double RESERVE = 0.1;

  /** G1HeapWastePercent: garbage that mixed collections leave. */
  private static final double WASTE = 0.05;

  private static final double LEAST_YOUNG = 0.05;
  private static final double MOST_YOUNG = 0.6;
  private static final int MOST_MIXED = 8;
  private static final int CYCLES_BEFORE_ADAPTION = 3;

  private enum Phase {
    YOUNG_ONLY,
    MARKING,
    PREPARE_MIXED,
    MIXED
  }

  private Phase phase = Phase.YOUNG_ONLY;
  private double ihop;
  private double edenTarget;
  private double youngWish = 0.9;
  private double markedMs = Double.POSITIVE_INFINITY;
  private double markBeganMs;
  private int markId;
  private String markCause = "";
  private double markedGarbage;
  private int mixedLeft;
  private double promotedPerMs;
  private double lastYoungMs;
  private int markings;
  private double lastFullMs;
  private int useless;

  GarbageFirst(JvmPlan plan, SimulatedHeap heap, Dice dice, Consumer<GcCycle> told) {
    super(plan, heap, dice, told);
    ihop = FIRST_IHOP * plan.heapBytes * plan.initialShare;
    lastYoungMs = plan.startMs;
    aim();
  }

  @Override
  double roomBytes() {
    return Math.max(0, edenTarget - heap.eden());
  }

  @Override
  double dueMs() {
    return markedMs;
  }

  @Override
  void act() {
    if (heap.nowMs() >= markedMs) {
      endMarking();
    } else {
      young();
    }
  }

  @Override
  void collectAll(String cause) {
    if (cause.equals("Metadata GC Threshold")) {
      if (phase == Phase.YOUNG_ONLY) {
        young(cause, true);
      }
    } else {
      full(cause, nextGcId(), heap.used());
    }
  }

  private void young() {
    boolean humongous = plan.humongousShare > 0 && dice.chance(0.5);
    young(humongous ? "G1 Humongous Allocation" : "G1 Evacuation Pause", false);
  }

  private void young(String cause, boolean markAfter) {
    double before = heap.used();
    int gcId = nextGcId();
    boolean mixed = phase == Phase.MIXED;
    double promoted = heap.collectYoung((edenTarget + heap.survivors()) / 6, dice.jitter(0.25));
    double spanMs = Math.max(1, heap.nowMs() - lastYoungMs);
    promotedPerMs = 0.7 * promotedPerMs + 0.3 * promoted / spanMs;
    lastYoungMs = heap.nowMs();
    if (mixed) {
      mix();
    }
    if (heap.used() > plan.heapBytes) {
      // No room to copy to: it becomes a full one.
      full("G1 Compaction Pause", gcId, before);
      return;
    }
    double ms =
        (0.8 + (heap.survivors() + promoted) / GIB * 900 + (mixed ? 2 : 0)) * dice.jitter(0.25);
    pause(ms);
    if (phase == Phase.PREPARE_MIXED) {
      phase = mixedLeft > 0 ? Phase.MIXED : Phase.YOUNG_ONLY;
    }
    aim();
    GcCycle.Builder cycle = GcCycle.newBuilder().setGcId(gcId).setOldAfterBytes((long) heap.old());
    if (!mixed) {
      cycle.setPromotedBytes((long) promoted);
    }
    tellPause(cycle, mixed ? GcKind.MIXED : GcKind.YOUNG, "G1New", cause, before, ms);
    if (nothingFree()) {
      full("G1 Compaction Pause", nextGcId(), heap.used());
    } else if (phase == Phase.YOUNG_ONLY && (markAfter || heap.old() > ihop) && mayBeginOld()) {
      beginMarking(cause);
    }
  }

  private boolean nothingFree() {
    return heap.used() > (1 - LEAST_YOUNG / 2) * plan.heapBytes;
  }

  private void beginMarking(String cause) {
    phase = Phase.MARKING;
    markings++;
    markId = nextGcId();
    markCause = cause;
    markBeganMs = heap.nowMs();
    markedGarbage = heap.oldGarbage();
    heap.clearSoftReferences(plan.heapBytes - heap.live(), false);
    markedMs = heap.nowMs() + (15 + heap.old() / GIB * 1_200) * dice.jitter(0.3);
  }

  private void endMarking() {
    double before = heap.used();
    double empty = markedGarbage * dice.between(0.02, 0.35);
    heap.reclaimOld(empty);
    markedMs = Double.POSITIVE_INFINITY;
    double remark = (1.5 + heap.old() / GIB * 4) * dice.jitter(0.2);
    double cleanup = 0.3 * dice.jitter(0.3);
    pause(remark + cleanup);
    double waste = WASTE * plan.heapBytes * dice.between(0.5, 1.05);
    markedGarbage = Math.max(0, markedGarbage - empty - waste);
    mixedLeft =
        markedGarbage <= 0
            ? 0
            : (int) Math.min(MOST_MIXED, 2 + markedGarbage / (0.04 * plan.heapBytes));
    phase = Phase.PREPARE_MIXED;
    adaptThreshold();
    shrink();
    aim();
    tell(
        GcCycle.newBuilder()
            .setGcId(markId)
            .addPausesUs((long) (remark * 1_000))
            .addPausesUs((long) (cleanup * 1_000)),
        GcKind.CONCURRENT,
        "G1Old",
        markCause,
        before,
        heap.nowMs() - markBeganMs);
  }

  private void mix() {
    double share = mixedLeft == 1 ? 1 : Math.min(1, 1.3 * dice.jitter(0.2) / mixedLeft);
    double won = markedGarbage * share;
    heap.reclaimOld(won);
    markedGarbage -= won;
    mixedLeft--;
    if (mixedLeft == 0) {
      phase = Phase.YOUNG_ONLY;
    }
  }

  private void full(String cause, int gcId, double before) {
    if (!mayBeginOld()) {
      return;
    }
    double beganMs = heap.nowMs();
    heap.clearSoftReferences(plan.heapBytes - heap.live(), false);
    if (heap.live() > 0.97 * plan.heapBytes) {
      heap.clearSoftReferences(0, true);
    }
    heap.compact(Double.POSITIVE_INFINITY);
    markedMs = Double.POSITIVE_INFINITY;
    phase = Phase.YOUNG_ONLY;
    mixedLeft = 0;
    double ms = (10 + heap.used() / GIB * 600) * dice.jitter(0.2);
    pause(ms);
    if (plan.initialShare < 1) {
      double least = Math.max(plan.heapBytes * plan.initialShare, heap.used() / 0.6);
      committed = Math.min(plan.heapBytes, Math.max(least, Math.min(committed, heap.used() / 0.3)));
    }
    aim();
    GcCycle.Builder cycle = GcCycle.newBuilder().setGcId(gcId).setOldAfterBytes((long) heap.old());
    tellPause(cycle, GcKind.FULL, "G1Full", cause, before, ms);
    double free = plan.heapBytes - heap.used();
    boolean wonNothing = free < LEAST_YOUNG * plan.heapBytes && ms > 0.5 * (beganMs - lastFullMs);
    useless = wonNothing ? useless + 1 : 0;
    lastFullMs = heap.nowMs();
    if (free < 0.012 * plan.heapBytes || useless > 20) {
      die();
    }
  }

  /** How large eden may be until the next collection; before mixed ones it is small. */
  private void aim() {
    youngWish = Math.max(0.6, Math.min(1, youngWish * dice.jitter(0.03)));
    double least = LEAST_YOUNG * plan.heapBytes;
    double free = plan.heapBytes - heap.used();
    double most =
        phase == Phase.MIXED || phase == Phase.PREPARE_MIXED
            ? 1.5 * least
            : MOST_YOUNG * youngWish * Math.max(plan.heapBytes * plan.initialShare, committed);
    double room = free - RESERVE * plan.heapBytes;
    edenTarget = Math.max(Math.min(least, 0.5 * free), Math.min(most, room));
    double needed = heap.used() + edenTarget;
    if (needed > committed) {
      committed = Math.min(plan.heapBytes, needed * 1.1);
    }
  }

  /** From the fourth cycle on: so late that marking ends just in time. */
  private void adaptThreshold() {
    if (markings < CYCLES_BEFORE_ADAPTION) {
      ihop = FIRST_IHOP * committed;
      return;
    }
    double young = Math.max(0, Math.min(MOST_YOUNG * youngWish, 0.95 - RESERVE - oldShare()));
    double during = promotedPerMs * (heap.nowMs() - markBeganMs);
    ihop = Math.max(0, (1 - RESERVE - WASTE - young) * plan.heapBytes - during);
  }

  private double oldShare() {
    return heap.old() / plan.heapBytes;
  }

  /** Since JDK 12 the heap shrinks at the end of marking, too. */
  private void shrink() {
    if (plan.initialShare < 1 && heap.used() < 0.3 * committed) {
      committed =
          Math.max(plan.heapBytes * plan.initialShare, Math.min(committed, heap.used() / 0.3));
    }
  }
}
