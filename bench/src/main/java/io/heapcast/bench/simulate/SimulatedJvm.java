package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStarted;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs one JVM from start to end: steps of some seconds, and between them the collector whenever it
 * has no room or its time has come.
 */
final class SimulatedJvm {

  /**
   * How it went.
   *
   * @param endMs of the last step
   * @param exhaustedMs when it ran out of something, by OutOfMemoryError or container limit
   * @param highestLiveShare of the heap that lived at once
   */
  record Outcome(
      long endMs, OptionalLong exhaustedMs, int oldCollections, double highestLiveShare) {}

  private static final double BUSY_LEAST_PROGRESS = 0.02;

  /** A probe kills a JVM that has hardly answered for so long. */
  private static final double PROBE_PROGRESS = 0.3;

  private static final double PROBE_SECONDS = 150;

  /** Collections that take no time at all, one after the other: an error of the simulator. */
  private static final int MOST_ACTS_AT_ONCE = 1_000;

  private final JvmPlan plan;
  private final Dice dice;
  private final SimulatedHeap heap;
  private final SimulatedCollector collector;
  private final Load load;
  private final Places places;
  private final Tape tape;
  private double nextSystemGcMs;
  private int metadataCollections;
  private double highestLive;
  private double unresponsiveMs;

  SimulatedJvm(JvmPlan plan, JvmInfo info, Dice dice, Consumer<TelemetryBatch> sink) {
    this.plan = plan;
    this.dice = dice;
    this.tape = new Tape(plan, info, dice.split(), sink);
    this.heap = new SimulatedHeap(plan);
    this.collector = SimulatedCollector.of(plan, heap, dice.split(), tape::collected);
    this.load = new Load(plan.load, plan.trend, dice.split());
    this.places = new Places(dice.split());
    this.nextSystemGcMs = plan.startMs + plan.systemGcSeconds * 1_000;
  }

  Outcome run() {
    tape.batch().setStarted(started());
    double progress = 1;
    OptionalLong exhausted = OptionalLong.empty();
    while (heap.nowMs() < plan.endMs() && !collector.over() && exhausted.isEmpty()) {
      double fromMs = heap.nowMs();
      double toMs = nextStepMs(fromMs);
      double length = (toMs - fromMs) / 1_000;
      double seconds = (toMs - plan.startMs) / 1_000;
      double rate = load.next(toMs / 1_000, seconds, length);
      Moment now = new Moment(seconds, length, rate, rate * length * progress);
      heap.step(now, toMs, dice.jitter(0.15), dice.jitter(0.04));
      places.step(plan, now);
      runUntil(toMs);
      collectOnDemand(seconds);
      highestLive = Math.max(highestLive, heap.live());
      double elapsed = Math.max(toMs, heap.nowMs()) - fromMs;
      progress = Math.max(BUSY_LEAST_PROGRESS, 1 - collector.takePausedMs() / elapsed);
      unresponsiveMs = progress < PROBE_PROGRESS ? unresponsiveMs + elapsed : 0;
      exhausted = exhausted();
      tape.step(heap, collector, places);
    }
    end(exhausted);
    return new Outcome(
        (long) heap.nowMs(), exhausted, collector.oldCollections(), highestLive / plan.heapBytes);
  }

  private JvmStarted started() {
    return JvmStarted.newBuilder().setTimeMs((long) plan.startMs).build();
  }

  /** Steps end at multiples of their length; after a long pause the next one is later. */
  private double nextStepMs(double fromMs) {
    double stepMs = plan.stepSeconds * 1_000;
    double next = (Math.floor(fromMs / stepMs) + 1) * stepMs;
    return next - fromMs < 1 ? next + stepMs : next;
  }

  private void runUntil(double toMs) {
    int actsAtOnce = 0;
    while (heap.nowMs() < toMs && !collector.over()) {
      double rate = heap.bytesPerMs();
      double fullMs = heap.nowMs() + (rate > 0 ? collector.roomBytes() / rate : 1e15);
      double nextMs = Math.min(fullMs, Math.max(heap.nowMs(), collector.dueMs()));
      if (nextMs >= toMs) {
        heap.allocateUntil(toMs);
        return;
      }
      actsAtOnce = nextMs > heap.nowMs() ? 0 : actsAtOnce + 1;
      if (actsAtOnce > MOST_ACTS_AT_ONCE) {
        throw new IllegalStateException("%s: found no end of collecting".formatted(plan.collector));
      }
      heap.allocateUntil(nextMs);
      collector.act();
    }
  }

  private void collectOnDemand(double seconds) {
    if (collector.over()) {
      return;
    }
    if (plan.metadataCollections
        && metadataCollections < 2
        && seconds > (metadataCollections == 0 ? 15 : 45)) {
      metadataCollections++;
      collector.collectAll("Metadata GC Threshold");
    }
    if (heap.nowMs() >= nextSystemGcMs) {
      nextSystemGcMs = heap.nowMs() + plan.systemGcSeconds * 1_000;
      collector.collectAll("System.gc()");
    }
  }

  private OptionalLong exhausted() {
    if (collector.outOfMemory() || unresponsiveMs > 1_000 * PROBE_SECONDS) {
      return OptionalLong.of((long) heap.nowMs());
    }
    Holder.Place place = places.exhausted(plan, heap.nowMs());
    if (place == null) {
      return OptionalLong.empty();
    }
    // What a JVM tries before it gives up.
    if (place == Holder.Place.METASPACE) {
      collector.collectAll("Metadata GC Clear Soft References");
    } else if (place == Holder.Place.DIRECT) {
      collector.collectAll("System.gc()");
    }
    return OptionalLong.of((long) heap.nowMs());
  }

  private void end(OptionalLong exhausted) {
    long nowMs = (long) heap.nowMs();
    boolean said = exhausted.isPresent() ? plan.death == JvmPlan.Death.VANISHED : plan.shutDown;
    if (said) {
      tape.batch()
          .setEnded(
              JvmEnded.newBuilder()
                  .setTimeMs(nowMs)
                  .setReason(exhausted.isPresent() ? EndReason.VANISHED : EndReason.SHUTDOWN));
    }
    tape.flush(nowMs);
  }
}
