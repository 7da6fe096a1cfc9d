package io.heapcast.cli.demo.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Keys 0 to n − 1 where key k is asked for in proportion to (k + 1)^−s: few often, most rarely. */
final class ZipfKeys {

  private final double[] cumulative;
  private final SplittableRandom random;

  /**
   * Of so many keys.
   *
   * @param exponent s; 0 is uniform, about 1 is what web requests show
   */
  ZipfKeys(int keys, double exponent, long seed) {
    random = new SplittableRandom(seed);
    cumulative = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += StrictMath.pow(i + 1.0, -exponent);
      cumulative[i] = sum;
    }
  }

  int next() {
    double point = random.nextDouble(cumulative[cumulative.length - 1]);
    int index = Arrays.binarySearch(cumulative, point);
    return index >= 0 ? index : -index - 1;
  }
}
