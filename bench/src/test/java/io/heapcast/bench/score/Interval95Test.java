package io.heapcast.bench.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class Interval95Test {

  @Test
  void wilsonAgreesWithPublishedValues() {
    // Newcombe (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20.
    assertInterval(Interval95.wilson(81, 263), 0.3080, 0.2553, 0.3662);
    assertInterval(Interval95.wilson(15, 148), 0.1014, 0.0624, 0.1605);
    assertInterval(Interval95.wilson(0, 20), 0, 0, 0.1611);
  }

  @Test
  void poissonComesCloseToTheExactInterval() {
    // Exact (Garwood): 10 events 4.795 to 18.39; none 0 to 3.689.
    Interval95 ten = Interval95.poisson(10, 2);
    assertThat(ten.value()).isEqualTo(5);
    assertThat(ten.low()).isCloseTo(4.795 / 2, within(0.02));
    assertThat(ten.high()).isCloseTo(18.39 / 2, within(0.02));
    assertThat(Interval95.poisson(0, 1).low()).isZero();
    assertThat(Interval95.poisson(0, 1).high()).isCloseTo(3.689, within(0.06));
  }

  @Test
  void nothingObservedHasNoFigure() {
    assertThat(Interval95.wilson(0, 0).isPresent()).isFalse();
    assertThat(Interval95.poisson(0, 0).isPresent()).isFalse();
  }

  private static void assertInterval(Interval95 found, double value, double low, double high) {
    assertThat(found.value()).isCloseTo(value, within(5e-5));
    assertThat(found.low()).isCloseTo(low, within(5e-5));
    assertThat(found.high()).isCloseTo(high, within(5e-5));
  }
}
