package io.heapcast.bench.rival;

import java.util.Arrays;
import java.util.Optional;

/**
 * Mann–Kendall's test and Sen's slope on the last values of a series.
 *
 * <p>S counts the pairs that rise less those that fall; it is kept up to date value by value. Its
 * variance is n(n−1)(2n+5)/18, less the same term with 2t+5 for every group of t ties; z = (S ∓
 * 1)/√Var (Gilbert, Statistical Methods for Environmental Pollution Monitoring, 16.4; Sen's slope
 * and its interval 16.5).
 */
final class TrendTest {

  /**
   * Sen's slope with its interval, value per unit of time.
   *
   * @param low lower end
   * @param mid median of all pairs' slopes
   * @param high upper end
   */
  record Slope(double low, double mid, double high) {}

  private final Trail trail;
  private final double[] scratch;
  private int s;

  TrendTest(int capacity) {
    trail = new Trail(capacity);
    scratch = new double[capacity];
  }

  /** Adds a value; the oldest goes when there is no room. */
  void add(double value, long time) {
    if (trail.isFull()) {
      for (int i = 1; i < trail.size(); i++) {
        s -= Double.compare(trail.value(i), trail.value(0));
      }
    }
    for (int i = trail.isFull() ? 1 : 0; i < trail.size(); i++) {
      s += Double.compare(value, trail.value(i));
    }
    trail.add(value, time);
  }

  int size() {
    return trail.size();
  }

  double last() {
    return trail.value(trail.size() - 1);
  }

  /** How many standard deviations the trend lies above none; negative: it falls. */
  double z() {
    double sigma = Math.sqrt(variance());
    return s == 0 || sigma == 0 ? 0 : (s - Integer.signum(s)) / sigma;
  }

  /**
   * Sen's slope.
   *
   * @param z half the interval's width, in standard deviations of S
   * @return absent: all values bear the same time, or there are too few for that interval
   */
  Optional<Slope> slope(double z) {
    int n = trail.size();
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    for (int j = 1; j < n; j++) {
      for (int i = 0; i < j; i++) {
        long span = trail.time(j) - trail.time(i);
        if (span > 0) {
          slopes[count++] = (trail.value(j) - trail.value(i)) / span;
        }
      }
    }
    double half = z * Math.sqrt(variance());
    int low = (int) Math.round((count - half) / 2) - 1;
    int high = (int) Math.round((count + half) / 2);
    if (count == 0 || low < 0 || high >= count) {
      return Optional.empty();
    }
    Arrays.sort(slopes, 0, count);
    double mid = (slopes[(count - 1) / 2] + slopes[count / 2]) / 2;
    return Optional.of(new Slope(slopes[low], mid, slopes[high]));
  }

  private double variance() {
    int n = trail.size();
    for (int i = 0; i < n; i++) {
      scratch[i] = trail.value(i);
    }
    Arrays.sort(scratch, 0, n);
    double sum = term(n);
    int begin = 0;
    for (int i = 1; i <= n; i++) {
      if (i == n || scratch[i] != scratch[begin]) {
        sum -= term(i - begin);
        begin = i;
      }
    }
    return sum / 18;
  }

  private static double term(double n) {
    return n * (n - 1) * (2 * n + 5);
  }
}
