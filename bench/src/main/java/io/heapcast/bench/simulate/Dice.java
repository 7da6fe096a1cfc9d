package io.heapcast.bench.simulate;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The random numbers of one part of one case: the same on every JDK and machine, whatever other
 * cases do.
 */
final class Dice {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SplittableRandom random;

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** The dice that belong to a name, such as the id of a case. */
  static Dice of(long seed, String name) {
    long hash = FNV_OFFSET ^ seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return new Dice(new SplittableRandom(hash ^ Long.rotateLeft(seed, 32)));
  }

  /** Others that do not depend on how often these are thrown afterwards. */
  Dice split() {
    return new Dice(random.split());
  }

  long bits() {
    return random.nextLong();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Even in the logarithm. */
  double logBetween(double low, double high) {
    return low * StrictMath.pow(high / low, random.nextDouble());
  }

  /** Mean 0, deviation 1, never beyond 6: the sum of twelve even ones. */
  double gaussian() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** A factor around 1. */
  double jitter(double deviation) {
    return StrictMath.exp(deviation * gaussian());
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** 0 to n−1 in random order. */
  int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
