package io.heapcast.bench.simulate;

import java.util.function.DoubleUnaryOperator;

/** Requests per second over time, as a multiple of the ordinary; about 1 in the mean. */
final class Load {

  private static final double DAY_SECONDS = 86_400;
  private static final double PEAK_HOUR = 14;
  private static final double WEEKEND = 0.6;
  private static final double LEAST = 0.03;

  private final LoadShape shape;
  private final DoubleUnaryOperator trend;
  private final Dice dice;
  private double wander;
  private double burstUntil;
  private double burstHeight = 1;
  private double nextBurst;

  /**
   * @param trend factor over the seconds since the JVM's start
   */
  Load(LoadShape shape, DoubleUnaryOperator trend, Dice dice) {
    this.shape = shape;
    this.trend = trend;
    this.dice = dice;
    this.nextBurst = dice.exponential(2_400);
    this.wander = dice.gaussian();
  }

  /**
   * The load of the next step.
   *
   * @param clockSeconds since the epoch: day and night depend on it
   * @param seconds since the JVM's start
   */
  double next(double clockSeconds, double seconds, double length) {
    double noise = wander(length, shape == LoadShape.RESTLESS ? 1_500 : 120);
    double base =
        switch (shape) {
          case FLAT -> 1 + 0.05 * noise;
          case DIURNAL -> dayTime(clockSeconds) * (1 + 0.05 * noise);
          case BURSTY -> burst(seconds) * (0.85 + 0.05 * noise);
          case RESTLESS -> Math.max(0.3, Math.min(2.2, StrictMath.exp(0.45 * noise - 0.1)));
        };
    return Math.max(LEAST, base * trend.applyAsDouble(seconds));
  }

  /** Mean 0, deviation 1; forgets itself over the given seconds. */
  private double wander(double length, double memorySeconds) {
    double keep = StrictMath.exp(-length / memorySeconds);
    wander = wander * keep + dice.gaussian() * Math.sqrt(1 - keep * keep);
    return wander;
  }

  static double dayTime(double clockSeconds) {
    double days = clockSeconds / DAY_SECONDS;
    double hour = (days - Math.floor(days)) * 24;
    double sun = 0.5 + 0.5 * StrictMath.cos(2 * Math.PI * (hour - PEAK_HOUR) / 24);
    // Day 0 of the epoch was a Thursday.
    int weekday = (int) ((Math.floor(days) + 3) % 7);
    return (0.25 + 1.7 * sun * Math.sqrt(sun)) * (weekday >= 5 ? WEEKEND : 1);
  }

  private double burst(double seconds) {
    if (seconds >= nextBurst) {
      burstUntil = seconds + 30 + dice.exponential(150);
      burstHeight = dice.between(1.8, 4);
      nextBurst = burstUntil + dice.exponential(2_400);
    }
    return seconds < burstUntil ? burstHeight : 1;
  }
}
