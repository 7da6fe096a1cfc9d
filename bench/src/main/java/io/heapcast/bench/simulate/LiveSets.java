package io.heapcast.bench.simulate;

import io.heapcast.bench.simulate.Holder.Growth;

/** What healthy programs keep alive. Sizes are bytes, or threads; times are seconds. */
final class LiveSets {

  private static final double FIRST_SECONDS = 40;

  private LiveSets() {}

  /** Loaded at the start, then constant. */
  static Growth constant(double size) {
    return (before, now) -> Math.max(before, Math.min(size, size * now.seconds() / FIRST_SECONDS));
  }

  /** Nothing until a time, then soon a constant: a reload, a deployed module. */
  static Growth from(double beginSeconds, double size) {
    return (before, now) ->
        Math.max(
            before,
            size * Math.max(0, Math.min(1, (now.seconds() - beginSeconds) / FIRST_SECONDS)));
  }

  /** A bounded cache that fills with the requests. */
  static Growth cache(double bound, double bytesPerSecond) {
    return (before, now) -> Math.min(bound, before + bytesPerSecond * now.work());
  }

  /**
   * A bounded cache under skewed keys: the n-th request is new with a chance that falls as 1/n.
   *
   * @param firstSeconds after which growth has slowed to half
   * @param fullSeconds when it reaches its bound at ordinary load
   */
  static Growth skewedCache(double bound, double firstSeconds, double fullSeconds) {
    double whole = StrictMath.log(1 + fullSeconds / firstSeconds);
    return new Growth() {
      private double work;

      @Override
      public double next(double before, Moment now) {
        work += now.work();
        return bound * Math.min(1, StrictMath.log(1 + work / firstSeconds) / whole);
      }
    };
  }

  /** Approaches a size, by the clock. */
  static Growth saturating(double size, double timeConstant) {
    return (before, now) ->
        before + (size - before) * (1 - StrictMath.exp(-now.length() / timeConstant));
  }

  /** In proportion to the load, as sessions that expire. */
  static Growth sessions(double sizeAtOrdinaryLoad, double lifeSeconds) {
    return (before, now) -> {
      double target = sizeAtOrdinaryLoad * now.load();
      return before + (target - before) * (1 - StrictMath.exp(-now.length() / lifeSeconds));
    };
  }

  /** In proportion to the load, but never less than ever: pools that give nothing back. */
  static Growth pool(double sizeAtOrdinaryLoad, double most) {
    return (before, now) -> Math.max(before, Math.min(most, sizeAtOrdinaryLoad * now.load()));
  }

  /** Wanders between two bounds for ever. */
  static Growth restless(double middle, double swing, double memorySeconds, Dice dice) {
    return new Growth() {
      private double state = dice.gaussian();

      @Override
      public double next(double before, Moment now) {
        double keep = StrictMath.exp(-now.length() / memorySeconds);
        state = state * keep + dice.gaussian() * Math.sqrt(1 - keep * keep);
        double settled = Math.min(1, now.seconds() / 600);
        return Math.max(0, middle * settled + swing * settled * Math.max(-2, Math.min(2, state)));
      }
    };
  }

  /**
   * A job that builds something up, holds it, and lets it go.
   *
   * @param everySeconds infinite: once
   */
  static Growth batch(
      double size,
      double firstSeconds,
      double everySeconds,
      double riseSeconds,
      double holdSeconds) {
    return (before, now) -> {
      double since = now.seconds() - firstSeconds;
      if (since < 0) {
        return 0;
      }
      double phase = everySeconds == Double.POSITIVE_INFINITY ? since : since % everySeconds;
      return phase < riseSeconds + holdSeconds ? size * Math.min(1, phase / riseSeconds) : 0;
    };
  }

  /** A buffer that fills by the clock and is emptied at irregular times: creeps up, comes back. */
  static Growth emptiedBuffer(double most, double meanSeconds, Dice dice) {
    return new Growth() {
      private double backSeconds = meanSeconds * dice.between(0.6, 1.6);
      private double sinceSeconds;

      @Override
      public double next(double before, Moment now) {
        if (now.seconds() > backSeconds) {
          sinceSeconds = now.seconds();
          backSeconds = sinceSeconds + meanSeconds * dice.between(0.5, 1.6);
        }
        double creep = (now.seconds() - sinceSeconds) / (1.6 * meanSeconds);
        return most * Math.min(1, creep);
      }
    };
  }

  /**
   * An array that doubles when it is full, with the entries it refers to, until there are enough.
   *
   * @param entries bytes of entries at the end
   * @param arrayShare bytes of array slots per byte of entries
   */
  static Growth doubling(
      double entries, double bytesPerSecond, double arrayShare, double firstCapacity) {
    return new Growth() {
      private double filled;
      private double capacity = firstCapacity;

      @Override
      public double next(double before, Moment now) {
        filled = Math.min(entries, filled + bytesPerSecond * now.work());
        while (filled * arrayShare > capacity) {
          capacity *= 2;
        }
        return filled + capacity;
      }
    };
  }
}
