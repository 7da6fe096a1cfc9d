package io.heapcast.bench.simulate;

import io.heapcast.bench.simulate.Holder.Growth;
import java.util.Map;

/**
 * Leaks that are straight lines in work or time. What makes each of them hard is what surrounds
 * them: churn, sessions, load that comes and goes.
 */
final class LinearLeaks {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "static-map", LinearLeaks::staticMap,
          "session-without-expiry", LinearLeaks::sessionWithoutExpiry,
          "interned-strings", LinearLeaks::internedStrings,
          "timer-leak", LinearLeaks::timer,
          "listener-registry", LinearLeaks::listenerRegistry,
          "thread-local-pool", LinearLeaks::threadLocalPool,
          "unbounded-cache", LinearLeaks::unboundedCache,
          "meter-tags", LinearLeaks::meterTags,
          "leak-under-restless-load", LinearLeaks::underRestlessLoad,
          "leak-under-diurnal-load", LinearLeaks::underDiurnalLoad);

  private LinearLeaks() {}

  /** The plain case; the reference for all others. */
  private static Story staticMap(Scene scene) {
    return perRequest(scene, scene.share(0.08, 0.3), scene.leadIn());
  }

  /** Beside the leaked sessions live ones follow the load: the floor is never quiet. */
  private static Story sessionWithoutExpiry(Scene scene) {
    double base = scene.share(0.06, 0.2);
    double sessions = scene.share(0.03, 0.1);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base + sessions, scene.lifeOfLeak(begin));
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, 1_800)));
    return leak(scene, plan, base + sessions, begin);
  }

  /** Half of the strings come at the start, as known words; then new ones for ever. */
  private static Story internedStrings(Scene scene) {
    double base = scene.share(0.06, 0.15);
    double words = scene.share(0.05, 0.15);
    double begin = scene.span * scene.share(0.2, 0.5);
    JvmPlan plan = scene.jvm(base, base + words, scene.lifeOfLeak(begin));
    plan.with(
        Holder.heap(LiveSets.skewedCache(words * scene.heap, begin / 20, Math.max(1, begin))));
    return leak(scene, plan, base + words, begin);
  }

  /** Straight in time: in work it bends with every burst. */
  private static Story timer(Scene scene) {
    double base = scene.share(0.08, 0.3);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    return leak(plan, begin, Leaks.byClock(scene.leakRate(base, scene.span), begin));
  }

  /** Each listener is small, and every event then visits all of them: garbage grows, too. */
  private static Story listenerRegistry(Scene scene) {
    double base = scene.share(0.1, 0.4);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    plan.mediumShare = Math.min(0.3, plan.mediumShare * 1.5);
    return leak(scene, plan, base, begin);
  }

  /** The threads of the pool fill one after the other: the pace changes by the hour. */
  private static Story threadLocalPool(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    double rate = scene.leakRate(base, scene.span);
    int threads = 4 + scene.dice.below(5);
    for (int i = 0; i < threads; i++) {
      double from = begin + (i == 0 ? 0 : scene.dice.between(0, 0.25) * scene.span);
      plan.leaking(Holder.heap(Leaks.perRequest(1.1 * rate / threads, from)));
    }
    return Story.leak(begin, plan);
  }

  /** Looks as a bounded cache does, only there is no bound; entries are read again, none leaves. */
  private static Story unboundedCache(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double bounded = scene.share(0.05, 0.2);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base + bounded, scene.lifeOfLeak(begin));
    double fill = bounded * scene.heap / (0.4 * begin + 1);
    plan.with(Holder.churning(LiveSets.cache(bounded * scene.heap, fill), 1e-5));
    return leak(scene, plan, base + bounded, begin);
  }

  /** Common values of the tag come first, then rare ones for ever: fast, then slow, never still. */
  private static Story meterTags(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = scene.leadIn();
    double common = scene.share(0.03, 0.1);
    JvmPlan plan = scene.jvm(base, base + common, scene.lifeOfLeak(begin));
    plan.with(
        Holder.heap(shifted(begin, LiveSets.saturating(common * scene.heap, 0.08 * scene.span))));
    return leak(scene, plan, base + common, begin);
  }

  /** The healthy part wanders by more than the leak gains in an hour. */
  private static Story underRestlessLoad(Scene scene) {
    double base = scene.share(0.08, 0.2);
    double middle = scene.share(0.08, 0.14);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base + 2 * middle, scene.lifeOfLeak(begin));
    double memory = Math.max(120, scene.span / 25);
    plan.with(
        Holder.heap(
            LiveSets.restless(
                middle * scene.heap, 0.4 * middle * scene.heap, memory, scene.dice.split())));
    return leak(scene, plan, base + middle, begin);
  }

  /** A staircase of days: half of the time it seems to have stopped. */
  private static Story underDiurnalLoad(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double sessions = scene.share(0.03, 0.12);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base + 2 * sessions, scene.lifeOfLeak(begin));
    plan.with(Holder.heap(LiveSets.sessions(sessions * scene.heap, 1_200)));
    return leak(scene, plan, base + sessions, begin);
  }

  static Story perRequest(Scene scene, double base, double begin) {
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    return leak(scene, plan, base, begin);
  }

  /** So fast that the heap lasts about the span. */
  static Story leak(Scene scene, JvmPlan plan, double fromShare, double begin) {
    return leak(plan, begin, Leaks.perRequest(scene.leakRate(fromShare, scene.span), begin));
  }

  static Story leak(JvmPlan plan, double begin, Growth growth) {
    plan.leaking(Holder.heap(growth));
    return Story.leak(begin, plan);
  }

  /** The same, later. */
  static Growth shifted(double begin, Growth growth) {
    return (before, now) -> now.seconds() <= begin ? 0 : growth.next(before, now);
  }
}
