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

  private static final int THREADS_INDEX = 2;

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

  /** As in a calm JVM: its metaspace is told with collections only, its resident set at times. */
  @ParameterizedTest
  @EnumSource(
      value = Resource.class,
      names = {"METASPACE", "THREADS", "DIRECT", "NATIVE", "UNRECOGNIZED"})
  void whatAWindowDoesNotTellIsAsItWas(Resource leaking) {
    List<JvmWindow> thin = new ArrayList<>();
    List<JvmWindow> full = windows(leaking);
    for (int i = 0; i < full.size(); i++) {
      JvmWindow.Builder window = full.get(i).toBuilder();
      if (i % 3 > 0) {
        window.clearMetaspaceUsedBytes().clearMetaspaceLimitBytes();
      }
      if (i % 3 == 1 || i == full.size() - 1) {
        window.clearResidentBytes().clearResidentAnonymousBytes();
      }
      thin.add(window.build());
    }
    List<JvmVerdict> verdicts = verdicts(thin);
    for (int i = 1; i < 5; i++) { // of the heap nothing is left out
      int index = i;
      List<ResourceVerdict> told = verdicts.stream().map(v -> v.getResources(index)).toList();
      boolean leaks = told.get(0).getResource() == leaking;
      assertThat(told.stream().anyMatch(verdict -> verdict.getState() == VerdictState.LEAK))
          .as("%s of %s", told.get(0).getResource(), leaking)
          .isEqualTo(leaks);
      assertThat(told.subList(1, told.size()))
          .as("bounds of %s while %s leaks", told.get(0).getResource(), leaking)
          .allMatch(verdict -> verdict.hasLimit() || index == THREADS_INDEX);
      if (leaks && leaking != Resource.THREADS) {
        assertThat(told)
            .filteredOn(verdict -> verdict.getState() == VerdictState.LEAK)
            .allMatch(ResourceVerdict::hasExhaustionP50S);
      }
    }
  }

  /** On a host without containers what is native begins at nothing, by our estimate of the rest. */
  @Test
  void nativeMemoryThatBeginsAtNothingIsHeldAgainstSomething() {
    List<JvmWindow> uncontained = new ArrayList<>();
    for (JvmWindow window : windows(Resource.NATIVE)) {
      long less = 130 * MIB; // of the heap, which is not touched yet
      uncontained.add(
          window.toBuilder()
              .clearContainerLimitBytes()
              .setResidentBytes(window.getResidentBytes() - less)
              .setResidentAnonymousBytes(window.getResidentAnonymousBytes() - less)
              .build());
    }
    List<ResourceVerdict> told =
        verdicts(uncontained).stream().map(v -> v.getResources(4)).toList();
    assertThat(told.get(0).getLevel()).isZero();
    assertThat(told)
        .last()
        .extracting(ResourceVerdict::getState)
        .isEqualTo(VerdictState.LEAK_SUSPECTED);
    assertThat(told).noneMatch(verdict -> Double.isNaN(verdict.getProbability()));
  }

  /** Threads of a pool that fills: nothing breaks at what a resource without a bound is held to. */
  @Test
  void beyondAYardstickNothingIsConcluded() {
    List<ResourceVerdict> told = new ArrayList<>();
    List<JvmWindow> steady = windows(Resource.HEAP);
    for (int i = 0; i < steady.size(); i++) {
      steady.set(i, steady.get(i).toBuilder().setThreads(50 + 25 * i).build());
    }
    verdicts(steady).forEach(verdict -> told.add(verdict.getResources(THREADS_INDEX)));
    assertThat(told).last().extracting(ResourceVerdict::hasLimit).isEqualTo(false);
    assertThat(told).noneMatch(ResourcesTest::isSuspected);
  }

  private static boolean isSuspected(ResourceVerdict verdict) {
    return verdict.getState() == VerdictState.LEAK
        || verdict.getState() == VerdictState.LEAK_SUSPECTED;
  }

  private static List<JvmVerdict> verdicts(Resource leaking) {
    return verdicts(windows(leaking));
  }

  private static List<JvmVerdict> verdicts(List<JvmWindow> windows) {
    JvmDetector detector = new JvmDetector();
    List<JvmVerdict> verdicts = new ArrayList<>();
    windows.forEach(window -> detector.accept(window).ifPresent(verdicts::add));
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
