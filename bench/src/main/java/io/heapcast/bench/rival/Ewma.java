package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * Roberts' EWMA chart on post-GC heap use: E ← λ·z + (1 − λ)·E with z the standardised use, a
 * sample for every value after a collection; out of control while E lies above L·√(λ/(2 − λ)·(1 −
 * (1 − λ)²ⁱ)) after i samples. Settings of the NIST/SEMATECH e-Handbook (6.3.2.4): λ = 0.2, L = 3;
 * {@link ReferencePeriod} for mean and deviation. The upper limit only: less heap in use is no
 * leak.
 */
final class Ewma implements Contender {

  /** Weight of a new sample. */
  private static final double LAMBDA = 0.2;

  /** Width of the limits, standard deviations of E. */
  private static final double L = 3;

  @Override
  public String name() {
    return "EWMA";
  }

  @Override
  public String about() {
    return "EWMA chart on post-GC heap use, λ = 0.2, upper limit 3 σ, mean and σ of 25 samples after"
        + " the warm-up (first non-young collection or 30 min) (Roberts; NIST e-Handbook 6.3.2.4).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(new Chart(), Duration.ZERO);
  }

  private static final class Chart extends ControlChart {

    private double average;

    /** (1 − λ)²ⁱ, the share of the start-up that is left. */
    private double left = 1;

    @Override
    void add(double z) {
      average = LAMBDA * z + (1 - LAMBDA) * average;
      left *= (1 - LAMBDA) * (1 - LAMBDA);
    }

    @Override
    boolean isOutOfControl() {
      return average > L * Math.sqrt(LAMBDA / (2 - LAMBDA) * (1 - left)) && left < 1;
    }
  }
}
