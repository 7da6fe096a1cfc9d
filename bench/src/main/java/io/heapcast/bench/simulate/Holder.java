package io.heapcast.bench.simulate;

/** Something that holds memory or threads: how much of it changes from step to step. */
final class Holder {

  /** What is held. */
  enum Place {
    HEAP,
    METASPACE,
    DIRECT,
    /** Counted, not bytes. */
    THREADS,
    /** Memory of native code. */
    NATIVE,
    /** Mapped files: resident, but the kernel takes it back. */
    MAPPED
  }

  /** How the size goes on. */
  interface Growth {

    /**
     * Size after a step.
     *
     * @param size before it; 0 when the JVM starts
     */
    double next(double size, Moment now);

    /**
     * Size after a collection that looked at the whole heap; only soft references care.
     *
     * @param freeBytes what the heap could still grow
     * @param lastResort whether the JVM would give up otherwise
     */
    default double cleaned(double size, double freeBytes, boolean lastResort) {
      return size;
    }
  }

  private final Place place;
  private final Growth growth;
  private final double churn;
  private double size;
  private double emptyUntilSeconds;

  private Holder(Place place, Growth growth, double churn) {
    this.place = place;
    this.growth = growth;
    this.churn = churn;
  }

  static Holder of(Place place, Growth growth) {
    return new Holder(place, growth, 0);
  }

  static Holder heap(Growth growth) {
    return new Holder(Place.HEAP, growth, 0);
  }

  /**
   * Of the heap, with entries that replace others.
   *
   * @param churn share of the size that is replaced per second of ordinary load
   */
  static Holder churning(Growth growth, double churn) {
    return new Holder(Place.HEAP, growth, churn);
  }

  Place place() {
    return place;
  }

  /** Bytes, or threads. */
  double size() {
    return size;
  }

  /**
   * Since when it has always held something; up to now, while it is empty. Seconds since the JVM's
   * start.
   */
  double emptyUntilSeconds() {
    return emptyUntilSeconds;
  }

  /**
   * Takes a step.
   *
   * @return what had to be allocated for it: growth and replaced entries
   */
  double advance(Moment now) {
    double before = size;
    size = growth.next(before, now);
    if (size <= 0) {
      emptyUntilSeconds = now.seconds();
    }
    return Math.max(0, size - before) + Math.min(size, size * churn * now.work());
  }

  void cleaned(double freeBytes, boolean lastResort) {
    size = growth.cleaned(size, freeBytes, lastResort);
  }
}
