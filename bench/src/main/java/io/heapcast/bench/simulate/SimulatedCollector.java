package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.function.Consumer;

/**
 * When a garbage collector collects, what it wins back, and what of it a recording tells. One
 * subclass per way to collect.
 */
abstract class SimulatedCollector {

  static final double GIB = 1L << 30;

  final JvmPlan plan;
  final SimulatedHeap heap;
  final Dice dice;

  /** Of the heap; never falls below what is used, never rises above the limit. */
  double committed;

  private final Consumer<GcCycle> told;
  private int nextGcId;
  private int oldCollections;
  private boolean outOfMemory;
  private boolean over;
  private double pausedMs;

  SimulatedCollector(JvmPlan plan, SimulatedHeap heap, Dice dice, Consumer<GcCycle> told) {
    this.plan = plan;
    this.heap = heap;
    this.dice = dice;
    this.told = told;
    this.committed = plan.heapBytes * plan.initialShare;
  }

  static SimulatedCollector of(
      JvmPlan plan, SimulatedHeap heap, Dice dice, Consumer<GcCycle> told) {
    return switch (plan.collector) {
      case SERIAL, PARALLEL -> new StopTheWorld(plan, heap, dice, told);
      case G1 -> new GarbageFirst(plan, heap, dice, told);
      case Z, SHENANDOAH -> new SingleGeneration(plan, heap, dice, told);
      case Z_GENERATIONAL -> new GenerationalZ(plan, heap, dice, told);
      default ->
          throw new IllegalArgumentException(
              "collector %s: found in a plan, expected one that is simulated"
                  .formatted(plan.collector));
    };
  }

  /** Bytes that may still be allocated before it must act. */
  abstract double roomBytes();

  /** When it acts in any case; infinite: only when there is no room. */
  abstract double dueMs();

  /** There is no room left, or it is due. */
  abstract void act();

  /** The whole heap, because somebody asked: System.gc(), full metaspace. */
  abstract void collectAll(String cause);

  /** Whether the JVM died of an OutOfMemoryError of the heap. */
  final boolean outOfMemory() {
    return outOfMemory;
  }

  /** Whether the run is over, by death or because it was to see no more old collections. */
  final boolean over() {
    return over;
  }

  final int oldCollections() {
    return oldCollections;
  }

  /** Stop-the-world milliseconds since the last call. */
  final double takePausedMs() {
    double taken = pausedMs;
    pausedMs = 0;
    return taken;
  }

  final void die() {
    outOfMemory = true;
    over = true;
  }

  /** Counts an old collection that is to begin; false: the run ends before it. */
  final boolean mayBeginOld() {
    if (oldCollections >= plan.mostOldCollections) {
      over = true;
      return false;
    }
    oldCollections++;
    return true;
  }

  final int nextGcId() {
    return nextGcId++;
  }

  /** The program stands still. */
  final void pause(double ms) {
    heap.pauseUntil(heap.nowMs() + ms);
    pausedMs += ms;
  }

  /** The rest of what is told of a collection that ends now. */
  final void tell(
      GcCycle.Builder cycle, GcKind kind, String name, String cause, double before, double ms) {
    committed = Math.min(plan.heapBytes, Math.max(committed, heap.used()));
    told.accept(
        cycle
            .setKind(kind)
            .setName(name)
            .setCause(cause)
            .setEndTimeMs((long) heap.nowMs())
            .setDurationUs((long) (ms * 1_000))
            .setHeapBeforeBytes((long) before)
            .setHeapAfterBytes((long) heap.used())
            .setHeapCommittedBytes((long) Math.ceil(committed))
            .build());
  }

  /** A collection with a single pause of so many milliseconds. */
  final void tellPause(int gcId, GcKind kind, String name, String cause, double before, double ms) {
    tellPause(GcCycle.newBuilder().setGcId(gcId), kind, name, cause, before, ms);
  }

  final void tellPause(
      GcCycle.Builder cycle, GcKind kind, String name, String cause, double before, double ms) {
    tell(cycle.addPausesUs((long) (ms * 1_000)), kind, name, cause, before, ms);
  }
}
