package io.heapcast.cli.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LoadTest {

  @Test
  void risesStraightBetweenStartAndEndAndIsLevelElsewhere() {
    Load load = Load.rising(100, 300, 20, 60);

    assertThat(DoubleStream.of(0, 20, 40, 60, 500).map(load::at).toArray())
        .containsExactly(100, 100, 200, 300, 300);
  }

  @Test
  void ripplesStayWithinTheirShareAndAverageOut() {
    Load load = Load.steady(100).restless(0.2, 7);

    double[] rates = DoubleStream.iterate(0, t -> t + 0.1).limit(10_000).map(load::at).toArray();

    assertThat(DoubleStream.of(rates).boxed()).allMatch(rate -> rate >= 80 && rate <= 120);
    assertThat(DoubleStream.of(rates).average().orElseThrow()).isCloseTo(100, within(1.0));
    assertThat(DoubleStream.of(rates).max().orElseThrow()).isGreaterThan(110);
  }

  @Test
  void theSameSeedGivesTheSameRipples() {
    Load one = Load.steady(100).restless(0.2, 7);

    assertThat(Load.steady(100).restless(0.2, 7).at(12.3)).isEqualTo(one.at(12.3));
    assertThat(Load.steady(100).restless(0.2, 8).at(12.3)).isNotEqualTo(one.at(12.3));
  }
}
