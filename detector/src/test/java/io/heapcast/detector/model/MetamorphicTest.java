package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not matter to a verdict, whatever the model has learned. */
class MetamorphicTest {

  private static final int SCALE = 4;
  private static final long STRETCH = 1_000;

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void howLargeTheHeapIsDoesNotMatter(Collector collector) {
    List<JvmWindow> windows = leaking(collector);
    assertThat(said(windows.stream().map(MetamorphicTest::larger).toList(), 1))
        .isEqualTo(said(windows, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void howFastTimePassesDoesNotMatter(Collector collector) {
    List<JvmWindow> windows = leaking(collector);
    NavigableMap<Long, String> plain = said(windows, 1);
    NavigableMap<Long, String> slow =
        said(windows.stream().map(MetamorphicTest::slower).toList(), STRETCH);
    // A slow JVM repeats its verdict at every window: five minutes have always passed.
    slow.keySet().retainAll(plain.keySet());
    assertThat(slow).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void whatComesLaterChangesNoVerdictOfBefore(Collector collector) {
    List<JvmWindow> windows = leaking(collector);
    List<JvmVerdict> whole = verdicts(windows);
    for (int length = 1; length < windows.size(); length++) {
      List<JvmVerdict> prefix = verdicts(windows.subList(0, length));
      assertThat(prefix).isEqualTo(whole.subList(0, prefix.size()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void aHealthyLifeThatIsSeenInTwoPartsHoldsNoLeak(Collector collector) {
    List<JvmWindow> windows = Heap.of(collector, 128, 4).cleaningEvery(6).windows(400, t -> 40);
    for (int cut = 1; cut < windows.size(); cut++) {
      List<JvmVerdict> verdicts = new ArrayList<>(verdicts(windows.subList(0, cut)));
      verdicts.addAll(verdicts(windows.subList(cut, windows.size())));
      assertThat(verdicts)
          .as("cut at window %d", cut)
          .noneMatch(verdict -> verdict.getResources(0).getState() == VerdictState.LEAK);
    }
  }

  private static List<JvmWindow> leaking(Collector collector) {
    return Heap.of(collector, 128, 7)
        .cleaningEvery(6)
        .windows(200, t -> 25 + 0.7 * Math.max(0, t - 60));
  }

  private static List<JvmVerdict> verdicts(List<JvmWindow> windows) {
    JvmDetector detector = new JvmDetector();
    List<JvmVerdict> verdicts = new ArrayList<>();
    windows.forEach(window -> detector.accept(window).ifPresent(verdicts::add));
    return verdicts;
  }

  /** State, probability and time of alert by the time of the verdict, all in unstretched time. */
  private static NavigableMap<Long, String> said(List<JvmWindow> windows, long stretch) {
    NavigableMap<Long, String> said = new TreeMap<>();
    for (JvmVerdict verdict : verdicts(windows)) {
      ResourceVerdict heap = verdict.getResources(0);
      said.put(
          unstretched(verdict.getAsOfMs(), stretch),
          "%s %.6f %d"
              .formatted(
                  heap.getState(),
                  heap.getProbability(),
                  heap.hasAlertTimeMs() ? unstretched(heap.getAlertTimeMs(), stretch) : 0));
    }
    return said;
  }

  private static long unstretched(long timeMs, long stretch) {
    return Heap.START_MS + (timeMs - Heap.START_MS) / stretch;
  }

  private static JvmWindow larger(JvmWindow window) {
    JvmWindow.Builder larger =
        window.toBuilder()
            .setHeapMaxBytes(SCALE * window.getHeapMaxBytes())
            .setWorkBytes(SCALE * window.getWorkBytes());
    larger
        .getCollectionsBuilderList()
        .forEach(
            collection ->
                collection
                    .setHeapAfterBytes(SCALE * collection.getHeapAfterBytes())
                    .setWorkBytes(SCALE * collection.getWorkBytes()));
    larger
        .getYoungBuilder()
        .setLowestAfterBytes(SCALE * window.getYoung().getLowestAfterBytes())
        .setLowestWorkBytes(SCALE * window.getYoung().getLowestWorkBytes());
    return larger.build();
  }

  private static JvmWindow slower(JvmWindow window) {
    JvmWindow.Builder slower =
        window.toBuilder()
            .setStartTimeMs(stretched(window.getStartTimeMs()))
            .setEndTimeMs(stretched(window.getEndTimeMs()));
    slower
        .getCollectionsBuilderList()
        .forEach(collection -> collection.setEndTimeMs(stretched(collection.getEndTimeMs())));
    slower.getYoungBuilder().setLowestTimeMs(stretched(window.getYoung().getLowestTimeMs()));
    return slower.build();
  }

  /** The JVM's start is the fixed point. */
  private static long stretched(long timeMs) {
    return Heap.START_MS + STRETCH * (timeMs - Heap.START_MS);
  }
}
