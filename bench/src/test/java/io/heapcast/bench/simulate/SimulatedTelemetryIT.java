package io.heapcast.bench.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Families;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the window engine makes of simulated telemetry. */
class SimulatedTelemetryIT {

  private static final long SEED = 7;
  private static final Set<String> DISTURBED = Set.of("clock-steps", "missing-telemetry");

  static Stream<String> undisturbedFamilies() {
    return Families.all().map(family -> family.id()).filter(id -> !DISTURBED.contains(id));
  }

  @ParameterizedTest
  @MethodSource("undisturbedFamilies")
  void isTakenInWithoutLossOrGap(String family) {
    Map<String, List<JvmWindow>> jvms = windows(family);
    assertThat(jvms).isNotEmpty();
    jvms.forEach(
        (jvmId, windows) -> {
          assertThat(windows).as(jvmId).hasSizeGreaterThan(30);
          JvmWindow last = windows.get(windows.size() - 1);
          assertThat(last.getLateDropped()).as("late in %s", jvmId).isZero();
          assertThat(windows).allSatisfy(window -> assertThat(window.getGapsList()).isEmpty());
          long span = last.getEndTimeMs() - windows.get(0).getStartTimeMs();
          assertThat(span / WindowEngine.WINDOW_MS).isEqualTo(windows.size());
          assertThat(last.getWorkBytes()).isPositive();
        });
  }

  @Test
  void countsEveryCollectionOnceHoweverOftenItWasSent() {
    Set<Integer> sent = new HashSet<>();
    int[] times = new int[1];
    List<JvmWindow> windows = new ArrayList<>();
    play(
        "missing-telemetry",
        batch -> {
          batch.getGcCyclesList().forEach(cycle -> sent.add(cycle.getGcId()));
          times[0] += batch.getGcCyclesCount();
        },
        windows);
    long counted =
        windows.stream()
            .flatMap(window -> window.getGcTotalsList().stream())
            .mapToLong(GcTotals::getCount)
            .sum();
    long late = windows.get(windows.size() - 1).getLateDropped();
    assertThat(times[0]).isGreaterThan(sent.size());
    assertThat(counted).isLessThanOrEqualTo(sent.size()).isGreaterThanOrEqualTo(sent.size() - late);
    assertThat(gaps(windows)).contains(GapReason.SEQUENCE, GapReason.SESSION);
  }

  @Test
  void noticesThatTheClockWasSet() {
    List<JvmWindow> windows = new ArrayList<>();
    play("clock-steps", batch -> {}, windows);
    assertThat(gaps(windows)).containsAnyOf(GapReason.CLOCK, GapReason.SILENCE);
    assertThat(windows.stream().flatMap(it -> it.getCollectionsList().stream()))
        .extracting(Collection::getGcId)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy-class-leak", "classloader-leak"})
  void runsOutOfMetaspaceOrTheContainer(String family) {
    JvmWindow last = lastBeforeTheEnd(family);
    double room =
        last.hasMetaspaceLimitBytes()
            ? (double) last.getMetaspaceUsedBytes() / last.getMetaspaceLimitBytes()
            : (double) last.getContainerUsageBytes() / last.getContainerLimitBytes();
    assertThat(room).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct-pool-growth", "direct-buffer-leak"})
  void runsOutOfDirectMemory(String family) {
    JvmWindow last = lastBeforeTheEnd(family);
    assertThat((double) last.getDirectUsedBytes() / last.getDirectLimitBytes()).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread-leak", "executor-leak"})
  void runsOutOfThreads(String family) {
    assertThat(lastBeforeTheEnd(family).getThreads()).isGreaterThan(700);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native-leak", "native-arena-leak"})
  void runsIntoTheLimitOfTheContainer(String family) {
    JvmWindow last = lastBeforeTheEnd(family);
    assertThat((double) last.getContainerUsageBytes() / last.getContainerLimitBytes())
        .isGreaterThan(0.9);
  }

  private static JvmWindow lastBeforeTheEnd(String family) {
    List<JvmWindow> windows = windows(family).values().iterator().next();
    List<JvmWindow> told = windows.stream().filter(window -> window.hasResidentBytes()).toList();
    JvmWindow last = windows.get(windows.size() - 1);
    if (last.hasEnded()) {
      assertThat(last.getEnded().getReason()).isEqualTo(EndReason.VANISHED);
    }
    return told.get(told.size() - 1);
  }

  private static Set<GapReason> gaps(List<JvmWindow> windows) {
    Set<GapReason> reasons = EnumSet.noneOf(GapReason.class);
    windows.stream()
        .flatMap(window -> window.getGapsList().stream())
        .map(Gap::getReason)
        .forEach(reasons::add);
    return reasons;
  }

  private static Map<String, List<JvmWindow>> windows(String family) {
    Map<String, List<JvmWindow>> windows = new LinkedHashMap<>();
    Map<String, WindowEngine> engines = new LinkedHashMap<>();
    new Simulation(SimulationsTest.shortest(Families.of(family)), SEED)
        .play(
            batch ->
                windows
                    .computeIfAbsent(batch.getJvmId(), id -> new ArrayList<>())
                    .addAll(engine(engines, batch.getJvmId()).accept(batch)));
    engines.forEach(
        (id, engine) ->
            windows.computeIfAbsent(id, key -> new ArrayList<>()).addAll(engine.flush()));
    return windows;
  }

  private static void play(
      String family, java.util.function.Consumer<TelemetryBatch> sent, List<JvmWindow> windows) {
    Map<String, WindowEngine> engines = new LinkedHashMap<>();
    new Simulation(SimulationsTest.shortest(Families.of(family)), SEED)
        .play(
            batch -> {
              sent.accept(batch);
              windows.addAll(engine(engines, batch.getJvmId()).accept(batch));
            });
    engines.values().forEach(engine -> windows.addAll(engine.flush()));
  }

  private static WindowEngine engine(Map<String, WindowEngine> engines, String jvmId) {
    return engines.computeIfAbsent(jvmId, id -> new WindowEngine(id, Duration.ofSeconds(20)));
  }
}
