package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Memory beside the heap, and threads: what the holders hold there, and what follows from it. */
final class Places {

  private static final double MIB = 1 << 20;

  private static final double BYTES_PER_CLASS = 7_500;

  private final Map<Holder.Place, Double> held = new EnumMap<>(Holder.Place.class);
  private final Dice dice;
  private double threadsNow;
  private double peakThreads;
  private double touchedHeap;

  Places(Dice dice) {
    this.dice = dice;
  }

  /** What the holders hold after a step. */
  void step(JvmPlan plan, Moment now) {
    held.clear();
    for (Holder holder : plan.holders) {
      if (holder.place() != Holder.Place.HEAP) {
        holder.advance(now);
        held.merge(holder.place(), holder.size(), Double::sum);
      }
    }
    double started = Math.min(1, now.seconds() / 60);
    threadsNow =
        held(Holder.Place.THREADS)
            + plan.ownThreads * (0.4 + 0.6 * started) * (0.97 + 0.03 * Math.min(3, now.load()));
    peakThreads = Math.max(peakThreads, threadsNow);
  }

  /** The readings of one batch. */
  void read(TelemetryBatch.Builder batch, JvmPlan plan, double committed, double used, long nowMs) {
    batch
        .addThreadsBuilder()
        .setTimeMs(nowMs)
        .setActive((int) threadsNow)
        .setDaemon((int) (0.6 * plan.ownThreads))
        .setPeak((int) peakThreads);
    double meta = metaspaceUsed((double) nowMs, plan);
    var metaspaceNow =
        batch
            .addMetaspaceBuilder()
            .setTimeMs(nowMs)
            .setUsedBytes((long) meta)
            .setCommittedBytes((long) (meta * 1.02));
    if (plan.metaspaceLimit < Double.POSITIVE_INFINITY) {
      metaspaceNow.setLimitBytes((long) plan.metaspaceLimit);
    }
    batch
        .addClassesBuilder()
        .setTimeMs(nowMs)
        .setLoaded((long) (meta / BYTES_PER_CLASS))
        .setUnloaded(0);
    double direct = held(Holder.Place.DIRECT) + 4 * MIB;
    var buffers =
        batch
            .addDirectBuffersBuilder()
            .setTimeMs(nowMs)
            .setCount((long) (direct / 65_536))
            .setUsedBytes((long) direct);
    if (plan.directLimit < Double.POSITIVE_INFINITY) {
      buffers.setLimitBytes((long) plan.directLimit);
    }
    touchedHeap = Math.min(committed, Math.max(touchedHeap, used));
    double resident = unlimitedResident(plan, meta, direct) * (1 + 0.002 * dice.gaussian());
    double mapped =
        resident
            - ownBytes(plan, meta, direct) * (resident / unlimitedResident(plan, meta, direct));
    batch
        .addResidentSetsBuilder()
        .setTimeMs(nowMs)
        .setBytes((long) resident)
        .setAnonymousBytes((long) (resident - Math.max(0, mapped)));
    if (plan.containerLimit < Double.POSITIVE_INFINITY) {
      double room = Math.max(0, plan.containerLimit - resident);
      double cache = Math.min(0.9 * room, plan.pageCacheShare * plan.containerLimit);
      batch
          .addContainerMemoryBuilder()
          .setTimeMs(nowMs)
          .setUsageBytes((long) Math.min(plan.containerLimit, resident + cache))
          .setLimitBytes((long) plan.containerLimit);
    }
  }

  /** What ran out, or null: nothing. */
  Holder.@Nullable Place exhausted(JvmPlan plan, double nowMs) {
    if (metaspaceUsed(nowMs, plan) > plan.metaspaceLimit) {
      return Holder.Place.METASPACE;
    }
    double direct = held(Holder.Place.DIRECT) + 4 * MIB;
    if (direct > plan.directLimit) {
      return Holder.Place.DIRECT;
    }
    if (threadsNow > plan.threadLimit) {
      return Holder.Place.THREADS;
    }
    double fixed =
        unlimitedResident(plan, metaspaceUsed(nowMs, plan), direct) - held(Holder.Place.MAPPED);
    return fixed > plan.containerLimit ? Holder.Place.NATIVE : null;
  }

  /** Classes are loaded within the first minutes. */
  private double metaspaceUsed(double nowMs, JvmPlan plan) {
    double seconds = (nowMs - plan.startMs) / 1_000;
    return plan.metaspaceBytes * (1 - 0.75 * StrictMath.exp(-seconds / 90))
        + held(Holder.Place.METASPACE);
  }

  /** Mapped files give way where the container is full. */
  private double unlimitedResident(JvmPlan plan, double meta, double direct) {
    double own = ownBytes(plan, meta, direct);
    double room = Math.max(0, 0.97 * plan.containerLimit - own);
    return own + Math.min(held(Holder.Place.MAPPED), room);
  }

  /** Anonymous: no file stands behind it. */
  private double ownBytes(JvmPlan plan, double meta, double direct) {
    return touchedHeap
        + meta
        + plan.codeBytes
        + threadsNow * JvmPlan.STACK
        + direct
        + held(Holder.Place.NATIVE);
  }

  private double held(Holder.Place place) {
    return held.getOrDefault(place, 0.0);
  }
}
