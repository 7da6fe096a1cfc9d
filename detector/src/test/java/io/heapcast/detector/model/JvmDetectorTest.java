package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.detector.v1.ResourceState;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmDetectorTest {

  /** Flat at 25 MiB for 60 s, then 0.7 MiB/s: meets 128 MiB after 207 s. */
  private static double leak(double seconds) {
    return 25 + 0.7 * Math.max(0, seconds - 60);
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void aLeakIsConcludedBeforeItsEnd(Collector collector) {
    int found = 0;
    for (int seed = 0; seed < 20; seed++) {
      ResourceVerdict last =
          last(
              verdicts(
                  Heap.of(collector, 128, seed)
                      .cleaningEvery(6)
                      .windows(200, JvmDetectorTest::leak)));
      if (last.hasAlertTimeMs()) {
        found++;
        double alertSeconds = (last.getAlertTimeMs() - Heap.START_MS) / 1000.0;
        assertThat(alertSeconds).as("seed %d", seed).isBetween(70.0, 190.0);
      }
    }
    assertThat(found).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"7200, 20000", "86400, 20000"})
  void timeScalesDoNotMatter(double seconds, double seed) {
    double stretch = seconds / 200;
    DoubleUnaryOperator slow = t -> leak(t / stretch);
    ResourceVerdict last =
        last(
            verdicts(
                Heap.of(Collector.PARALLEL, 128, (long) seed)
                    .cleaningEvery(6 * stretch)
                    .windows(seconds, slow)));
    assertThat(last.hasAlertTimeMs()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void theForecastHoldsTheTrueEnd(long seed) {
    List<ResourceVerdict> leaks =
        verdicts(
                Heap.of(Collector.PARALLEL, 128, seed)
                    .cleaningEvery(6)
                    .windows(190, JvmDetectorTest::leak))
            .stream()
            .map(JvmDetectorTest::heap)
            .filter(verdict -> verdict.getState() == VerdictState.LEAK)
            .toList();
    assertThat(leaks).isNotEmpty();
    ResourceVerdict first = leaks.get(0);
    double asOf = (first.getAlertTimeMs() - Heap.START_MS) / 1000.0;
    double end = 60 + (0.82 * 128 - 25) / 0.7; // Parallel keeps its eden
    assertThat(asOf + first.getExhaustionP50S()).isCloseTo(end, within(0.25 * (end - asOf)));
    assertThat(first.getInflectionMs()).isBetween(Heap.START_MS + 40_000, Heap.START_MS + 85_000);
  }

  /** Nothing stood still before it, and near the limit the service slows down and so does it. */
  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL"})
  void aLeakFromTheStartIsConcludedOnceNearlyFull(Collector collector) {
    double bendsAt = 0.86 * 128;
    DoubleUnaryOperator bends =
        t -> 30 + 0.4 * t < bendsAt ? 30 + 0.4 * t : bendsAt + 0.5 * (30 + 0.4 * t - bendsAt);
    DoubleUnaryOperator stops = t -> Math.min(30 + 0.4 * t, 0.82 * 128);
    int found = 0;
    int rung = 0;
    for (int seed = 0; seed < 20; seed++) {
      found += isAlerted(collector, seed, bends) ? 1 : 0;
      rung += isAlerted(collector, seed, stops) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(14);
    assertThat(rung).as("of caches that fill to 82 %").isLessThan(3);
  }

  private static boolean isAlerted(Collector collector, int seed, DoubleUnaryOperator live) {
    return last(verdicts(Heap.of(collector, 128, seed).cleaningEvery(6).windows(270, live)))
        .hasAlertTimeMs();
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void aCacheFillingToItsBoundDoesNotRing(Collector collector) {
    assertSilent(collector, t -> 15 + 60 * (1 - Math.exp(-t / 40)));
    assertSilent(collector, t -> 15 + 60 * Math.min(1, t / 90));
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void sessionsUnderRisingThenSteadyLoadDoNotRing(Collector collector) {
    assertSilent(collector, t -> 20 + 15 * (1 + 2 * Math.min(1, t / 90)) + 3 * Math.sin(t / 7));
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void batchesThatComeBackDoNotRing(Collector collector) {
    assertSilent(collector, t -> 18 + (t % 35 < 15 ? 60 * (t % 35) / 15 : 0));
  }

  @Test
  void aFlatLiveSetIsHealthy() {
    ResourceVerdict last =
        last(verdicts(Heap.of(Collector.PARALLEL, 128, 1).windows(400, t -> 40)));
    assertThat(last.getState()).isEqualTo(VerdictState.HEALTHY);
  }

  @Test
  void aFlatLiveSetNearItsLimitIsALimitTooSmall() {
    ResourceVerdict last =
        last(verdicts(Heap.of(Collector.PARALLEL, 128, 1).windows(400, t -> 115)));
    assertThat(last.getState()).isEqualTo(VerdictState.LIMIT_TOO_SMALL);
  }

  @Test
  void youngCollectionsAloneRaiseAtLeastASuspicion() {
    for (int seed = 0; seed < 10; seed++) {
      List<JvmVerdict> verdicts =
          verdicts(
              Heap.of(Collector.PARALLEL, 128, seed)
                  .cleaningEvery(Double.POSITIVE_INFINITY)
                  .windows(200, JvmDetectorTest::leak));
      assertThat(verdicts)
          .as("seed %d", seed)
          .extracting(verdict -> heap(verdict).getState())
          .containsAnyOf(VerdictState.LEAK_SUSPECTED, VerdictState.LEAK);
    }
  }

  @Test
  void aLeakThatFallsBackIsWithdrawn() {
    DoubleUnaryOperator live = t -> t < 170 ? leak(t) : 25;
    ResourceVerdict last =
        last(verdicts(Heap.of(Collector.PARALLEL, 128, 3).cleaningEvery(6).windows(260, live)));
    assertThat(last.hasAlertTimeMs()).isTrue();
    assertThat(last.hasResolvedMs()).isTrue();
    assertThat(last.getState()).isNotEqualTo(VerdictState.LEAK);
  }

  @Test
  void aWithdrawnLeakDoesNotFlap() {
    DoubleUnaryOperator live = t -> t < 170 ? leak(t) : 25;
    List<ResourceVerdict> verdicts =
        verdicts(Heap.of(Collector.G1, 128, 3).cleaningEvery(6).windows(400, live)).stream()
            .map(JvmDetectorTest::heap)
            .toList();
    int changes = 0;
    for (int i = 1; i < verdicts.size(); i++) {
      boolean before = verdicts.get(i - 1).getState() == VerdictState.LEAK;
      changes += before != (verdicts.get(i).getState() == VerdictState.LEAK) ? 1 : 0;
    }
    assertThat(changes).as("into the leak and out of it").isEqualTo(2);
    int withdrawn =
        verdicts.stream().map(ResourceVerdict::getState).toList().lastIndexOf(VerdictState.LEAK);
    assertThat(verdicts.subList(withdrawn + 1, verdicts.size()))
        .as("nor is it suspected again by what was read before")
        .noneMatch(verdict -> verdict.getState() == VerdictState.LEAK_SUSPECTED);
  }

  @Test
  void whenALeakIsWithdrawnNoScaleRepeatsIt() {
    DoubleUnaryOperator live = t -> t < 170 ? leak(t) : 25;
    JvmDetector detector = new JvmDetector();
    List<Float> held = List.of();
    VerdictState before = VerdictState.UNKNOWN;
    for (JvmWindow window : Heap.of(Collector.G1, 128, 3).cleaningEvery(6).windows(400, live)) {
      detector.accept(window);
      ResourceState heap = heapState(detector);
      if (before == VerdictState.LEAK && heap.getState() != VerdictState.LEAK) {
        held = heap.getProbabilitiesList();
      }
      before = heap.getState();
    }
    assertThat(held).as("of each scale, at the withdrawal").isNotEmpty().containsOnly(0f);
  }

  private static ResourceState heapState(JvmDetector detector) {
    return detector.toState().getResourcesList().stream()
        .filter(resource -> resource.getResource() == Resource.HEAP)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void restoringTheStateBetweenAnyTwoWindowsChangesNothing() {
    List<JvmWindow> windows =
        Heap.of(Collector.G1, 128, 5).cleaningEvery(6).windows(200, JvmDetectorTest::leak);
    JvmDetector straight = new JvmDetector();
    JvmDetector restored = new JvmDetector();
    for (JvmWindow window : windows) {
      restored = new JvmDetector(restored.toState());
      assertThat(restored.accept(window)).isEqualTo(straight.accept(window));
      assertThat(restored.toState()).isEqualTo(straight.toState());
    }
  }

  @Test
  void aRepeatedWindowChangesNothing() {
    List<JvmWindow> windows =
        Heap.of(Collector.PARALLEL, 128, 5).cleaningEvery(6).windows(200, JvmDetectorTest::leak);
    JvmDetector detector = new JvmDetector();
    windows.forEach(detector::accept);
    var before = detector.toState();
    windows.forEach(window -> assertThat(detector.accept(window)).isEmpty());
    assertThat(detector.toState()).isEqualTo(before);
  }

  @Test
  void theEndIsAlwaysSaid() {
    Heap heap = Heap.of(Collector.PARALLEL, 128, 5);
    JvmDetector detector = new JvmDetector();
    heap.windows(30, t -> 40).forEach(detector::accept);
    assertThat(detector.accept(heap.end(30)))
        .hasValueSatisfying(verdict -> assertThat(verdict.hasEnded()).isTrue());
  }

  @Test
  void stateStaysSmall() {
    JvmDetector detector = new JvmDetector();
    Heap.of(Collector.PARALLEL, 128, 5)
        .cleaningEvery(3)
        .windows(20_000, t -> 40 + 0.004 * t)
        .forEach(detector::accept);
    assertThat(detector.toState().getSerializedSize()).isLessThan(16 * 1024);
  }

  private static void assertSilent(Collector collector, DoubleUnaryOperator live) {
    for (int seed = 0; seed < 30; seed++) {
      List<JvmVerdict> verdicts =
          verdicts(Heap.of(collector, 128, seed).cleaningEvery(6).windows(400, live));
      assertThat(verdicts)
          .as("seed %d", seed)
          .noneMatch(verdict -> heap(verdict).getState() == VerdictState.LEAK);
    }
  }

  private static List<JvmVerdict> verdicts(List<JvmWindow> windows) {
    JvmDetector detector = new JvmDetector();
    List<JvmVerdict> verdicts = new ArrayList<>();
    windows.forEach(window -> detector.accept(window).ifPresent(verdicts::add));
    return verdicts;
  }

  private static ResourceVerdict last(List<JvmVerdict> verdicts) {
    return heap(verdicts.get(verdicts.size() - 1));
  }

  private static ResourceVerdict heap(JvmVerdict verdict) {
    return verdict.getResources(0);
  }
}
