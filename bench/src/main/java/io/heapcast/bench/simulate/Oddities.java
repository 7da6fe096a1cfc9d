package io.heapcast.bench.simulate;

import java.util.Map;

/** Healthy runs that look odd: in the heap's shape, or in what reaches the reader. */
final class Oddities {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "humongous", Oddities::humongous,
          "heap-resize", Oddities::heapResize,
          "fragmentation", Oddities::fragmentation,
          "clock-steps", Oddities::clockSteps,
          "missing-telemetry", Oddities::missingTelemetry);

  private Oddities() {}

  /** Large arrays that live for a moment: use after a collection jumps, and falls back. */
  private static Story humongous(Scene scene) {
    double base = scene.share(0.08, 0.3);
    double array = scene.share(0.04, 0.12);
    JvmPlan plan = scene.jvm(base, base + 2 * array, scene.span);
    plan.humongousShare = 0.3;
    double every = Math.max(60, scene.span / scene.share(200, 2_000));
    plan.with(
        Holder.heap(
            LiveSets.batch(array * scene.heap, every, every, 10, every * scene.share(0.05, 0.4))));
    plan.with(
        Holder.heap(
            LiveSets.batch(0.6 * array * scene.heap, 1.7 * every, 1.37 * every, 10, 0.2 * every)));
    return Story.healthy(plan);
  }

  /** Started small; the committed heap follows the load, the live set does not. */
  private static Story heapResize(Scene scene) {
    double base = scene.share(0.08, 0.3);
    JvmPlan plan = scene.jvm(base, base + 0.1, scene.span);
    plan.initialShare = scene.share(0.05, 0.2);
    plan.systemGcSeconds = Scene.HOUR * scene.share(2, 8);
    plan.inFlightBytes = 0.02 * scene.heap;
    return Story.healthy(plan);
  }

  /**
   * A buffer creeps for hours as a slow leak does, then is emptied at no set time. It is live until
   * then: no collection brings it back sooner, compacting or not. Fragmentation looks so where
   * nothing compacts; hence the name.
   */
  private static Story fragmentation(Scene scene) {
    double base = scene.share(0.1, 0.35);
    double most = scene.share(0.08, 0.18);
    JvmPlan plan = scene.jvm(base, base + most, scene.span);
    double mean = scene.span / scene.share(3, 10);
    plan.with(Holder.heap(LiveSets.emptiedBuffer(most * scene.heap, mean, scene.dice.split())));
    return Story.healthy(plan);
  }

  /** A virtual machine that was suspended, a host without time service. */
  private static Story clockSteps(Scene scene) {
    double base = scene.share(0.1, 0.3);
    double sessions = scene.share(0.05, 0.12);
    JvmPlan plan = scene.jvm(base, base + 2.5 * sessions, scene.span);
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, 1_800)));
    return Story.healthy(plan).disturbed(new ClockSteps(scene.span / scene.share(2, 5)));
  }

  /** A collector that is restarted, a network that loses, a producer that repeats. */
  private static Story missingTelemetry(Scene scene) {
    double base = scene.share(0.1, 0.3);
    double sessions = scene.share(0.05, 0.12);
    JvmPlan plan = scene.jvm(base, base + 2.5 * sessions, scene.span);
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, 1_800)));
    return Story.healthy(plan).disturbed(new LostBatches(scene.span / scene.share(6, 20)));
  }
}
