package io.heapcast.bench.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class WeightedTest {

  @Test
  void aFamilyOfManyRunsWeighsAsMuchAsOneOfFew() {
    Weighted values = new Weighted();
    for (int run = 0; run < 98; run++) {
      values.add("many", 0);
    }
    values.add("few", 1);
    values.add("few", 1);

    assertThat(values.mean()).isCloseTo(0.5, within(1e-12));
    assertThat(values.quantile(0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(values.quantile(0.51)).isEqualTo(1);
    assertThat(values.quantile(0.1)).isZero();
    assertThat(values.count()).isEqualTo(100);
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMiddleOfTwo() {
    Weighted values = new Weighted();
    for (double value : new double[] {4, 1, 3, 2}) {
      values.add("one", value);
    }

    assertThat(values.quantile(0.5)).isEqualTo(2.5);
    assertThat(values.quantile(1)).isEqualTo(4);
  }

  @Test
  void noValuesGiveNoFigure() {
    assertThat(new Weighted().mean()).isNaN();
    assertThat(new Weighted().quantile(0.5)).isNaN();
  }
}
