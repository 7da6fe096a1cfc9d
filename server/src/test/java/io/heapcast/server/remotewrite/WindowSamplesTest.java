package io.heapcast.server.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowSamplesTest {

  private static final JvmWindow SPARSE = Windows.window(Windows.FIRST_END_MS, 0).build();

  /** Every value that a window can hold. */
  private static JvmWindow full() {
    JvmWindow.Builder full =
        SPARSE.toBuilder()
            .setHeapUsedBytes(1)
            .setHeapCommittedBytes(2)
            .setHeapMaxBytes(3)
            .setMetaspaceUsedBytes(4)
            .setMetaspaceCommittedBytes(5)
            .setMetaspaceLimitBytes(6)
            .setDirectUsedBytes(7)
            .setThreads(11)
            .setClassesLoaded(8)
            .setClassesUnloaded(1)
            .setResidentBytes(9)
            .setAllocatedBytes(10)
            .clearGcTotals();
    for (GcKind kind : GcKind.values()) {
      if (kind != GcKind.UNRECOGNIZED) {
        full.addGcTotals(GcTotals.newBuilder().setKind(kind).setCount(1));
      }
    }
    return full.build();
  }

  private static List<String> names(JvmWindow window) {
    return WindowSamples.of(window).stream().map(s -> s.labels().get("__name__")).toList();
  }

  @Test
  void whatAWindowDoesNotTellGivesNoSample() {
    assertThat(names(SPARSE))
        .containsExactly(
            "jvm_memory_used_after_last_gc_bytes",
            "jvm_thread_count",
            "heapcast_window_gc_collections",
            "heapcast_window_gc_pause_seconds",
            "heapcast_window_gaps");
  }

  @Test
  void samplesStandAtTheEndOfTheWindowUnderTheInstanceWithoutItsStart() {
    Sample threads = WindowSamples.of(SPARSE).get(1);
    assertThat(threads.timeMs()).isEqualTo(Windows.FIRST_END_MS);
    assertThat(threads.value()).isEqualTo(100);
    assertThat(threads.labels().toString())
        .isEqualTo(
            "{__name__=jvm_thread_count, job=heapcast-windows, service_instance_id=web-1/4711,"
                + " service_name=checkout}");
  }

  @Test
  void aFullWindowHasAtMostFortySeriesAndEveryMetric() {
    assertThat(WindowSamples.of(full()).stream().map(Sample::labels).distinct().count())
        .isLessThanOrEqualTo(40)
        .isEqualTo(WindowSamples.of(full()).size());
    assertThat(names(full()))
        .containsAll(Arrays.stream(WindowMetric.values()).map(WindowMetric::exposedName).toList());
  }

  @Test
  void theSeriesOfAnEndedJvmEndAlsoThoseThatItsLastWindowDoesNotTell() {
    List<Sample> samples =
        WindowSamples.of(SPARSE.toBuilder().setEnded(JvmEnded.getDefaultInstance()).build());
    List<Sample> marks =
        samples.stream()
            .filter(s -> Double.doubleToRawLongBits(s.value()) == 0x7ff0_0000_0000_0002L)
            .toList();
    assertThat(samples).hasSize(WindowSamples.of(SPARSE).size() + marks.size());
    assertThat(marks)
        .extracting(Sample::labels)
        .containsExactlyInAnyOrderElementsOf(
            WindowSamples.of(full()).stream().map(Sample::labels).toList());
    assertThat(marks).allMatch(mark -> mark.timeMs() == Windows.FIRST_END_MS + 1);
  }

  @Test
  void theClusterIsALabelAsOnEveryOtherSeries() {
    JvmWindow.Builder window = SPARSE.toBuilder();
    window.getInfoBuilder().putAttributes("cluster", "eu-1");
    assertThat(WindowSamples.of(window.build()))
        .allMatch(sample -> "eu-1".equals(sample.labels().get("cluster")));
    window.getInfoBuilder().putAttributes("k8s.cluster.name", "eu-2");
    assertThat(WindowSamples.of(window.build()))
        .allMatch(sample -> "eu-2".equals(sample.labels().get("cluster")));
  }

  @Test
  void twoIncarnationsWithinOneWindowStandAtTimesOfTheirOwn() {
    long startMs = SPARSE.getStartTimeMs();
    long endMs = SPARSE.getEndTimeMs();
    for (long endedMs : new long[] {startMs + 1, startMs + 3_000, endMs - 1}) {
      List<Sample> before = WindowSamples.of(endingAt(endedMs));
      assertThat(before)
          .allMatch(sample -> sample.timeMs() > startMs && sample.timeMs() < endMs)
          .first()
          .matches(sample -> sample.timeMs() == Math.min(endedMs, endMs - 2));
    }
    assertThat(WindowSamples.of(endingAt(endMs)).get(0).timeMs()).isEqualTo(endMs);
    assertThat(WindowSamples.of(endingAt(0)).get(0).timeMs()).isEqualTo(endMs);
  }

  private static JvmWindow endingAt(long timeMs) {
    return SPARSE.toBuilder().setEnded(JvmEnded.newBuilder().setTimeMs(timeMs)).build();
  }

  @Test
  void theReferenceAndTheTableAreTheSame() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("..", "docs", "remote-write.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split(" \\| ?", -1))
            .map(row -> row[0].substring(2) + " " + row[1].trim())
            .toList();
    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(WindowMetric.values())
                .map(metric -> "`%s` %s".formatted(metric.exposedName(), metric.labels()))
                .toList());
  }
}
