package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Map;

/** Healthy heaps that rise, and stop: the hardest ones before they do. */
final class Fills {

  static final Map<String, Story.Script> SCRIPTS =
      Map.ofEntries(
          Map.entry("steady", Fills::steady),
          Map.entry("cache-fill-fast", Fills::cacheFast),
          Map.entry("cache-fill-slow", Fills::cacheSlow),
          Map.entry("skewed-key-cache", Fills::skewedKeys),
          Map.entry("soft-reference-cache", Fills::softReferences),
          Map.entry("warm-up", Fills::warmUp),
          Map.entry("deploy-step", Fills::deployStep),
          Map.entry("doubling-container", Fills::doublingContainer),
          Map.entry("attached-late-healthy", Fills::attachedLate),
          Map.entry("slow-drift", Fills::slowDrift),
          Map.entry("tight-limit", Fills::tightLimit));

  /** How much of the heap caches are sized for. */
  private static final List<Double> CACHE_SHARES = List.of(0.3, 0.6, 0.85);

  private Fills() {}

  /** Only noise; how much of it one believes shows here. */
  private static Story steady(Scene scene) {
    double base = scene.share(0.1, 0.5);
    return Story.healthy(scene.jvm(base, base, scene.span));
  }

  /** A straight rise that ends in the first tenth. */
  private static Story cacheFast(Scene scene) {
    return cache(scene, scene.share(0.03, 0.12), 0);
  }

  /** A straight rise for most of the run, to as much as 85 % of the heap. */
  private static Story cacheSlow(Scene scene) {
    return cache(scene, scene.share(0.4, 0.85), 0);
  }

  /** Rises for ever, ever slower. */
  private static Story skewedKeys(Scene scene) {
    double share = cacheShare(scene);
    double base = scene.share(0.04, 0.08);
    JvmPlan plan = scene.jvm(base, share, scene.span);
    double first = scene.span * scene.dice.logBetween(0.005, 0.1);
    double full = scene.span * scene.share(0.8, 1.5);
    double bytes = (share - base) * scene.heap;
    plan.with(Holder.churning(LiveSets.skewedCache(bytes, first, full), 1e-5));
    return Story.healthy(plan).named(VerdictState.CACHE_FILLING);
  }

  /** Takes all the heap there is, by design, and gives it back when asked. */
  private static Story softReferences(Scene scene) {
    double base = scene.share(0.08, 0.25);
    JvmPlan plan = scene.jvm(base, base + 0.15, scene.span);
    // In balance when age times rate is what is there: seconds of age are MiB of free heap.
    double share = scene.share(0.1, 0.45);
    double free = scene.heap * (0.9 - base - share);
    double rate = share * scene.heap / (free / Scene.MIB);
    double slowest = share * scene.heap / (0.3 * scene.span);
    plan.with(Holder.heap(new SoftReferences(Math.min(rate, 20 * slowest))));
    return Story.healthy(plan);
  }

  /** Classes, code, pools, first caches: each saturates, at its own pace. */
  private static Story warmUp(Scene scene) {
    double base = scene.share(0.05, 0.15);
    double rise = scene.share(0.15, 0.4);
    JvmPlan plan = scene.jvm(base, base + rise, scene.span);
    double slow = scene.span * scene.share(0.05, 0.2);
    plan.with(Holder.heap(LiveSets.saturating(0.6 * rise * scene.heap, slow)));
    plan.with(Holder.heap(LiveSets.skewedCache(0.4 * rise * scene.heap, slow / 5, 4 * slow)));
    plan.with(
        Holder.of(Holder.Place.METASPACE, LiveSets.saturating(0.3 * plan.metaspaceBytes, slow)));
    return Story.healthy(plan).named(VerdictState.WARMING_UP);
  }

  /** Once, and in one go. */
  private static Story deployStep(Scene scene) {
    double base = scene.share(0.1, 0.25);
    double step = scene.share(0.08, 0.3);
    JvmPlan plan = scene.jvm(base, base + step, scene.span);
    plan.with(Holder.heap(LiveSets.from(scene.span * scene.share(0.2, 0.8), step * scene.heap)));
    return Story.healthy(plan);
  }

  /** Steps that grow as those of a leaking list do, until the list is long enough. */
  private static Story doublingContainer(Scene scene) {
    double base = scene.share(0.08, 0.2);
    double most = scene.share(0.15, 0.35);
    JvmPlan plan = scene.jvm(base, base + most, scene.span);
    double arrayShare = scene.share(0.3, 1);
    // A doubled array has up to twice the room it needs.
    double entries = most * scene.heap / (1 + 2 * arrayShare);
    double seconds = scene.span * scene.share(0.2, 0.8);
    plan.with(
        Holder.heap(LiveSets.doubling(entries, entries / seconds, arrayShare, entries / 256)));
    return Story.healthy(plan).named(VerdictState.CACHE_FILLING);
  }

  /** Attached in the middle of a rise: no flat past, and for a while no end in sight. */
  private static Story attachedLate(Scene scene) {
    return cache(scene, scene.share(0.35, 0.7), scene.span * scene.share(0.08, 0.25));
  }

  /** Less than 1 % of the heap per week: nobody would get up for it. */
  private static Story slowDrift(Scene scene) {
    double base = scene.share(0.1, 0.4);
    JvmPlan plan = scene.jvm(base, base, scene.span);
    double perWeek = scene.share(0.003, 0.009) * scene.heap;
    plan.with(Holder.heap(Leaks.perRequest(perWeek / (7 * Scene.DAY), 0)));
    return Story.healthy(plan).notActionable();
  }

  /** Always nearly full, and never more: the limit is too small, nothing leaks. */
  private static Story tightLimit(Scene scene) {
    double base = scene.share(0.86, 0.89);
    JvmPlan plan = scene.jvm(base, base, scene.span);
    plan.inFlightBytes = 0.002 * scene.heap;
    plan.mediumLifeSeconds = Math.min(plan.mediumLifeSeconds, 5);
    return Story.healthy(plan).named(VerdictState.LIMIT_TOO_SMALL);
  }

  private static Story cache(Scene scene, double filledAt, double observedFrom) {
    double share = cacheShare(scene);
    double base = scene.share(0.04, 0.1);
    JvmPlan plan = scene.jvm(base, share, scene.span);
    plan.observedFromSeconds = observedFrom;
    double bytes = (share - base) * scene.heap;
    plan.with(Holder.churning(LiveSets.cache(bytes, bytes / (filledAt * scene.span)), 2e-5));
    return Story.healthy(plan).named(VerdictState.CACHE_FILLING);
  }

  private static double cacheShare(Scene scene) {
    return scene.dice.pick(CACHE_SHARES) * scene.share(0.95, 1);
  }
}
