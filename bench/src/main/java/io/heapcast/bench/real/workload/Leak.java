package io.heapcast.bench.real.workload;

import java.util.SplittableRandom;

/** When something is leaked, and how much. Tells the begin when it comes. */
final class Leak {

  private final double beginSeconds;
  private final double entriesPerRequest;
  private final SplittableRandom random;
  private boolean begun;

  /**
   * A leak per request.
   *
   * @param entriesPerRequest in the mean; 0 or more
   */
  Leak(double beginSeconds, double entriesPerRequest, SplittableRandom random) {
    this.beginSeconds = beginSeconds;
    this.entriesPerRequest = entriesPerRequest;
    this.random = random;
  }

  /** How many entries this request leaks; mostly 0 or 1. */
  int entries(double seconds) {
    return entries(seconds, 1);
  }

  /**
   * How many entries this request leaks.
   *
   * @param factor on the mean, for leaks that change their speed
   */
  int entries(double seconds, double factor) {
    if (seconds < beginSeconds) {
      return 0;
    }
    double mean = entriesPerRequest * factor;
    int entries = (int) mean + (random.nextDouble() < mean - (int) mean ? 1 : 0);
    if (entries > 0) {
      begin();
    }
    return entries;
  }

  /** Whether the time has come. */
  boolean due(double seconds) {
    return seconds >= beginSeconds;
  }

  double beginSeconds() {
    return beginSeconds;
  }

  /** The next allocation is the first one that leaks, or one after it. */
  void begin() {
    if (!begun) {
      begun = true;
      Announcements.say(Announcements.LEAK_BEGIN);
    }
  }
}
