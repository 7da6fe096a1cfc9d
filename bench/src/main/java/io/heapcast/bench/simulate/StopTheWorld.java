package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.function.Consumer;

/**
 * Serial and Parallel: young collections, and a full one when the old generation has no room for
 * what is usually promoted.
 *
 * <p>Full collections leave the live set and nothing else. When that is more than the old
 * generation holds, the rest stays in eden, which is then full soon: collections back to back,
 * until nothing is won and the JVM gives up.
 */
final class StopTheWorld extends SimulatedCollector {

  /** Eden to the whole young generation; the rest are two survivor spaces. */
  private static final double EDEN_SHARE_SERIAL = 0.8;

  /** Parallel enlarges its survivor spaces. */
  private static final double EDEN_SHARE_PARALLEL = 0.6;

  /** Real JVMs die with a little less than everything in use. */
  private static final double LEAST_FREE_SHARE = 0.015;

  private static final int USELESS_COLLECTIONS = 5;

  private final boolean parallel;
  private final double edenShare;
  private final double oldMax;
  private double youngCommitted;
  private double edenShift = 1;
  private double usuallyPromoted;
  private int useless;
  private double lastFullMs;

  StopTheWorld(JvmPlan plan, SimulatedHeap heap, Dice dice, Consumer<GcCycle> told) {
    super(plan, heap, dice, told);
    parallel = plan.collector == Collector.PARALLEL;
    edenShare = parallel ? EDEN_SHARE_PARALLEL : EDEN_SHARE_SERIAL;
    oldMax = plan.heapBytes * (1 - plan.youngShare);
    youngCommitted = plan.heapBytes * plan.youngShare * plan.initialShare;
  }

  @Override
  double roomBytes() {
    return Math.max(0, edenCapacity() - heap.eden());
  }

  @Override
  double dueMs() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  void act() {
    double free = oldMax - heap.old();
    if (!parallel && free < usuallyPromoted) {
      full("Allocation Failure", nextGcId(), heap.used());
      return;
    }
    young();
    if (!over() && parallel && oldMax - heap.old() < usuallyPromoted) {
      full("Ergonomics", nextGcId(), heap.used());
    }
  }

  @Override
  void collectAll(String cause) {
    if (parallel) {
      young(cause);
    }
    if (!over()) {
      full(cause, nextGcId(), heap.used());
    }
  }

  private void young() {
    young("Allocation Failure");
  }

  private void young(String cause) {
    double before = heap.used();
    int gcId = nextGcId();
    double oldBefore = heap.old();
    double promoted = heap.collectYoung(survivorCapacity(), dice.jitter(0.25));
    usuallyPromoted = usuallyPromoted == 0 ? promoted : 0.7 * usuallyPromoted + 0.3 * promoted;
    if (heap.old() > oldMax) {
      // Promotion fails: it becomes a full one.
      full(cause, gcId, before);
      return;
    }
    double ms = pauseMs(0.6, heap.survivors() + promoted, 900);
    pause(ms);
    GcCycle.Builder cycle = GcCycle.newBuilder().setGcId(gcId);
    if (parallel) {
      cycle
          .setOldAfterBytes((long) heap.old())
          .setPromotedBytes((long) Math.max(0, heap.old() - oldBefore));
      adaptEden();
    }
    resizeYoung();
    growCommitted();
    String name = parallel ? "ParallelScavenge" : "DefNew";
    tellPause(cycle, GcKind.YOUNG, name, cause, before, ms);
  }

  private void full(String cause, int gcId, double before) {
    if (!mayBeginOld()) {
      return;
    }
    double beganMs = heap.nowMs();
    heap.clearSoftReferences(usable() - heap.live(), false);
    if (heap.live() > usable() * (1 - LEAST_FREE_SHARE)) {
      heap.clearSoftReferences(0, true);
    }
    heap.compact(oldMax);
    double ms = pauseMs(8, heap.used(), parallel ? 700 : 1_300);
    pause(ms);
    resize();
    GcCycle.Builder cycle = GcCycle.newBuilder().setGcId(gcId);
    if (parallel) {
      cycle.setOldAfterBytes((long) heap.old());
    }
    String name = parallel ? "ParallelOld" : "SerialOld";
    tellPause(cycle, GcKind.FULL, name, cause, before, ms);
    giveUpWhereUseless(ms, beganMs - lastFullMs);
    lastFullMs = heap.nowMs();
  }

  private void giveUpWhereUseless(double ms, double sinceLastMs) {
    double free = usable() - heap.used();
    boolean overhead = ms > 40 * sinceLastMs && free < 0.02 * plan.heapBytes;
    useless = overhead ? useless + 1 : 0;
    if (free < LEAST_FREE_SHARE * plan.heapBytes || useless >= USELESS_COLLECTIONS) {
      die();
    }
  }

  /** All but one survivor space; Parallel was seen to die with a sixth of the heap unused. */
  private double usable() {
    double survivor = plan.youngShare * (1 - edenShare) / 2;
    return plan.heapBytes * (1 - survivor - (parallel ? 0.3 * plan.youngShare : 0));
  }

  private double edenCapacity() {
    return youngCommitted * edenShare * edenShift;
  }

  private double survivorCapacity() {
    return youngCommitted * (1 - edenShare) / 2;
  }

  /** Parallel moves the border between eden and the survivors. */
  private void adaptEden() {
    edenShift = Math.max(0.85, Math.min(1.12, edenShift * dice.jitter(0.02)));
  }

  private void resizeYoung() {
    if (parallel && youngCommitted < plan.heapBytes * plan.youngShare) {
      youngCommitted = Math.min(plan.heapBytes * plan.youngShare, youngCommitted * 1.25);
    }
  }

  private void growCommitted() {
    committed = Math.max(committed, youngCommitted + heap.old());
  }

  /** After a full collection 40 to 70 % of the old generation are to be free. */
  private void resize() {
    if (plan.initialShare >= 1) {
      return;
    }
    double oldCommitted = committed - youngCommitted;
    double wanted = Math.max(heap.old() / 0.6, Math.min(oldCommitted, heap.old() / 0.3));
    double oldAtStart = plan.heapBytes * plan.initialShare * (1 - plan.youngShare);
    oldCommitted = Math.min(oldMax, Math.max(oldAtStart, wanted));
    if (!parallel) {
      youngCommitted =
          Math.min(
              plan.heapBytes * plan.youngShare,
              oldCommitted * plan.youngShare / (1 - plan.youngShare));
    }
    committed = oldCommitted + youngCommitted;
  }

  private double pauseMs(double base, double bytes, double msPerGib) {
    return (base + bytes / GIB * msPerGib) * dice.jitter(0.2);
  }
}
