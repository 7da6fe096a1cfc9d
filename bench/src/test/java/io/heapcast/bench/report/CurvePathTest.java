package io.heapcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CurvePathTest {

  private final CurvePath path = new CurvePath();

  @Test
  void stepsAreRelative() {
    path.add(0, 100);
    path.add(10, 90);
    path.add(20, 120);
    assertThat(path).hasToString("M0 100l10-10l10 30");
  }

  @Test
  void aColumnKeepsItsLeastItsLargestAndItsLast() {
    path.add(0, 100);
    for (int y : new int[] {100, 40, 900, 100}) {
      path.add(8, y);
    }
    path.add(20, 100);
    assertThat(path).hasToString("M0 100l8-60v860v-800h12");
  }

  @Test
  void aThousandPointsBecomeAFewHundredSteps() {
    for (int i = 0; i < 100_000; i++) {
      path.add(i / 100, 500 + i % 7);
    }
    assertThat(path.toString().length()).isLessThan(6000);
  }

  @Test
  void stepsInOneDirectionBecomeOne() {
    for (int i = 0; i <= 30; i++) {
      path.add(8L * i, 5 + 16L * Math.min(i, 10));
    }
    assertThat(path).hasToString("M0 5l80 160h160");
  }

  @Test
  void whatIsLiftedIsNotJoined() {
    path.add(0, 1);
    path.add(10, 1);
    path.lift();
    path.add(50, 7);
    path.add(60, 7);
    assertThat(path).hasToString("M0 1h10M50 7h10");
  }

  @Test
  void nothingIsAnEmptyPath() {
    path.lift();
    assertThat(path.toString()).isEmpty();
  }
}
