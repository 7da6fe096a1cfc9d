package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.util.function.Consumer;

/**
 * ZGC of JDK 17 and Shenandoah: cycles over the whole heap beside the program, begun early enough
 * that the room lasts, at the latest after five minutes. Use after a cycle holds the live set of
 * its begin, everything allocated since, and garbage in regions that were not worth moving.
 *
 * <p>When the room does not last, ZGC lets threads wait; Shenandoah finishes the cycle with the
 * program stopped (degenerated), and compacts everything when that did not help (full). Recordings
 * tell all cycles of Shenandoah by one name.
 */
final class SingleGeneration extends SimulatedCollector {

  /** First cycles, to learn: at these shares of the heap. */
  private static final double[] WARM_UP_Z = {0.1, 0.2, 0.3};

  private static final double[] WARM_UP_SHENANDOAH = {0.3, 0.3, 0.3, 0.3, 0.3};

  private static final double HIGH_USAGE = 0.95;
  private static final double LEAST_FREE_SHENANDOAH = 0.1;
  private static final int USELESS_CYCLES = 4;

  private final boolean shenandoah;
  private double endsMs = Double.POSITIVE_INFINITY;
  private double proactiveMs;
  private double beganMs;
  private double usedAtBegin;
  private double liveAtBegin;
  private double allocatedAtBegin;
  private String cause = "";
  private double triggerBytes;
  private int cycles;
  private int useless;
  private boolean asked;

  SingleGeneration(JvmPlan plan, SimulatedHeap heap, Dice dice, Consumer<GcCycle> told) {
    super(plan, heap, dice, told);
    shenandoah = plan.collector == Collector.SHENANDOAH;
    proactiveMs = plan.startMs + plan.proactiveSeconds * 1_000;
    aim(0);
  }

  @Override
  double roomBytes() {
    return Math.max(0, (running() ? plan.heapBytes : triggerBytes) - heap.used());
  }

  @Override
  double dueMs() {
    return running() ? endsMs : proactiveMs;
  }

  @Override
  void act() {
    if (!running()) {
      begin(heap.nowMs() >= proactiveMs ? proactiveCause() : ordinaryCause());
    } else if (heap.nowMs() >= endsMs) {
      end(0);
    } else if (shenandoah) {
      degenerate();
    } else {
      heap.pauseUntil(endsMs);
      end(0);
    }
  }

  @Override
  void collectAll(String why) {
    if (!running()) {
      asked = true;
      begin(why);
    }
  }

  private boolean running() {
    return endsMs != Double.POSITIVE_INFINITY;
  }

  private String ordinaryCause() {
    if (shenandoah) {
      return "Concurrent GC";
    }
    if (cycles < WARM_UP_Z.length) {
      return "Warmup";
    }
    if (heap.used() > 0.9 * plan.heapBytes) {
      return "High Usage";
    }
    return plan.proactiveSeconds < Double.POSITIVE_INFINITY ? "Proactive" : "Allocation Rate";
  }

  private String proactiveCause() {
    return shenandoah ? "Concurrent GC" : "Proactive";
  }

  private void begin(String why) {
    if (!mayBeginOld()) {
      return;
    }
    cause = why;
    heap.clearSoftReferences(plan.heapBytes - heap.live(), useless > 1);
    beganMs = heap.nowMs();
    usedAtBegin = heap.used();
    liveAtBegin = heap.live();
    allocatedAtBegin = heap.allocated();
    double ms =
        (shenandoah ? 10 + liveAtBegin / GIB * 700 : 6 + liveAtBegin / GIB * 350)
            * dice.jitter(0.2);
    endsMs = beganMs + ms;
  }

  private void degenerate() {
    double stopped = Math.max(5, 0.4 * (endsMs - heap.nowMs()));
    pause(stopped);
    end(stopped);
  }

  private void end(double stoppedMs) {
    endsMs = Double.POSITIVE_INFINITY;
    double during = heap.allocated() - allocatedAtBegin;
    double garbage = Math.max(0, usedAtBegin - liveAtBegin);
    double keptShare = shenandoah ? dice.between(0.02, 0.16) : dice.between(0.01, 0.08);
    double kept = Math.min(garbage * keptShare, 0.12 * plan.heapBytes);
    heap.keep(liveAtBegin + during + kept);
    tellCycle(stoppedMs > 0 ? "Allocation Failure" : cause, stoppedMs);
    if (shenandoah && stoppedMs > 0 && wonNothing()) {
      full();
    }
    useless = wonNothing() ? useless + 1 : 0;
    if (useless >= USELESS_CYCLES || heap.live() > 0.985 * plan.heapBytes) {
      die();
      return;
    }
    if (!asked) {
      cycles++;
    }
    asked = false;
    aim(heap.nowMs() - beganMs);
    proactiveMs = heap.nowMs() + plan.proactiveSeconds * 1_000;
  }

  private boolean wonNothing() {
    return plan.heapBytes - heap.used() < 0.02 * plan.heapBytes;
  }

  private void full() {
    usedAtBegin = heap.used();
    beganMs = heap.nowMs();
    double ms = (20 + heap.live() / GIB * 900) * dice.jitter(0.2);
    pause(ms);
    heap.keep(heap.live());
    tellCycle("Allocation Failure", ms);
  }

  private void tellCycle(String why, double stoppedMs) {
    GcCycle.Builder cycle = GcCycle.newBuilder().setGcId(nextGcId());
    for (int i = 0; i < 3; i++) {
      cycle.addPausesUs((long) (60 * dice.jitter(0.5)));
    }
    if (stoppedMs > 0) {
      cycle.addPausesUs((long) (stoppedMs * 1_000));
    }
    String name = shenandoah ? "Shenandoah" : "Z";
    tell(cycle, GcKind.CONCURRENT, name, why, usedAtBegin, heap.nowMs() - beganMs);
    if (plan.initialShare < 1) {
      double wanted = Math.max(plan.heapBytes * plan.initialShare, heap.used() * 1.3);
      committed = Math.min(plan.heapBytes, 0.7 * committed + 0.3 * wanted);
      committed = Math.max(committed, heap.used());
    }
  }

  /** The use at which the next cycle begins, so that the rest lasts for it. */
  private void aim(double lastMs) {
    double[] warmUp = shenandoah ? WARM_UP_SHENANDOAH : WARM_UP_Z;
    double reserve =
        Math.max(2.5 * lastMs * heap.bytesPerMs(), 0.02 * plan.heapBytes) * dice.jitter(0.1);
    double most = shenandoah ? 1 - LEAST_FREE_SHENANDOAH : HIGH_USAGE;
    triggerBytes = Math.min(most * plan.heapBytes, plan.heapBytes - reserve);
    if (cycles < warmUp.length) {
      triggerBytes = Math.min(triggerBytes, warmUp[cycles] * plan.heapBytes);
    }
    if (!shenandoah && plan.proactiveSeconds < Double.POSITIVE_INFINITY) {
      // Proactive: the heap has grown by a tenth, and cycles cost less than 2 % of the time.
      double grown = Math.max(0.1 * plan.heapBytes, 49 * lastMs * heap.bytesPerMs());
      triggerBytes = Math.min(triggerBytes, heap.used() + grown);
    }
    triggerBytes = Math.max(triggerBytes, heap.used() + 0.01 * plan.heapBytes);
  }
}
