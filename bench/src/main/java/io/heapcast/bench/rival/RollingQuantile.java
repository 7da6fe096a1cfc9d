package io.heapcast.bench.rival;

import java.util.Arrays;

/** Quantiles of the last values of a series, kept sorted. */
final class RollingQuantile {

  private final Trail trail;
  private final double[] sorted;
  private int size;

  RollingQuantile(int capacity) {
    trail = new Trail(capacity);
    sorted = new double[capacity];
  }

  /** Adds a value; the oldest goes when there is no room. */
  void add(double value) {
    if (trail.isFull()) {
      int old = Arrays.binarySearch(sorted, 0, size, trail.value(0));
      System.arraycopy(sorted, old + 1, sorted, old, --size - old);
    }
    trail.add(value, 0);
    int at = Arrays.binarySearch(sorted, 0, size, value);
    int i = at < 0 ? -at - 1 : at;
    System.arraycopy(sorted, i, sorted, i + 1, size++ - i);
    sorted[i] = value;
  }

  /** The q-quantile, between the two nearest values in proportion; NaN where there is none. */
  double quantile(double q) {
    if (size == 0) {
      return Double.NaN;
    }
    double rank = q * (size - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, size - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
