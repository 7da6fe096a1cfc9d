package io.heapcast.bench.score;

import java.util.Arrays;

/**
 * How well probabilities fit what happened, by bins of a tenth. Every run has a mass of 1, spread
 * over the time in which the contender told a probability.
 */
public final class Calibration {

  static final int BINS = 10;

  private final double[] mass = new double[BINS];
  private final double[] told = new double[BINS];
  private final double[] happened = new double[BINS];
  private double squares;
  private double total;

  /**
   * Counts a stretch of time.
   *
   * @param weight of the stretch, such as its milliseconds; at least 0
   * @param probability 0 to 1
   * @param leaking whether a leak was under way
   */
  void add(long weight, double probability, boolean leaking) {
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    double truth = leaking ? 1 : 0;
    mass[bin] += weight;
    told[bin] += weight * probability;
    happened[bin] += weight * truth;
    squares += weight * (probability - truth) * (probability - truth);
    total += weight;
  }

  /** Adds another one, scaled to a mass; nothing when the other has none. */
  void addScaled(Calibration other, double toMass) {
    if (other.total > 0) {
      double scale = toMass / other.total;
      for (int bin = 0; bin < BINS; bin++) {
        mass[bin] += scale * other.mass[bin];
        told[bin] += scale * other.told[bin];
        happened[bin] += scale * other.happened[bin];
      }
      squares += scale * other.squares;
      total += toMass;
    }
  }

  /** Whether no probability was told. */
  boolean isEmpty() {
    return total == 0;
  }

  /** Mean square of probability minus truth (Brier 1950): 0 is best, 0.25 is a coin. */
  double brier() {
    return squares / total;
  }

  /** Expected calibration error: mean distance, over bins, of what was told and what happened. */
  double expectedError() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(told[bin] - happened[bin]);
    }
    return sum / total;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Calibration that
        && Arrays.equals(mass, that.mass)
        && Arrays.equals(told, that.told)
        && Arrays.equals(happened, that.happened)
        && squares == that.squares;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(told);
  }
}
