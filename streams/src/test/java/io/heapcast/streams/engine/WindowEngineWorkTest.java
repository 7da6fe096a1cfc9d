package io.heapcast.streams.engine;

import static io.heapcast.streams.engine.Jvm.collection;
import static io.heapcast.streams.engine.Jvm.counters;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSource;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowEngineWorkTest extends EngineTest {

  @Test
  void workIsInterpolatedBetweenTwoReadingsOfTheCounters() {
    accept(
        jvm.observedUntil(14_000)
            .addAllocated(counters(0, 4_000, 4_000))
            .addAllocated(counters(4_000, 12_000, 80_000))
            .addGcCycles(collection(1, GcKind.FULL, 5_000))
            .addGcCycles(collection(2, GcKind.YOUNG, 2_000).setHeapAfterBytes(1)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollections(0).getWorkBytes()).isEqualTo(4_000 + 10_000);
    assertThat(window.getYoung().getLowestWorkBytes()).isEqualTo(2_000);
    assertThat(window.getWorkBytes()).isEqualTo(4_000 + 60_000);
    assertThat(window.getAllocatedBytes()).isEqualTo(4_000);
    assertThat(window.getAllocatedSource()).isEqualTo(AllocationSource.THREAD_COUNTERS);
  }

  @Test
  void workIsFlatAfterTheLastReadingOfTheFirstHalfOfTheGrace() {
    JvmWindow window =
        accept(
                jvm.observedUntil(30_000)
                    .addAllocated(counters(0, 4_000, 4_000))
                    .addAllocated(counters(4_000, 12_501, 8_501))
                    .addGcCycles(collection(1, GcKind.FULL, 9_000)))
            .get(0);
    assertThat(window.getCollections(0).getWorkBytes()).isEqualTo(4_000);
    assertThat(window.getWorkBytes()).isEqualTo(4_000);
  }

  @Test
  void withoutCountersWorkIsTheHeapsDifferencesBetweenCollections() {
    accept(
        jvm.observedUntil(9_000)
            .addGcCycles(collection(1, GcKind.YOUNG, 1_000, 100, 40))
            .addGcCycles(collection(2, GcKind.YOUNG, 3_000, 90, 50))
            .addGcCycles(collection(3, GcKind.FULL, 5_000, 150, 30)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollections(0).getWorkBytes()).isEqualTo(50 + 100);
    assertThat(window.getWorkBytes()).isEqualTo(150);
    assertThat(window.getAllocatedBytes()).isEqualTo(150);
    assertThat(window.getAllocatedSource()).isEqualTo(AllocationSource.HEAP_DIFFERENCES);
  }

  @Test
  void aMarkingCycleOfG1IsNoEndOfADifference() {
    accept(
        jvm.observedUntil(9_000)
            .setInfo(Jvm.info())
            .addGcCycles(collection(1, GcKind.YOUNG, 1_000, 100, 40))
            .addGcCycles(collection(2, GcKind.CONCURRENT, 2_000, 70, 70))
            .addGcCycles(collection(3, GcKind.YOUNG, 3_000, 90, 50)));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getWorkBytes()).isEqualTo(50);
  }

  @Test
  void theCyclesOfZgcAreTheEndsOfDifferences() {
    accept(
        jvm.observedUntil(9_000)
            .setInfo(Jvm.info().toBuilder().setCollector(Collector.Z))
            .addGcCycles(collection(1, GcKind.CONCURRENT, 1_000, 100, 40))
            .addGcCycles(collection(2, GcKind.CONCURRENT, 3_000, 90, 50)));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getWorkBytes()).isEqualTo(50);
  }

  @Test
  void aChangeOfSourceDoublesNothing() {
    accept(
        jvm.observedUntil(9_000)
            .addGcCycles(collection(1, GcKind.YOUNG, 1_000, 1_000, 0))
            .addGcCycles(collection(2, GcKind.YOUNG, 5_000, 4_000, 0))
            .addAllocated(counters(0, 8_000, 8_000))
            .addGcCycles(collection(3, GcKind.FULL, 9_000, 4_000, 0)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getWorkBytes()).isEqualTo(4_000 + 3_000);
    assertThat(window.getAllocatedSource()).isEqualTo(AllocationSource.HEAP_DIFFERENCES);
  }

  @Test
  void differencesTakeOverOnceTheCountersAreSilent() {
    accept(jvm.observedUntil(1_000).addAllocated(counters(0, 1_000, 1_000)));
    List<JvmWindow> windows = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      long ms = i * 10_000L;
      windows.addAll(
          accept(jvm.observedUntil(ms).addGcCycles(collection(i, GcKind.YOUNG, ms, 500, 0))));
    }
    windows.addAll(drain(85_000));
    assertThat(windows)
        .extracting(JvmWindow::getWorkBytes)
        .startsWith(1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_500L, 2_000L);
  }

  @Test
  void aReReadReadingCountsOnlyForTheTimeThatWasNotCovered() {
    accept(jvm.observedUntil(5_000).addAllocated(counters(0, 5_000, 5_000)));
    accept(jvm.newSession().observedUntil(9_000).addAllocated(counters(3_000, 9_000, 12_000)));
    assertThat(accept(jvm.observedUntil(15_000)).get(0).getWorkBytes()).isEqualTo(5_000 + 8_000);
  }

  @Test
  void estimatesFromSamplesAreNoWork() {
    AllocatedBytes estimate =
        counters(0, 5_000, 5_000).toBuilder().setSource(AllocationSource.SAMPLE_WEIGHTS).build();
    accept(jvm.observedUntil(5_000).addAllocated(estimate));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.hasAllocatedBytes()).isFalse();
    assertThat(window.getWorkBytes()).isZero();
  }
}
