package io.heapcast.bench.real.workload;

import java.util.SplittableRandom;

/** Nothing but the background, under the load of the family. */
final class Healthy implements Workload {

  private final double[] burstSeconds;
  private final double factor;

  private Healthy(double[] burstSeconds, double factor) {
    this.burstSeconds = burstSeconds;
    this.factor = factor;
  }

  static Workload steady(Setup setup) {
    return new Healthy(new double[0], 1);
  }

  /** A few times the load for some seconds, a handful of times. */
  static Workload bursts(Setup setup) {
    SplittableRandom random = setup.random().split();
    return new Healthy(
        random.doubles(random.nextInt(4, 9), 5, setup.options().seconds()).toArray(),
        random.nextDouble(2, 3));
  }

  @Override
  public double load(double seconds) {
    for (double burst : burstSeconds) {
      if (seconds >= burst && seconds < burst + 6) {
        return factor;
      }
    }
    return 1;
  }
}
