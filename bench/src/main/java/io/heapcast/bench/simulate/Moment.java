package io.heapcast.bench.simulate;

/**
 * One step of a simulated JVM's life.
 *
 * @param seconds since the JVM started, at the end of the step
 * @param length of the step, in seconds
 * @param load requests per second, as a multiple of the ordinary
 * @param work requests of this step, in seconds of ordinary load; less than load times length while
 *     the JVM is busy collecting
 */
record Moment(double seconds, double length, double load, double work) {

  /** The share of this step that lies in a span of time. */
  double shareWithin(double fromSeconds, double toSeconds) {
    double begin = seconds - length;
    double overlap = Math.min(seconds, toSeconds) - Math.max(begin, fromSeconds);
    return Math.max(0, overlap) / length;
  }
}
