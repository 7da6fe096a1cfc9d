package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ShapeComparisonTest {

  private static final int FLOORS = 32;
  private static final double LIMIT = 100;

  @Test
  void eachShapeIsKnownWhenItIsThere() {
    assertThat(compare(i -> 30).best()).isEqualTo(Shape.FLAT);
    assertThat(compare(i -> i < 16 ? 30 : 50).best()).isEqualTo(Shape.STEP);
    assertThat(compare(i -> 30 + i).best()).isEqualTo(Shape.LINEAR);
    assertThat(compare(i -> 20 + 40 * (1 - Math.exp(-i / 8.0))).best()).isEqualTo(Shape.SATURATING);
    assertThat(compare(i -> 20 + 0.06 * i * i).best()).isEqualTo(Shape.ACCELERATING);
  }

  @Test
  void floorsThatFollowTheAllocationRateAreLoad() {
    double[] x = new double[FLOORS];
    double[] rate = new double[FLOORS];
    double[] y = new double[FLOORS];
    Random random = new Random(7);
    for (int i = 0; i < FLOORS; i++) {
      x[i] = i;
      rate[i] = 10 + i + 6 * Math.sin(i);
      y[i] = 20 + 1.2 * rate[i] + 0.5 * random.nextGaussian();
    }
    assertThat(ShapeComparison.of(x, y, rate, 0, LIMIT).best()).isEqualTo(Shape.LOAD);
  }

  @Test
  void aBoundedRiseIsHarmfulOnlyIfItsBoundIsNearTheLimit() {
    assertThat(compare(i -> 20 + 40 * (1 - Math.exp(-i / 8.0))).harmful()).isLessThan(0.05);
    assertThat(compare(i -> 20 + 78 * (1 - Math.exp(-i / 8.0))).harmful()).isGreaterThan(0.95);
  }

  @Test
  void theAsymptoteOfABoundedRiseIsFound() {
    assertThat(compare(i -> 20 + 40 * (1 - Math.exp(-i / 6.4))).saturatingAsymptoteBytes())
        .isCloseTo(60, within(4.0));
  }

  @Test
  void weightsSumToOne() {
    ShapeComparison shapes = compare(i -> 30 + i);
    double sum = 0;
    for (Shape shape : Shape.values()) {
      sum += shapes.weight(shape);
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  private static ShapeComparison compare(IntToDoubleFunction live) {
    Random random = new Random(3);
    double[] x = new double[FLOORS];
    double[] y = new double[FLOORS];
    double[] rate = new double[FLOORS];
    for (int i = 0; i < FLOORS; i++) {
      x[i] = i;
      y[i] = live.applyAsDouble(i) + 0.5 * random.nextGaussian();
      rate[i] = 10 + random.nextDouble();
    }
    return ShapeComparison.of(x, y, rate, 0, LIMIT);
  }
}
