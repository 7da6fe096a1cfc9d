package io.heapcast.bench.simulate;

import java.util.Map;

/** Leaks that are no straight lines. */
final class ShapedLeaks {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "unbounded-queue", ShapedLeaks::unboundedQueue,
          "accelerating-leak", ShapedLeaks::accelerating,
          "stepped-leak", ShapedLeaks::stepped,
          "doubling-container-leak", ShapedLeaks::doublingContainer,
          "two-leaks", ShapedLeaks::twoLeaks,
          "leak-that-stops", ShapedLeaks::thatStops);

  private ShapedLeaks() {}

  /**
   * Comes back at every lull; from some time on, never quite. Only then it leaks: what came back
   * was a queue that works.
   */
  private static Story unboundedQueue(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    double surplus = scene.share(0.25, 0.5);
    double rate = scene.leakRate(base, scene.span) / surplus;
    double consumed = meanLoad(plan.load) - surplus;
    return LinearLeaks.leak(plan, begin, Leaks.queue(rate, consumed, begin));
  }

  private static double meanLoad(LoadShape shape) {
    return switch (shape) {
      case FLAT -> 1;
      case DIURNAL -> 0.86;
      case BURSTY -> 0.97;
      case RESTLESS -> 0.98;
    };
  }

  /** For most of its life too slow to see; a straight line through it ends much too late. */
  private static Story accelerating(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    double doublings = scene.share(2.5, 5);
    double doubling = scene.span / doublings;
    double rate =
        StrictMath.log(2)
            / doubling
            * scene.heap
            * (scene.capacity() - base)
            / (StrictMath.pow(2, doublings) - 1);
    return LinearLeaks.leak(plan, begin, Leaks.accelerating(rate, doubling, begin));
  }

  /** Flat between the runs of a job: each step alone looks like a reload. */
  private static Story stepped(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    double steps = scene.share(8, 30);
    double lump = scene.heap * (scene.capacity() - base) / steps;
    return LinearLeaks.leak(plan, begin, Leaks.lumps(lump, scene.span / steps, begin));
  }

  /**
   * Most of the growth comes in a few large steps, with ever longer rests between; the last one
   * does not fit.
   */
  private static Story doublingContainer(Scene scene) {
    double base = scene.share(0.06, 0.2);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    double arrayShare = scene.share(0.3, 1);
    double rate = scene.leakRate(base, scene.span) / (1 + 1.4 * arrayShare);
    double first = scene.heap * scene.share(0.001, 0.004);
    return LinearLeaks.leak(plan, begin, Leaks.doubling(rate, arrayShare, first, begin));
  }

  /** The kink of the second one is not the begin. */
  private static Story twoLeaks(Scene scene) {
    double base = scene.share(0.08, 0.25);
    double begin = scene.leadIn();
    JvmPlan plan = scene.jvm(base, base, scene.lifeOfLeak(begin));
    double second = begin + scene.span * scene.share(0.3, 0.6);
    double rate = scene.leakRate(base, scene.span);
    double slow = scene.share(0.3, 0.6);
    plan.leaking(Holder.heap(Leaks.byClock(slow * rate, begin)));
    plan.leaking(Holder.heap(Leaks.perRequest((1.8 - slow) * rate, second)));
    return Story.leak(begin, plan);
  }

  /** A find as long as it leaks; afterwards the alarm is to go. */
  private static Story thatStops(Scene scene) {
    double base = scene.share(0.08, 0.2);
    double begin = scene.leadIn();
    double last = scene.span * scene.share(0.5, 0.75);
    JvmPlan plan = scene.jvm(base, 0.5, begin + last + scene.span);
    // Where it ends, the heap must still be enough for ordinary work.
    double rate = scene.heap * scene.share(0.25, 0.32) / last;
    plan.trend = seconds -> 1;
    plan.leaking(Holder.heap(Leaks.perRequest(rate, begin, begin + last)));
    return Story.leak(begin, plan).endingAfter(begin + last);
  }
}
