package io.heapcast.bench.simulate;

/**
 * Chooses how fast a JVM allocates, so that its old collections come about so often as wanted, and
 * young ones not so often that a week takes for ever.
 */
final class Pace {

  private Pace() {}

  /**
   * @param seconds from one old collection to the next, about
   * @param liveShare of the heap that lives meanwhile, about
   * @param leastYoungSeconds from one young collection to the next
   */
  static void set(
      JvmPlan plan, Dice dice, double seconds, double liveShare, double leastYoungSeconds) {
    double heap = plan.heapBytes;
    double youngSeconds = Math.max(0.6, Math.min(30, leastYoungSeconds));
    double usually = dice.logBetween(0.003, 0.04);
    if (seconds > plan.proactiveSeconds && dice.chance(0.6)) {
      plan.proactiveSeconds = Double.POSITIVE_INFINITY;
    }
    boolean proactive = plan.proactiveSeconds < Double.POSITIVE_INFINITY;
    switch (plan.collector) {
      case SERIAL, PARALLEL ->
          generational(
              plan,
              usually,
              seconds,
              heap * Math.max(0.06, 0.97 - plan.youngShare - liveShare),
              0.8 * plan.youngShare * heap,
              youngSeconds);
      case G1 ->
          generational(
              plan,
              usually,
              seconds,
              heap * Math.max(0.06, 0.45 - liveShare),
              heap * Math.max(0.08, Math.min(0.5, 0.85 - liveShare)),
              youngSeconds);
      case Z_GENERATIONAL -> {
        double room = heap * 0.4 * (1 - liveShare);
        double eden = heap * 0.6 * (1 - liveShare);
        generational(plan, usually, seconds, room, eden, youngSeconds);
        if (proactive) {
          plan.allocationBytesPerSecond = 0.1 * heap / seconds;
        }
      }
      case Z -> {
        plan.mediumShare = usually;
        plan.allocationBytesPerSecond = heap * (proactive ? 0.1 : 0.85 * (1 - liveShare)) / seconds;
      }
      default -> {
        plan.mediumShare = usually;
        plan.allocationBytesPerSecond = heap * 0.7 * (1 - liveShare) / seconds;
      }
    }
    double mediumPerSecond = plan.mediumShare * plan.allocationBytesPerSecond;
    plan.mediumLifeSeconds =
        Math.max(1, Math.min(dice.logBetween(4, 90), 0.02 * heap / mediumPerSecond));
  }

  private static void generational(
      JvmPlan plan, double usually, double seconds, double room, double eden, double youngSeconds) {
    double least = youngSeconds * room / (eden * seconds);
    plan.mediumShare = Math.min(0.3, Math.max(usually, least));
    plan.allocationBytesPerSecond = room / (plan.mediumShare * seconds);
  }
}
