package io.heapcast.bench.simulate;

import io.heapcast.bench.simulate.Holder.Growth;

/** What leaks keep. Sizes are bytes, or threads; times are seconds since the JVM's start. */
final class Leaks {

  static final double FOREVER = Double.POSITIVE_INFINITY;

  private Leaks() {}

  /** So much per request, of as many as come in a second of ordinary load. */
  static Growth perRequest(double bytesPerSecond, double begin, double end) {
    return (before, now) -> before + bytesPerSecond * now.work() * now.shareWithin(begin, end);
  }

  static Growth perRequest(double bytesPerSecond, double begin) {
    return perRequest(bytesPerSecond, begin, FOREVER);
  }

  /** By the clock, whatever the load. */
  static Growth byClock(double bytesPerSecond, double begin) {
    return (before, now) ->
        before + bytesPerSecond * now.length() * now.shareWithin(begin, FOREVER);
  }

  /**
   * The faster the more has leaked.
   *
   * @param doublingSeconds of ordinary load in which the speed doubles
   */
  static Growth accelerating(double bytesPerSecond, double doublingSeconds, double begin) {
    double rate = StrictMath.log(2) / doublingSeconds;
    return (before, now) ->
        before + (bytesPerSecond + rate * before) * now.work() * now.shareWithin(begin, FOREVER);
  }

  /** A lump at once, every so often, the first one at the begin. */
  static Growth lumps(double lump, double everySeconds, double begin) {
    return (before, now) -> {
      double last = now.seconds() - now.length();
      if (now.seconds() <= begin) {
        return before;
      }
      double runs =
          Math.floor((now.seconds() - begin) / everySeconds)
              - (last <= begin ? -1 : Math.floor((last - begin) / everySeconds));
      return before + lump * runs;
    };
  }

  /** In a container whose array doubles. */
  static Growth doubling(
      double bytesPerSecond, double arrayShare, double firstCapacity, double begin) {
    return new Growth() {
      private double filled;
      private double capacity = firstCapacity;

      @Override
      public double next(double before, Moment now) {
        filled += bytesPerSecond * now.work() * now.shareWithin(begin, FOREVER);
        while (filled * arrayShare > capacity) {
          capacity *= 2;
        }
        return now.seconds() <= begin ? 0 : filled + capacity;
      }
    };
  }

  /**
   * A queue whose consumer is too slow: grows while more comes than it can take, shrinks while less
   * does; more comes in the mean.
   *
   * @param bytesPerSecond of what arrives at ordinary load
   * @param consumed share of that which the consumer can take
   */
  static Growth queue(double bytesPerSecond, double consumed, double begin) {
    return (before, now) -> {
      double arrived = now.work() * now.shareWithin(begin, FOREVER);
      // A JVM that is busy collecting consumes less, too.
      double taken = consumed * now.work() / now.load() * now.shareWithin(begin, FOREVER);
      return Math.max(0, before + bytesPerSecond * (arrived - taken));
    };
  }
}
