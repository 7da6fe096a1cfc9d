package io.heapcast.bench.rival;

/**
 * Least squares over the samples of a sliding span of time, as Prometheus' {@code predict_linear}
 * and {@code deriv}: O(1) per sample, sums taken anew once per round of the ring, so that they do
 * not drift.
 */
final class SlidingLine {

  private final double spanS;
  private final double[] seconds;
  private final double[] values;
  private int first;
  private int count;
  private int added;

  /** Times in the sums are relative to it, seconds. */
  private double originS;

  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;

  /**
   * An empty one.
   *
   * @param spanS length of the span, which is open at its older end, seconds
   * @param stepS least time between two samples, seconds
   */
  SlidingLine(double spanS, double stepS) {
    this.spanS = spanS;
    int capacity = (int) Math.ceil(spanS / stepS) + 1;
    seconds = new double[capacity];
    values = new double[capacity];
  }

  /** Adds a sample that is later than all before. */
  void add(double timeS, double value) {
    while (count > 0 && (seconds[first] <= timeS - spanS || count == seconds.length)) {
      remove();
    }
    if (count == 0 || added == seconds.length) {
      recount(count == 0 ? timeS : seconds[first]);
    }
    int i = (first + count++) % seconds.length;
    seconds[i] = timeS;
    values[i] = value;
    added++;
    account(i, 1);
  }

  /** The line's value so long after the last sample; NaN with less than two samples. */
  double predict(double horizonS) {
    double variance = count * sumXx - sumX * sumX;
    if (count < 2 || variance <= 0) {
      return Double.NaN;
    }
    double slope = (count * sumXy - sumX * sumY) / variance;
    double intercept = (sumY - slope * sumX) / count;
    double lastS = seconds[(first + count - 1) % seconds.length];
    return intercept + slope * (lastS + horizonS - originS);
  }

  private void remove() {
    account(first, -1);
    first = (first + 1) % seconds.length;
    count--;
  }

  private void recount(double newOriginS) {
    originS = newOriginS;
    sumX = 0;
    sumY = 0;
    sumXx = 0;
    sumXy = 0;
    added = 0;
    for (int i = 0; i < count; i++) {
      account((first + i) % seconds.length, 1);
    }
  }

  private void account(int i, int sign) {
    double x = seconds[i] - originS;
    sumX += sign * x;
    sumY += sign * values[i];
    sumXx += sign * x * x;
    sumXy += sign * x * values[i];
  }
}
