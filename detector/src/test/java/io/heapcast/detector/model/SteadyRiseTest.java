package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Half a day of a heap of 1 GiB. */
class SteadyRiseTest {

  private static final double SECONDS = 43_200;

  @Test
  void aLineFromTheStartHasRisenAllTheTime() {
    ResourceVerdict heap = atEnd(seconds -> 100 + 300 * seconds / SECONDS);
    assertThat(heap.getSteadyRise()).isBetween(0.25, 0.32);
  }

  @Test
  void startUpIsNotPartOfIt() {
    ResourceVerdict heap = atEnd(seconds -> Math.min(150, 5 * seconds) + 300 * seconds / SECONDS);
    assertThat(heap.getSteadyRise()).isBetween(0.25, 0.32);
  }

  @Test
  void aCacheThatHasFilledHasNot() {
    assertThat(atEnd(s -> 100 + 300 * Math.min(1, 2.5 * s / SECONDS)).hasSteadyRise()).isFalse();
    assertThat(atEnd(s -> 100 + 300 * (1 - Math.exp(-4 * s / SECONDS))).hasSteadyRise()).isFalse();
  }

  @Test
  void norHasWhatIsFlatOrRoseAndFell() {
    assertThat(atEnd(s -> 300).hasSteadyRise()).isFalse();
    assertThat(atEnd(s -> 100 + 300 * Math.sin(Math.PI * s / SECONDS)).hasSteadyRise()).isFalse();
  }

  private static ResourceVerdict atEnd(DoubleUnaryOperator liveMib) {
    Heap heap = Heap.of(Collector.G1, 1024, 5).cleaningEvery(600);
    List<JvmWindow> windows = heap.windows(SECONDS, liveMib);
    JvmDetector detector = new JvmDetector();
    windows.forEach(detector::accept);
    JvmVerdict last = detector.accept(heap.end(SECONDS)).orElseThrow();
    return last.getResourcesList().stream()
        .filter(resource -> resource.getResource() == Resource.HEAP)
        .findFirst()
        .orElseThrow();
  }
}
