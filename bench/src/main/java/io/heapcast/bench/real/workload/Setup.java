package io.heapcast.bench.real.workload;

import java.util.SplittableRandom;

/**
 * The run that a workload is made for.
 *
 * @param random for the workload's own use, from the run's seed
 * @param requestsPerSecond that the background will hand over, about
 * @param baseBytes kept by the background from the begin on
 */
record Setup(
    WorkloadOptions options, SplittableRandom random, double requestsPerSecond, double baseBytes) {

  /** Of the heap, what can be filled before collections give up. */
  private static final double USABLE = 0.94;

  /** Taken by the libraries and the JDK. */
  private static final double OWN_BYTES = 4 * 1024 * 1024.0;

  /** Heap that neither the background nor its requests in flight take. */
  double roomBytes() {
    double usable = options.heapBytes() * (USABLE - Background.IN_FLIGHT_SHARE);
    return usable - baseBytes - OWN_BYTES;
  }

  /** A leak of the whole room within the run, after a healthy phase. */
  Leak leakOfRoom(double entryBytes) {
    return leak(roomBytes(), entryBytes);
  }

  /** A leak that has grown by so many bytes at about the end of the run. */
  Leak leak(double bytes, double entryBytes) {
    double begin = options.seconds() * random.nextDouble(0.25, 0.36);
    return leakFrom(begin, bytes, entryBytes);
  }

  /** A leak from a time in seconds on. */
  Leak leakFrom(double begin, double bytes, double entryBytes) {
    double bytesPerSecond = bytes / (options.seconds() - begin);
    return new Leak(begin, bytesPerSecond / requestsPerSecond / entryBytes, random.split());
  }

  /** A moment of the run, between these shares of its length. */
  double moment(double fromShare, double toShare) {
    return options.seconds() * random.nextDouble(fromShare, toShare);
  }
}
