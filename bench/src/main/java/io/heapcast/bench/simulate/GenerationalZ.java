package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.function.Consumer;

/**
 * Generational ZGC: minor collections of the young generation, major ones of everything, both
 * beside the program. Only major ones see garbage in the old generation; they come to warm up, when
 * the old generation has grown by a good part of the free heap, and at the latest after five
 * minutes.
 */
final class GenerationalZ extends SimulatedCollector {

  private static final double[] WARM_UP = {0.1, 0.2, 0.3};

  /** Growth of the old generation, as a share of what was free, that calls for a major one. */
  private static final double OLD_GROWTH = 0.4;

  private static final int USELESS_CYCLES = 4;

  private double majorEndsMs = Double.POSITIVE_INFINITY;
  private double proactiveMs;
  private double majorBeganMs;
  private double usedAtBegin;
  private double liveAtBegin;
  private double allocatedAtBegin;
  private String majorCause = "";
  private int majorId;
  private double oldAfterMajor;
  private double edenTarget;
  private double majorAtBytes = Double.POSITIVE_INFINITY;
  private double majorEarliestMs;
  private int warmUps;
  private int useless;

  GenerationalZ(JvmPlan plan, SimulatedHeap heap, Dice dice, Consumer<GcCycle> told) {
    super(plan, heap, dice, told);
    proactiveMs = plan.startMs + plan.proactiveSeconds * 1_000;
    aim();
  }

  @Override
  double roomBytes() {
    if (running()) {
      return Math.max(0, plan.heapBytes - heap.used());
    }
    double eden = edenTarget - heap.eden();
    double major =
        mayBeProactive()
            ? majorAtBytes - heap.used()
            : (majorEarliestMs - heap.nowMs()) * heap.bytesPerMs();
    return Math.max(0, Math.min(eden, major));
  }

  @Override
  double dueMs() {
    return running() ? majorEndsMs : proactiveMs;
  }

  @Override
  void act() {
    if (running()) {
      // No room before the end: threads wait for it.
      heap.pauseUntil(majorEndsMs);
      endMajor();
    } else if (heap.nowMs() >= proactiveMs) {
      beginMajor("Proactive");
    } else if (warmUps < WARM_UP.length && heap.used() > WARM_UP[warmUps] * plan.heapBytes) {
      warmUps++;
      beginMajor("Warmup");
    } else if (mayBeProactive() && heap.used() >= majorAtBytes - 0.001 * plan.heapBytes) {
      beginMajor("Proactive");
    } else if (heap.eden() >= 0.999 * edenTarget) {
      minor();
      double free = plan.heapBytes - oldAfterMajor;
      if (!over() && heap.old() - oldAfterMajor > OLD_GROWTH * dice.jitter(0.1) * free) {
        beginMajor("Allocation Rate");
      } else if (heap.used() > 0.94 * plan.heapBytes) {
        beginMajor("High Usage");
      }
    }
  }

  @Override
  void collectAll(String cause) {
    if (!running()) {
      beginMajor(cause);
    }
  }

  private boolean running() {
    return majorEndsMs != Double.POSITIVE_INFINITY;
  }

  private void minor() {
    double before = heap.used();
    heap.collectYoung(Double.POSITIVE_INFINITY, dice.jitter(0.25));
    double ms = (4 + heap.survivors() / GIB * 900) * dice.jitter(0.25);
    double room = Math.max(0, plan.heapBytes - heap.used());
    double endMs = heap.nowMs() + ms;
    heap.allocateUntil(Math.min(endMs, heap.nowMs() + 0.9 * room / heap.bytesPerMs()));
    heap.pauseUntil(endMs);
    aim();
    tell(
        GcCycle.newBuilder()
            .setGcId(nextGcId())
            .addPausesUs((long) (30 * dice.jitter(0.5)))
            .addPausesUs((long) (20 * dice.jitter(0.5))),
        GcKind.YOUNG,
        "ZGC Minor",
        "Allocation Rate",
        before,
        ms);
  }

  private void beginMajor(String cause) {
    if (!mayBeginOld()) {
      return;
    }
    majorId = nextGcId();
    majorCause = cause;
    heap.clearSoftReferences(plan.heapBytes - heap.live(), useless > 1);
    majorBeganMs = heap.nowMs();
    usedAtBegin = heap.used();
    liveAtBegin = heap.live();
    allocatedAtBegin = heap.allocated();
    majorEndsMs = majorBeganMs + (6 + liveAtBegin / GIB * 350) * dice.jitter(0.2);
  }

  private void endMajor() {
    majorEndsMs = Double.POSITIVE_INFINITY;
    double during = heap.allocated() - allocatedAtBegin;
    double garbage = Math.max(0, usedAtBegin - liveAtBegin);
    double kept = Math.min(garbage * dice.between(0.01, 0.08), 0.1 * plan.heapBytes);
    heap.keep(liveAtBegin + during + kept);
    oldAfterMajor = heap.old();
    aimProactive();
    if (warmUps < WARM_UP.length && heap.used() > WARM_UP[warmUps] * plan.heapBytes) {
      warmUps++;
    }
    aim();
    GcCycle.Builder cycle = GcCycle.newBuilder().setGcId(majorId);
    for (int i = 0; i < 4; i++) {
      cycle.addPausesUs((long) (40 * dice.jitter(0.5)));
    }
    tell(cycle, GcKind.OLD, "ZGC Major", majorCause, usedAtBegin, heap.nowMs() - majorBeganMs);
    boolean wonNothing = plan.heapBytes - heap.used() < 0.02 * plan.heapBytes;
    useless = wonNothing ? useless + 1 : 0;
    if (useless >= USELESS_CYCLES || heap.live() > 0.985 * plan.heapBytes) {
      die();
    }
  }

  private boolean mayBeProactive() {
    return heap.nowMs() >= majorEarliestMs - 1e-3;
  }

  private void aimProactive() {
    proactiveMs = heap.nowMs() + plan.proactiveSeconds * 1_000;
    if (plan.proactiveSeconds < Double.POSITIVE_INFINITY) {
      majorAtBytes = heap.used() + 0.1 * plan.heapBytes;
      majorEarliestMs = heap.nowMs() + 49 * (heap.nowMs() - majorBeganMs);
    }
  }

  /** How much may be allocated before the next minor collection. */
  private void aim() {
    double free = plan.heapBytes - heap.old() - heap.survivors();
    edenTarget = Math.max(0.005 * plan.heapBytes, 0.6 * free * dice.jitter(0.05));
  }
}
