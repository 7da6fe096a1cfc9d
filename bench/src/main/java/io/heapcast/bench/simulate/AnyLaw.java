package io.heapcast.bench.simulate;

import io.heapcast.bench.simulate.Holder.Growth;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Learning families whose law of growth, begin and pace are drawn at random, wider than any judged
 * family has them: what is fitted to one curve only fails at the next.
 */
final class AnyLaw {

  static final Map<String, Story.Script> SCRIPTS =
      Map.of(
          "leak-of-any-law", AnyLaw::leak,
          "rise-and-rest", AnyLaw::riseAndRest,
          "rise-attached-late", AnyLaw::attachedLate,
          "jobs", AnyLaw::jobs,
          "load-of-any-course", AnyLaw::load);

  private AnyLaw() {}

  /** As a power of the work done, over a past that was quiet, filled, or was not seen at all. */
  private static Story leak(Scene scene) {
    double base = scene.share(0.05, 0.35);
    double filled = scene.dice.chance(0.5) ? scene.share(0.03, 0.25) : 0;
    double begin = scene.span * (scene.dice.chance(0.15) ? 0 : scene.dice.logBetween(0.05, 2));
    JvmPlan plan = scene.jvm(base, base + filled, scene.lifeOfLeak(begin));
    if (filled > 0) {
      double end = Math.max(0.02 * scene.span, begin * scene.share(0.2, 0.9));
      plan.with(Holder.churning(growth(filled * scene.heap, 0, end, anyLaw(scene)), 1e-5));
    }
    if (scene.dice.chance(0.2)) {
      plan.observedFromSeconds = begin + scene.span * scene.share(0, 0.4);
    }
    double room = scene.heap * (scene.capacity() - base - filled);
    double power = scene.dice.logBetween(0.6, 2);
    DoubleUnaryOperator law = done -> StrictMath.pow(done, power);
    return LinearLeaks.leak(plan, begin, growth(1.3 * room, begin, 1.3 * scene.span, law));
  }

  /** Healthy: rises by some law, from the start or later, as far as it likes, and rests. */
  private static Story riseAndRest(Scene scene) {
    double base = scene.share(0.04, 0.25);
    double rise = scene.share(0.12, 0.8 - base);
    JvmPlan plan = scene.jvm(base, base + rise, scene.span);
    boolean fromStart = scene.dice.chance(0.9);
    double begin = fromStart ? 0 : scene.span * scene.share(0.02, 0.5);
    double end = begin + (scene.span - begin) * scene.dice.logBetween(0.03, 0.9);
    if (scene.dice.chance(0.4)) {
      plan.observedFromSeconds = begin + (end - begin) * scene.share(0.1, 0.7);
    }
    plan.with(Holder.churning(growth(rise * scene.heap, begin, end, anyLaw(scene)), 1e-5));
    Story story = Story.healthy(plan);
    return fromStart ? story.named(VerdictState.CACHE_FILLING) : story;
  }

  /**
   * Healthy: nobody looked before the rise was well under way, and for a while no end is in sight.
   */
  private static Story attachedLate(Scene scene) {
    double base = scene.share(0.04, 0.25);
    double rise = scene.share(0.15, 0.85 - base);
    JvmPlan plan = scene.jvm(base, base + rise, scene.span);
    double end = scene.span * scene.share(0.15, 0.95);
    plan.observedFromSeconds = end * scene.share(0.05, 0.6);
    plan.with(Holder.churning(growth(rise * scene.heap, 0, end, anyLaw(scene)), 1e-5));
    return Story.healthy(plan).named(VerdictState.CACHE_FILLING);
  }

  /** Healthy: one job, or one after the other, each takes what it needs and lets it go. */
  private static Story jobs(Scene scene) {
    double base = scene.share(0.06, 0.3);
    double size = scene.share(0.12, 0.5);
    JvmPlan plan = scene.jvm(base, base + size, scene.span);
    double rise = scene.span * scene.dice.logBetween(0.005, 0.15);
    double hold = rise * scene.dice.logBetween(0.05, 1);
    double first = scene.span * scene.share(0.05, 0.8);
    double every = scene.dice.chance(0.4) ? Leaks.FOREVER : (rise + hold) * scene.share(1.2, 6);
    plan.with(Holder.heap(LiveSets.batch(size * scene.heap, first, every, rise, hold)));
    return Story.healthy(plan);
  }

  /** Healthy: the load moves up, and perhaps down again, and the live set with it. */
  private static Story load(Scene scene) {
    double base = scene.share(0.06, 0.2);
    double most = scene.share(0.15, 0.5);
    JvmPlan plan = scene.jvm(base, base + 1.2 * most, scene.span);
    double times = scene.dice.logBetween(1.5, 6);
    double from = scene.span * scene.share(0.02, 0.7);
    double length = (scene.span - from) * scene.dice.logBetween(0.02, 0.9);
    boolean returns = scene.dice.chance(0.3);
    plan.trend =
        seconds -> {
          double up = Math.max(0, Math.min(1, (seconds - from) / length));
          double down = returns ? Math.max(0, Math.min(1, (seconds - from) / length - 1.5)) : 0;
          return (1 + (times - 1) * (up - down)) / times;
        };
    double peak = plan.load == LoadShape.FLAT ? 1 : 2.2;
    double life = scene.dice.logBetween(300, 6_000);
    plan.with(Holder.heap(LiveSets.sessions(most / peak * scene.heap, life)));
    return Story.healthy(plan).named(VerdictState.LOAD_GROWTH);
  }

  /** From 0 to 1, while the work goes from 0 to 1. */
  private static DoubleUnaryOperator anyLaw(Scene scene) {
    double bend = scene.dice.logBetween(0.05, 0.6);
    double power = scene.dice.logBetween(0.4, 1.5);
    return switch (scene.dice.below(4)) {
      case 0 -> done -> done;
      case 1 -> done -> StrictMath.pow(done, power);
      case 2 -> done -> (1 - StrictMath.exp(-done / bend)) / (1 - StrictMath.exp(-1 / bend));
      default -> done -> StrictMath.log(1 + done / bend) / StrictMath.log(1 + 1 / bend);
    };
  }

  /**
   * Grows with the requests since a begin; at most to the size.
   *
   * @param endSeconds when it is reached at ordinary load
   */
  private static Growth growth(
      double size, double beginSeconds, double endSeconds, DoubleUnaryOperator law) {
    return new Growth() {
      private double work;

      @Override
      public double next(double before, Moment now) {
        work += now.work() * now.shareWithin(beginSeconds, Leaks.FOREVER);
        return size * law.applyAsDouble(Math.min(1, work / (endSeconds - beginSeconds)));
      }
    };
  }
}
