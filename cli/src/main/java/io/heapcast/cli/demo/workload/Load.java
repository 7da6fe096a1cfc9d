package io.heapcast.cli.demo.workload;

import java.util.SplittableRandom;

/** How many requests arrive per second, as a function of time alone. */
@FunctionalInterface
interface Load {

  /** Requests per second at a time in seconds since the service started. */
  double at(double seconds);

  static Load steady(double requestsPerSecond) {
    return seconds -> requestsPerSecond;
  }

  /** Straight from one rate to another between start and end, level before and after. */
  static Load rising(double from, double to, double startSeconds, double endSeconds) {
    return seconds -> {
      double share = (seconds - startSeconds) / (endSeconds - startSeconds);
      return from + (to - from) * Math.max(0, Math.min(1, share));
    };
  }

  /**
   * This load with ripples of a few to some twenty seconds, as real traffic has.
   *
   * @param share of the load by which it swings at most, 0 to 1
   */
  default Load restless(double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] periodSeconds = {3.1, 7.3, 19.7};
    double[] phase = random.doubles(periodSeconds.length, 0, 2 * Math.PI).toArray();
    return seconds -> {
      double swing = 0;
      for (int i = 0; i < phase.length; i++) {
        swing += Math.sin(2 * Math.PI * seconds / periodSeconds[i] + phase[i]);
      }
      return at(seconds) * (1 + share * swing / phase.length);
    };
  }
}
