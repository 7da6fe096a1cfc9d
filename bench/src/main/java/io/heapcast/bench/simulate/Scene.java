package io.heapcast.bench.simulate;

import io.heapcast.bench.simulate.JvmPlan.Death;
import io.heapcast.telemetry.v1.Collector;

/** What a script needs to write its case: the setting, dice, and JVMs of an ordinary kind. */
final class Scene {

  static final double MIB = 1 << 20;
  static final double HOUR = 3_600;
  static final double DAY = 86_400;

  /** Monday, 2 March 2026, UTC. */
  private static final double FIRST_MONDAY_MS = 1_772_409_600_000.0;

  private static final int WEEKS = 8;

  private static final double MOST_YOUNG_COLLECTIONS = 60_000;

  final Setting setting;
  final Dice dice;

  /** Heap limit in bytes. */
  final double heap;

  /** See {@link Setting#spanSeconds}. */
  final double span;

  Scene(Setting setting, Dice dice) {
    this.setting = setting;
    this.dice = dice;
    this.heap = setting.heapBytes();
    this.span = setting.spanSeconds();
  }

  /**
   * A JVM with an ordinary service in it.
   *
   * @param baseShare of the heap that is always live
   * @param peakShare of the heap that lives at most while all is well; the young generation is
   *     sized to leave room for it
   */
  JvmPlan jvm(double baseShare, double peakShare, double lifeSeconds) {
    return jvm(baseShare, peakShare, lifeSeconds, span / setting.floors());
  }

  /**
   * The same with old collections at their own pace.
   *
   * @param floorSeconds from one old collection to the next, about; above the usual five minutes of
   *     ZGC and Shenandoah that interval may be switched off
   */
  JvmPlan jvm(double baseShare, double peakShare, double lifeSeconds, double floorSeconds) {
    JvmPlan plan = new JvmPlan();
    plan.collector = setting.collector();
    plan.jdk = setting.jdk();
    plan.heapBytes = heap;
    plan.load = setting.load();
    plan.startMs = FIRST_MONDAY_MS + 1_000 * Math.floor(dice.between(0, WEEKS * 7 * DAY));
    plan.lifeSeconds = lifeSeconds;
    plan.inFlightBytes = heap * dice.logBetween(0.003, 0.015);
    plan.metaspaceBytes = dice.logBetween(35, 120) * MIB;
    plan.codeBytes = dice.between(90, 220) * MIB;
    plan.ownThreads = dice.between(28, 90);
    plan.pageCacheShare = dice.chance(0.5) ? 0 : dice.between(0.02, 0.15);
    plan.directLimit = Math.max(heap, 64 * MIB);
    plan.death = dice.chance(0.7) ? Death.VANISHED : Death.SILENCE;
    plan.youngShare = Math.max(0.04, Math.min(1 / 3.0, (1 - peakShare) * 0.42));
    if (dice.chance(0.3)) {
      plan.metaspaceLimit = 3 * plan.metaspaceBytes;
    }
    if (dice.chance(0.6)) {
      container(plan, 0);
    }
    if (dice.chance(0.15)) {
      plan.systemGcSeconds = HOUR * dice.between(1, 6);
    }
    if (lifeSeconds > 4 * DAY) {
      plan.stepsPerBatch = 3;
    } else if (lifeSeconds < 3 * HOUR) {
      plan.stepSeconds = 5;
      plan.stepsPerBatch = 2;
    }
    double least = Math.max(lifeSeconds, span) / MOST_YOUNG_COLLECTIONS;
    Pace.set(plan, dice, floorSeconds, 0.5 * (baseShare + peakShare), least);
    double perFloor = plan.mediumShare * plan.allocationBytesPerSecond;
    double churn = Math.min(0.05, 0.15 * perFloor / Math.max(1, baseShare * heap));
    return plan.with(Holder.churning(LiveSets.constant(baseShare * heap), churn));
  }

  /** Gives it a container with room for everything, and for so many bytes beside the ordinary. */
  void container(JvmPlan plan, double extraBytes) {
    plan.containerLimit = (plan.processBytes() + extraBytes) * dice.between(1.15, 1.5);
  }

  /** The same instance started again. */
  JvmPlan restarted(JvmPlan next, JvmPlan before, double afterSeconds) {
    next.startMs = before.endMs() + afterSeconds * 1_000;
    next.instance = before.instance;
    next.collector = before.collector;
    next.load = before.load;
    next.youngShare = before.youngShare;
    next.allocationBytesPerSecond = before.allocationBytesPerSecond;
    next.inFlightBytes = before.inFlightBytes;
    next.mediumShare = before.mediumShare;
    next.mediumLifeSeconds = before.mediumLifeSeconds;
    next.proactiveSeconds = before.proactiveSeconds;
    next.systemGcSeconds = before.systemGcSeconds;
    next.metaspaceBytes = before.metaspaceBytes;
    next.codeBytes = before.codeBytes;
    next.ownThreads = before.ownThreads;
    next.pageCacheShare = before.pageCacheShare;
    next.metaspaceLimit = before.metaspaceLimit;
    next.containerLimit = before.containerLimit;
    return next;
  }

  /** Bytes per second that take the heap from a level to its end in so many seconds. */
  double leakRate(double fromShare, double seconds) {
    return heap * (capacity() - fromShare) / seconds;
  }

  /** Share of the heap that can be live before the JVM gives up. */
  double capacity() {
    return switch (setting.collector()) {
      case SERIAL -> 0.95;
      case PARALLEL -> 0.82;
      default -> 0.97;
    };
  }

  /** When the run of a leak ends at the latest: it may need longer than planned, as by night. */
  double lifeOfLeak(double beginSeconds) {
    return beginSeconds + 1.8 * span + (setting.load() == LoadShape.FLAT ? 0 : 0.7 * DAY);
  }

  /** How long before its begin a leaking JVM runs healthily. */
  double leadIn() {
    return span * dice.between(0.3, 1.2);
  }

  double share(double low, double high) {
    return dice.between(low, high);
  }

  boolean isGenerational() {
    return setting.collector() != Collector.Z && setting.collector() != Collector.SHENANDOAH;
  }
}
