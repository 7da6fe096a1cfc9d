package io.heapcast.bench.rival;

/** The last values of a series with their times, in bounded space. */
final class Trail {

  private final double[] values;
  private final long[] times;
  private long added;

  Trail(int capacity) {
    values = new double[capacity];
    times = new long[capacity];
  }

  void add(double value, long time) {
    int i = slot(added++);
    values[i] = value;
    times[i] = time;
  }

  /** How many are kept. */
  int size() {
    return (int) Math.min(added, values.length);
  }

  boolean isFull() {
    return added >= values.length;
  }

  /** The i-th of those kept, oldest first. */
  double value(int i) {
    return values[slot(added - size() + i)];
  }

  /** Time of the i-th of those kept, in the unit it was added with. */
  long time(int i) {
    return times[slot(added - size() + i)];
  }

  private int slot(long number) {
    return (int) (number % values.length);
  }
}
