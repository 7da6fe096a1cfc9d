package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Rises before which little or nothing stood still, under scores that are given. */
class RisesFromStartTest {

  private static final double SUSPICIOUS = 0.6;
  private static final double CERTAIN = 0.96;

  /** 140 s at rest, then 18 % of the limit in 380 s. */
  private static double afterARest(double t) {
    return 40 + 0.062 * Math.max(0, t - 140);
  }

  @Test
  void whatStoodStillBeforeASuspicionIsNotForgottenAsTheRiseGoesOn() {
    assertThat(states(RisesFromStartTest::afterARest, 520, lateIsCertain(SUSPICIOUS)))
        .contains(VerdictState.LEAK_SUSPECTED, VerdictState.LEAK);
  }

  @Test
  void withoutASuspicionTheRestIsTooShort() {
    assertThat(states(RisesFromStartTest::afterARest, 520, lateIsCertain(0.1)))
        .doesNotContain(VerdictState.LEAK_SUSPECTED, VerdictState.LEAK);
  }

  /** Up to 86 % at a pace, then so slowly that only scales see it that were not read before. */
  @Test
  void whatAFinerScaleSawIsConcludedByACoarserOneOnceNearlyFull() {
    assertThat(states(RisesFromStartTest::bends, 620, certainWhileGrownBy(0.45, 0.705)))
        .contains(VerdictState.LEAK);
  }

  /** One reading, the last before nothing is forgotten any more. */
  @Test
  void onceIsNotEnough() {
    assertThat(states(RisesFromStartTest::bends, 620, certainWhileGrownBy(0.63, 0.66)))
        .doesNotContain(VerdictState.LEAK);
  }

  /** From 76 to 85 % of the limit it looks like no leak. */
  @Test
  void whatLooksOtherwiseFurtherOnIsForgotten() {
    assertThat(states(RisesFromStartTest::bends, 620, certainWhileGrownBy(0.45, 0.6)))
        .doesNotContain(VerdictState.LEAK);
  }

  private static Score certainWhileGrownBy(double least, double most) {
    return features -> {
      double growth = features[Feature.GROWTH.index()];
      return least < growth && growth < most && features[Feature.LEVEL.index()] < 0.86
          ? CERTAIN
          : 0.1;
    };
  }

  private static double bends(double t) {
    return t < 317 ? 20 + 0.35 * Math.max(0, t - 60) : 110 + 0.04 * (t - 317);
  }

  /** Certain once the rise is longer than two and a half times the rest before it. */
  private static Score lateIsCertain(double before) {
    return features -> features[Feature.STILL_BEFORE.index()] < 0.4 ? CERTAIN : before;
  }

  private static List<VerdictState> states(DoubleUnaryOperator live, double seconds, Score score) {
    List<VerdictState> states = new ArrayList<>();
    JvmDetector detector =
        new JvmDetector(
            DetectorState.getDefaultInstance(),
            new LeakModel(score, ForecastErrors.UNKNOWN),
            FeatureSink.NONE);
    for (JvmWindow window :
        Heap.of(Collector.SERIAL, 128, 1).cleaningEvery(6).noise(0.002).windows(seconds, live)) {
      detector.accept(window);
      detector.toState().getResourcesList().stream()
          .filter(state -> state.getResource() == Resource.HEAP)
          .forEach(state -> states.add(state.getState()));
    }
    return states;
  }
}
