package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResourcesTest {

  private static final long MIB = 1 << 20;
  private static final int WINDOWS = 90;

  /** The window at which the leak begins. */
  private static final int BEGIN = 40;

  @Test
  void allFiveResourcesAreListedInTheSameOrder() {
    assertThat(verdicts(Resource.UNRECOGNIZED))
        .isNotEmpty()
        .allSatisfy(
            verdict ->
                assertThat(verdict.getResourcesList())
                    .extracting(ResourceVerdict::getResource)
                    .containsExactly(
                        Resource.HEAP,
                        Resource.METASPACE,
                        Resource.THREADS,
                        Resource.DIRECT,
                        Resource.NATIVE));
  }

  @ParameterizedTest
  @EnumSource(
      value = Resource.class,
      names = {"METASPACE", "THREADS", "DIRECT", "NATIVE"})
  void theLeakOfOneResourceIsFoundThereAndNowhereElse(Resource leaking) {
    List<JvmVerdict> verdicts = verdicts(leaking);
    for (int i = 0; i < 5; i++) {
      int index = i;
      List<VerdictState> states =
          verdicts.stream().map(verdict -> verdict.getResources(index).getState()).toList();
      if (verdicts.get(0).getResources(i).getResource() == leaking) {
        assertThat(states).as("%s", leaking).contains(VerdictState.LEAK);
      } else {
        assertThat(states).as("%d beside %s", i, leaking).doesNotContain(VerdictState.LEAK);
      }
    }
  }

  @Test
  void aJvmWhoseResourcesAreSteadyHoldsNoLeak() {
    assertThat(verdicts(Resource.UNRECOGNIZED))
        .allSatisfy(
            verdict ->
                assertThat(verdict.getResourcesList())
                    .extracting(ResourceVerdict::getState)
                    .doesNotContain(VerdictState.LEAK, VerdictState.LEAK_SUSPECTED));
  }

  @Test
  void theStateOfANewerVersionIsRefused() {
    DetectorState newer =
        DetectorState.newBuilder().setVersion(JvmDetector.STATE_VERSION + 1).build();
    assertThatThrownBy(() -> new JvmDetector(newer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("detector state: found version 3, expected at most 2");
  }

  @Test
  void theStateOfVersionOneIsAFreshStartThatPassesOverRepeats() {
    List<JvmWindow> windows = windows(Resource.METASPACE);
    DetectorState old =
        DetectorState.newBuilder()
            .setVersion(1)
            .setLastWindowEndMs(windows.get(0).getEndTimeMs())
            .build();
    JvmDetector detector = new JvmDetector(old);
    assertThat(detector.accept(windows.get(0))).isEmpty();
    assertThat(detector.accept(windows.get(1))).isPresent();
    assertThat(detector.toState().getVersion()).isEqualTo(JvmDetector.STATE_VERSION);
  }

  private static List<JvmVerdict> verdicts(Resource leaking) {
    JvmDetector detector = new JvmDetector();
    List<JvmVerdict> verdicts = new ArrayList<>();
    windows(leaking).forEach(window -> detector.accept(window).ifPresent(verdicts::add));
    return verdicts;
  }

  private static List<JvmWindow> windows(Resource leaking) {
    List<JvmWindow> heap =
        Heap.of(Collector.PARALLEL, 128, 3).cleaningEvery(6).windows(10.0 * WINDOWS, t -> 40);
    List<JvmWindow> windows = new ArrayList<>();
    for (int i = 0; i < heap.size(); i++) {
      long grown = Math.max(0, i - BEGIN);
      long metaspace = 40 * MIB + (leaking == Resource.METASPACE ? grown * MIB : 0);
      long direct = 30 * MIB + (leaking == Resource.DIRECT ? grown * MIB : 0);
      int threads = 50 + (int) (leaking == Resource.THREADS ? 15 * grown : 0);
      long other = 60 * MIB + (leaking == Resource.NATIVE ? 4 * grown * MIB : 0);
      windows.add(
          heap.get(i).toBuilder()
              .setHeapUsedBytes(60 * MIB)
              .setHighestCommittedBytes(128 * MIB)
              .setMetaspaceUsedBytes(metaspace)
              .setMetaspaceLimitBytes(100 * MIB)
              .setDirectUsedBytes(direct)
              .setDirectLimitBytes(100 * MIB)
              .setThreads(threads)
              .setResidentBytes(128 * MIB + metaspace + direct + 100_000L * threads + other)
              .setResidentAnonymousBytes(
                  128 * MIB + metaspace + direct + 100_000L * threads + other)
              .setContainerLimitBytes(700 * MIB)
              .build());
    }
    return windows;
  }
}
