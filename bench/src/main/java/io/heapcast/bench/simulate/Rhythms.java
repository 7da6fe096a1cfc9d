package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.VerdictState;
import java.util.Map;

/** Healthy heaps that rise with something that comes and goes, or grows and settles. */
final class Rhythms {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "bursts", Rhythms::bursts,
          "diurnal-sessions", Rhythms::diurnalSessions,
          "nightly-batch", Rhythms::nightlyBatch,
          "monthly-batch", Rhythms::monthlyBatch,
          "batch-that-returns", Rhythms::batchThatReturns,
          "load-growth", Rhythms::loadGrowth,
          "load-ramp", Rhythms::loadRamp,
          "rare-major-sawtooth", Rhythms::rareMajor);

  private Rhythms() {}

  /** Sessions of minutes follow bursts of minutes. */
  private static Story bursts(Scene scene) {
    double base = scene.share(0.1, 0.25);
    double sessions = scene.share(0.03, 0.07);
    JvmPlan plan = scene.jvm(base, base + 4 * sessions, scene.span);
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, scene.share(300, 1_500))));
    return Story.healthy(plan);
  }

  /** Each morning a ramp of hours that has never ended well when seen alone. */
  private static Story diurnalSessions(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double sessions = scene.share(0.1, 0.22);
    JvmPlan plan = scene.jvm(base, base + 2 * sessions, Math.max(scene.span, 2.5 * Scene.DAY));
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, scene.share(900, 3_600))));
    return Story.healthy(plan);
  }

  /** Every night the same rise of an hour or two. */
  private static Story nightlyBatch(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double size = scene.share(0.2, 0.45);
    JvmPlan plan = scene.jvm(base, base + size, Math.max(scene.span, 3.2 * Scene.DAY));
    double first = Scene.DAY * scene.share(0.2, 1);
    plan.with(Holder.heap(batch(scene, size, first, Scene.DAY)));
    return Story.healthy(plan);
  }

  /** For weeks nothing, then a rise that nobody has seen before; it comes back. */
  private static Story monthlyBatch(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double size = scene.share(0.25, 0.45);
    JvmPlan plan = scene.jvm(base, base + size, scene.span);
    double first = scene.span * scene.share(0.55, 0.8);
    double rise = Math.min(0.15 * scene.span, Scene.HOUR * scene.share(1, 6));
    plan.with(
        Holder.heap(LiveSets.batch(size * scene.heap, first, Leaks.FOREVER, rise, 0.1 * rise)));
    return Story.healthy(plan);
  }

  /** Once, early; while it runs, nothing tells it from a leak. */
  private static Story batchThatReturns(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double size = scene.share(0.2, 0.45);
    JvmPlan plan = scene.jvm(base, base + size, scene.span);
    plan.with(Holder.heap(batch(scene, size, scene.span * scene.share(0.1, 0.6), Leaks.FOREVER)));
    return Story.healthy(plan);
  }

  /** More users by the day, until all of them are there. */
  private static Story loadGrowth(Scene scene) {
    return load(scene, scene.share(0.4, 0.7), scene.share(0.1, 0.2));
  }

  /** The same within hours, as when traffic is moved to this instance step by step. */
  private static Story loadRamp(Scene scene) {
    double hours = scene.share(3, 9) * Scene.HOUR;
    return load(scene, Math.min(0.5, hours / scene.span), scene.share(0.1, 0.3));
  }

  /** A day or more of promoted garbage, then one collection that wins nearly all of it back. */
  private static Story rareMajor(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double sessions = scene.share(0.02, 0.06);
    double each = scene.span / scene.share(2.5, 7);
    JvmPlan plan = scene.jvm(base, base + 2 * sessions, scene.span, each);
    plan.proactiveSeconds = Double.POSITIVE_INFINITY;
    plan.systemGcSeconds = Double.POSITIVE_INFINITY;
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, 1_800)));
    return Story.healthy(plan);
  }

  private static Story load(Scene scene, double shareOfSpan, double begin) {
    double base = scene.share(0.06, 0.15);
    double most = scene.share(0.3, 0.5);
    double times = scene.share(2.5, 5);
    JvmPlan plan = scene.jvm(base, base + 1.2 * most, scene.span);
    double growth = shareOfSpan * scene.span;
    double from = begin * scene.span;
    plan.trend =
        seconds -> (1 + (times - 1) * Math.max(0, Math.min(1, (seconds - from) / growth))) / times;
    double peak = plan.load == LoadShape.FLAT ? 1 : 2.2;
    plan.with(Holder.heap(LiveSets.sessions(most / peak * scene.heap, 1_200)));
    return Story.healthy(plan).named(VerdictState.LOAD_GROWTH);
  }

  private static Holder.Growth batch(Scene scene, double size, double first, double every) {
    double rise = Scene.HOUR * scene.share(0.3, 1.8);
    return LiveSets.batch(size * scene.heap, first, every, rise, 0.3 * rise);
  }
}
