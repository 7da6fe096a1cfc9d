package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * Page's one-sided CUSUM chart on post-GC heap use: S ← max(0, S + z − k) with z the standardised
 * use, a sample for every value after a collection; out of control while S > h. Tabular form and
 * settings of Montgomery (Introduction to Statistical Quality Control, 9.1) and of the
 * NIST/SEMATECH e-Handbook (6.3.2.3): k = 0.5, h = 5, both in standard deviations; {@link
 * ReferencePeriod} for mean and deviation.
 */
final class Cusum implements Contender {

  /** Reference value: half of the shift to be found, one standard deviation. */
  private static final double K = 0.5;

  /** Decision interval, standard deviations. */
  private static final double H = 5;

  @Override
  public String name() {
    return "CUSUM";
  }

  @Override
  public String about() {
    return "One-sided CUSUM on post-GC heap use, k = 0.5 σ, h = 5 σ, mean and σ of 25 samples after"
        + " the warm-up (first non-young collection or 30 min) (Montgomery; NIST e-Handbook"
        + " 6.3.2.3).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(new Chart(), Duration.ZERO);
  }

  private static final class Chart extends ControlChart {

    private double sum;

    @Override
    void add(double z) {
      sum = Math.max(0, sum + z - K);
    }

    @Override
    boolean isOutOfControl() {
      return sum > H;
    }
  }
}
