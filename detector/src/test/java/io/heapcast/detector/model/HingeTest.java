package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HingeTest {

  private static final int KNOTS = 40;

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 20, 30, 36})
  void theKinkOfANoiselessHingeIsFound(int kink) {
    Hinge hinge = Hinge.fit(x(), hinge(kink, 0.1, 1), 0);
    assertThat(hinge.index()).isEqualTo(kink);
    assertThat(hinge.before()).isCloseTo(0.1, within(1e-6));
    assertThat(hinge.after()).isCloseTo(1.1, within(1e-6));
    assertThat(hinge.levelAtKink()).isCloseTo(0.2 + 0.1 * x()[kink], within(1e-6));
    assertThat(hinge.squares()).isCloseTo(0, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void theKinkOfANoisyHingeIsFoundNearby(long seed) {
    Hinge hinge = Hinge.fit(x(), noisy(hinge(16, 0, 1), 0.02, seed), 0);
    assertThat(hinge.index()).isBetween(12, 20);
    assertThat(hinge.after()).isCloseTo(1, within(0.2));
    assertThat(hinge.low()).isLessThanOrEqualTo(hinge.index());
    assertThat(hinge.high()).isGreaterThanOrEqualTo(hinge.index());
  }

  @Test
  void theIntervalHoldsTheKinkFourTimesInFive() {
    int held = 0;
    for (int seed = 0; seed < 200; seed++) {
      Hinge hinge = Hinge.fit(x(), noisy(hinge(16, 0, 1), 0.03, seed), 0);
      held += hinge.low() <= 16 && 16 <= hinge.high() ? 1 : 0;
    }
    assertThat(held).isGreaterThanOrEqualTo(150);
  }

  @Test
  void moreNoiseLeavesTheKinkLessCertain() {
    Hinge quiet = Hinge.fit(x(), noisy(hinge(16, 0, 1), 0.005, 1), 0);
    Hinge loud = Hinge.fit(x(), noisy(hinge(16, 0, 1), 0.06, 1), 0);
    assertThat(loud.high() - loud.low()).isGreaterThan(quiet.high() - quiet.low());
  }

  @Test
  void noiseThatIsNotTakenSeriousWidensTheInterval() {
    double[] y = hinge(16, 0, 0.05);
    Hinge exact = Hinge.fit(x(), y, 0);
    Hinge tolerant = Hinge.fit(x(), y, 0.0025 * 0.0025);
    assertThat(exact.high() - exact.low()).isZero();
    assertThat(tolerant.high() - tolerant.low()).isPositive();
  }

  @Test
  void aBendDownIsNoKink() {
    double[] y = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      y[i] = 0.2 + Math.min(x()[i], 0.5);
    }
    Hinge hinge = Hinge.fit(x(), y, 0.0025 * 0.0025);
    assertThat(hinge.after()).isLessThan(0.8);
  }

  @Test
  void enoughKnotsAreLeftAfterTheKink() {
    Hinge hinge = Hinge.fit(x(), hinge(39, 0, 50), 0);
    assertThat(KNOTS - hinge.index()).isGreaterThanOrEqualTo(Hinge.LEAST_AFTER);
    assertThat(KNOTS - hinge.high()).isGreaterThanOrEqualTo(Hinge.LEAST_AFTER);
  }

  @Test
  void knotsThatAreAllAlikeHaveNoSlope() {
    Hinge hinge = Hinge.fit(x(), new double[KNOTS], 0.0025 * 0.0025);
    assertThat(hinge.before()).isZero();
    assertThat(hinge.after()).isZero();
    assertThat(hinge.levelAtKink()).isZero();
  }

  @Test
  void knotsAtOneMomentHaveNoSlope() {
    Hinge hinge = Hinge.fit(new double[6], new double[] {1, 2, 3, 4, 5, 6}, 0);
    assertThat(hinge.before()).isZero();
    assertThat(hinge.after()).isZero();
    assertThat(hinge.levelAtKink()).isCloseTo(3.5, within(1e-9));
  }

  private static double[] x() {
    double[] x = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      x[i] = i / (KNOTS - 1.0);
    }
    return x;
  }

  private static double[] hinge(int kink, double before, double more) {
    double[] x = x();
    double[] y = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      y[i] = 0.2 + before * x[i] + more * Math.max(0, x[i] - x[kink]);
    }
    return y;
  }

  private static double[] noisy(double[] y, double deviation, long seed) {
    Random random = new Random(seed);
    double[] noisy = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      noisy[i] = y[i] + deviation * random.nextGaussian();
    }
    return noisy;
  }
}
