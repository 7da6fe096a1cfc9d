package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final long SET_BACK_MS = 3_600_000;

  /** The leak begins at 60 s, the clock is set back at 100 s. */
  private static final int SET_BACK_AT_WINDOW = 10;

  private final List<JvmWindow> windows =
      Heap.of(Collector.PARALLEL, 128, 1)
          .cleaningEvery(6)
          .windows(190, t -> 25 + 0.7 * Math.max(0, t - 60));

  @Test
  void aClockThatIsSetBackChangesTheTimesOfAVerdictAndNothingElse() {
    ResourceVerdict steady = last(windows);
    ResourceVerdict set = last(withClockSetBack());
    assertThat(steady.hasAlertTimeMs()).isTrue();
    assertThat(set.getAlertTimeMs()).isEqualTo(steady.getAlertTimeMs() - SET_BACK_MS);
    assertThat(set.getInflectionMs()).isEqualTo(steady.getInflectionMs() - SET_BACK_MS);
    assertThat(withoutTimes(set)).isEqualTo(withoutTimes(steady));
  }

  @Test
  void itGoesOnFromItsStoredState() {
    JvmDetector detector = new JvmDetector();
    JvmVerdict verdict = JvmVerdict.getDefaultInstance();
    for (JvmWindow window : withClockSetBack()) {
      verdict = detector.accept(window).orElse(verdict);
      detector = new JvmDetector(detector.toState());
    }
    assertThat(verdict.getResources(0)).isEqualTo(last(withClockSetBack()));
  }

  @Test
  void aRepeatedWindowIsNoClockSetBack() {
    JvmDetector detector = new JvmDetector();
    windows.forEach(detector::accept);
    assertThat(detector.accept(windows.get(3))).isEmpty();
  }

  private List<JvmWindow> withClockSetBack() {
    List<JvmWindow> moved = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      moved.add(i < SET_BACK_AT_WINDOW ? windows.get(i) : movedBack(windows.get(i), i));
    }
    return moved;
  }

  private static JvmWindow movedBack(JvmWindow window, int index) {
    JvmWindow moved = new SteadyClock(-SET_BACK_MS, 0).toSteady(window);
    return index > SET_BACK_AT_WINDOW
        ? moved
        : moved.toBuilder()
            .addGaps(
                Gap.newBuilder()
                    .setTimeMs(moved.getStartTimeMs())
                    .setReason(GapReason.CLOCK)
                    .setAmount(SET_BACK_MS))
            .build();
  }

  private static ResourceVerdict last(List<JvmWindow> windows) {
    JvmDetector detector = new JvmDetector();
    ResourceVerdict last = ResourceVerdict.getDefaultInstance();
    for (JvmWindow window : windows) {
      last = detector.accept(window).map(verdict -> verdict.getResources(0)).orElse(last);
    }
    return last;
  }

  private static ResourceVerdict withoutTimes(ResourceVerdict verdict) {
    ResourceVerdict.Builder bare =
        verdict.toBuilder()
            .clearAlertTimeMs()
            .clearInflectionMs()
            .clearInflectionLowMs()
            .clearInflectionHighMs();
    bare.getJudgeabilityBuilder().clearNextMs();
    bare.getKnotsBuilderList().forEach(knot -> knot.clearTimeMs());
    return bare.build();
  }
}
