package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Leaks that are hard by when they begin, or by when somebody looks. */
final class TimedLeaks {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "late-after-rise", TimedLeaks::lateAfterRise,
          "leak-attached-late", TimedLeaks::attachedLate,
          "late-leak", TimedLeaks::late,
          "leak-from-boot", TimedLeaks::fromBoot,
          "leak-after-restart", TimedLeaks::afterRestart,
          "daily-restart-leak", TimedLeaks::dailyRestart);

  private TimedLeaks() {}

  /** A large healthy rise is history: what was learned from it must not hide the second one. */
  private static Story lateAfterRise(Scene scene) {
    double base = scene.share(0.06, 0.15);
    double risen = scene.share(0.15, 0.35);
    double begin = scene.span * scene.share(1.2, 2.5);
    JvmPlan plan = scene.jvm(base, base + risen, scene.lifeOfLeak(begin));
    double fill = risen * scene.heap / (0.25 * begin);
    plan.with(Holder.churning(LiveSets.cache(risen * scene.heap, fill), 1e-5));
    return LinearLeaks.leak(scene, plan, base + risen, begin);
  }

  /** No healthy past is known: from the first look on it has always risen. */
  private static Story attachedLate(Scene scene) {
    double base = scene.share(0.08, 0.2);
    double begin = scene.span * scene.share(0.02, 0.3);
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    plan.observedFromSeconds = begin + scene.span * scene.share(0.2, 0.55);
    return LinearLeaks.leak(scene, plan, base, begin);
  }

  /** Long quiet hours first: they must not make the detector deaf. */
  private static Story late(Scene scene) {
    return LinearLeaks.perRequest(scene, scene.share(0.08, 0.35), scene.span * scene.share(2, 4));
  }

  /** Nothing stationary ever, and the warm-up lies on top. */
  private static Story fromBoot(Scene scene) {
    double base = scene.share(0.06, 0.2);
    double warmUp = scene.share(0.02, 0.08);
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(0));
    plan.with(
        Holder.heap(LiveSets.saturating(warmUp * scene.heap, scene.span * scene.share(0.02, 0.1))));
    return LinearLeaks.leak(scene, plan, base + warmUp, 0);
  }

  /** The second time it should be seen sooner, not later. */
  private static Story afterRestart(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = 0.3 * scene.leadIn();
    double life = scene.lifeOfLeak(begin);
    List<JvmPlan> jvms = new ArrayList<>();
    double rate = scene.leakRate(base, scene.span);
    JvmPlan first = scene.jvm(base, base, life);
    jvms.add(first);
    first.leaking(Holder.heap(Leaks.perRequest(rate, begin)));
    JvmPlan second = scene.restarted(scene.jvm(base, base, life), first, 40);
    second.leaking(Holder.heap(Leaks.perRequest(rate * scene.share(0.8, 1.2), begin)));
    jvms.add(second);
    return Story.leak(Resource.HEAP, begin, jvms);
  }

  /** Never runs out: each day a fresh start hides it. Leaks a part of the free heap per day. */
  private static Story dailyRestart(Scene scene) {
    double base = scene.share(0.08, 0.2);
    int days = 3 + scene.dice.below(3);
    double perDay = scene.share(0.25, 0.45);
    List<JvmPlan> jvms = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      JvmPlan plan = scene.jvm(base, base + perDay, Scene.DAY - 120);
      if (day > 0) {
        scene.restarted(plan, jvms.get(day - 1), 60);
      }
      plan.shutDown = true;
      plan.leaking(Holder.heap(Leaks.perRequest(perDay * scene.heap / (1.3 * Scene.DAY), 0)));
      jvms.add(plan);
    }
    return Story.leak(Resource.HEAP, 0, jvms);
  }
}
