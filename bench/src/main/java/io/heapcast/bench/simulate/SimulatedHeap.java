package io.heapcast.bench.simulate;

import java.util.List;

/**
 * The books of a heap: what is allocated, what of it lives, and where it lies.
 *
 * <p>What is promoted raises the old generation; what dies there stays until a collection of the
 * old generation wins it back. So use is never below the live bytes, and what lies between is
 * garbage. Collectors without generations use one space: everything is "eden" until a cycle moves
 * what it kept to "old". Times are milliseconds since the epoch.
 */
final class SimulatedHeap {

  private final JvmPlan plan;
  private final List<Holder> holders;

  private double nowMs;
  private double load;
  private double bytesPerMs;

  /** Held by holders at the begin and the end of the step, and what is allocated for it. */
  private double heldFrom;

  private double heldTo;
  private double growth;
  private double allocatedInStep;
  private double plannedInStep;

  /** In flight at once, and objects that live for some seconds, as requests to other services. */
  private double inFlight;

  private double medium;

  private double eden;
  private double survivors;
  private double old;

  /** Held objects in eden, and in the survivor spaces. */
  private double fresh;

  private double aging;
  private double allocated;

  SimulatedHeap(JvmPlan plan) {
    this.plan = plan;
    this.holders =
        plan.holders.stream().filter(holder -> holder.place() == Holder.Place.HEAP).toList();
    this.nowMs = plan.startMs;
  }

  /** Begins a step: the holders take theirs, and the allocation of the step is planned. */
  void step(Moment moment, double toMs, double inFlightJitter, double allocationJitter) {
    double progress = progress();
    heldFrom = heldFrom + (heldTo - heldFrom) * progress;
    double left = growth * (1 - progress);
    growth = left;
    heldTo = 0;
    for (Holder holder : holders) {
      growth += holder.advance(moment);
      heldTo += holder.size();
    }
    load = moment.load();
    inFlight = plan.inFlightBytes * load * inFlightJitter;
    plannedInStep =
        growth + plan.allocationBytesPerSecond * moment.load() * moment.length() * allocationJitter;
    allocatedInStep = 0;
    bytesPerMs = plannedInStep / Math.max(1e-6, toMs - nowMs);
  }

  /** Allocates until a time within the step. */
  void allocateUntil(double ms) {
    double span = Math.max(0, ms - nowMs);
    double bytes = bytesPerMs * span;
    double heldShare = plannedInStep > 0 ? growth / plannedInStep : 0;
    double keep = StrictMath.exp(-span / 1_000 / plan.mediumLifeSeconds);
    medium = medium * keep + plan.mediumShare * bytes * (1 - heldShare) * (0.5 + 0.5 * keep);
    eden += bytes;
    fresh += bytes * heldShare;
    allocatedInStep += bytes;
    allocated += bytes;
    nowMs = ms;
  }

  /** Time passes in which nothing is allocated. */
  void pauseUntil(double ms) {
    medium *= StrictMath.exp(-Math.max(0, ms - nowMs) / 1_000 / plan.mediumLifeSeconds);
    nowMs = Math.max(nowMs, ms);
  }

  /** A collection of the young generation; returns what was promoted. */
  double collectYoung(double survivorBytes, double promotionJitter) {
    double mediumLived =
        Math.min(Math.max(0, eden - fresh), plan.mediumShare * promotionJitter * eden);
    double promoted = aging + mediumLived;
    double live = live();
    double young = Math.min(inFlight, Math.max(0, eden + survivors - fresh - aging - mediumLived));
    aging = fresh;
    fresh = 0;
    double tooMany = Math.max(0, aging + young - survivorBytes);
    survivors = aging + young - tooMany;
    aging = Math.max(0, aging - tooMany);
    promoted += tooMany;
    eden = 0;
    // Never less than lives, however the medium-lived ones were rounded.
    old = Math.max(old + promoted, live - survivors);
    return promoted;
  }

  /** Everything that lives moves together; nothing else is left. */
  void compact(double oldMaxBytes) {
    double live = live();
    survivors = 0;
    fresh = 0;
    aging = 0;
    old = Math.min(live, oldMaxBytes);
    eden = live - old;
  }

  /** The end of a concurrent cycle: so much is kept; what came during the cycle counts as live. */
  void keep(double bytes) {
    old = Math.max(bytes, live());
    eden = 0;
    survivors = 0;
    fresh = 0;
    aging = 0;
  }

  /** Takes garbage out of the old generation. */
  void reclaimOld(double bytes) {
    old = Math.max(old - bytes, Math.max(0, live() - eden - survivors));
  }

  /** Soft references give way after a look at the whole heap. */
  void clearSoftReferences(double freeBytes, boolean lastResort) {
    double progress = progress();
    double before = 0;
    double after = 0;
    for (Holder holder : holders) {
      before += holder.size();
      holder.cleaned(freeBytes, lastResort);
      after += holder.size();
    }
    if (after < before) {
      double held = Math.min(heldFrom + (heldTo - heldFrom) * progress, after);
      heldFrom = held;
      heldTo = after;
      growth = Math.min(growth * (1 - progress), Math.max(0, after - held));
      plannedInStep = Math.max(growth, plannedInStep - allocatedInStep);
      allocatedInStep = 0;
    }
  }

  /** Bytes that live now. */
  double live() {
    double known = held() + medium;
    return known + Math.max(0, Math.min(inFlight, used() - known));
  }

  /** Garbage of the old generation. */
  double oldGarbage() {
    return Math.max(0, old - Math.max(0, held() - fresh - aging) - medium);
  }

  double used() {
    return eden + survivors + old;
  }

  double eden() {
    return eden;
  }

  double survivors() {
    return survivors;
  }

  double old() {
    return old;
  }

  /** Bytes allocated since the JVM started. */
  double allocated() {
    return allocated;
  }

  double nowMs() {
    return nowMs;
  }

  /** Bytes allocated per millisecond in this step. */
  double bytesPerMs() {
    return bytesPerMs;
  }

  private double held() {
    return heldFrom + (heldTo - heldFrom) * progress();
  }

  private double progress() {
    return plannedInStep <= 0 ? 1 : Math.min(1, allocatedInStep / plannedInStep);
  }
}
