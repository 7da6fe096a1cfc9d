package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
  @MethodSource("healthyLives")
  void aRestartInAHealthyLifeMakesNoLeak(Collector collector, Healthy healthy) {
    List<JvmWindow> first =
        Heap.of(collector, 128, 4).cleaningEvery(6).windows(400, healthy::liveMib);
    List<JvmWindow> second =
        Heap.of(collector, 128, 5).cleaningEvery(6).windows(400, healthy::liveMib);
    for (int cut = 1; cut <= first.size(); cut++) {
      assertNoLeak(first.subList(0, cut), "life until window " + cut);
    }
    assertNoLeak(second, "life after the restart");
  }

  /** Lives of minutes, and of days: short ones are no lives that could be compared. */
  @ParameterizedTest
  @MethodSource("healthyLives")
  void norDoTheTwoHalvesTogether(Collector collector, Healthy healthy) {
    List<JvmWindow> first =
        Heap.of(collector, 128, 4).cleaningEvery(6).windows(400, healthy::liveMib);
    List<JvmWindow> second =
        Heap.of(collector, 128, 5).cleaningEvery(6).windows(400, healthy::liveMib);
    assertNoAlertOverARestart(first, second);
    assertNoAlertOverARestart(
        first.stream().map(MetamorphicTest::slower).toList(),
        second.stream().map(MetamorphicTest::slower).toList());
  }

  /**
   * Short lives end anywhere. Lives of days are compared with each other, and here all that fills
   * is full before any of them ends.
   */
  @ParameterizedTest
  @MethodSource("healthyLives")
  void norDoManyLives(Collector collector, Healthy healthy) {
    Random random = new Random(11);
    List<List<JvmVerdict>> brief = new ArrayList<>();
    for (int life = 0; life < 8; life++) {
      List<JvmWindow> windows =
          Heap.of(collector, 128, life).cleaningEvery(6).windows(400, healthy::liveMib);
      brief.add(lifeOf(windows.subList(0, 1 + random.nextInt(windows.size()))));
    }
    assertThat(fires(brief)).as("lives of minutes").isFalse();
    assertThat(fires(livesOfDays(collector, healthy::liveMib))).as("lives of days").isFalse();
  }

  /** A leak that restarts hide, or a cache that is never up for long enough to be full. */
  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void whatRisesInEveryLifeOfDaysIsAnAlert(Collector collector) {
    assertThat(fires(livesOfDays(collector, t -> 15 + 0.15 * t))).isTrue();
  }

  private static List<List<JvmVerdict>> livesOfDays(
      Collector collector, DoubleUnaryOperator liveMib) {
    Random random = new Random(12);
    List<List<JvmVerdict>> lives = new ArrayList<>();
    for (int life = 0; life < 8; life++) {
      List<JvmWindow> windows =
          Heap.of(collector, 128, life).cleaningEvery(6).windows(400, liveMib).stream()
              .map(MetamorphicTest::slower)
              .toList();
      lives.add(lifeOf(windows.subList(0, windows.size() - random.nextInt(windows.size() / 8))));
    }
    return lives;
  }

  private static void assertNoAlertOverARestart(List<JvmWindow> first, List<JvmWindow> second) {
    List<JvmVerdict> after = verdicts(second);
    for (int cut = 1; cut <= first.size(); cut++) {
      assertThat(fires(List.of(lifeOf(first.subList(0, cut)), after)))
          .as("restart after window %d", cut)
          .isFalse();
    }
  }

  /** Whether the alert stage fires when these lives of one service follow each other. */
  private static boolean fires(List<List<JvmVerdict>> lives) {
    ServiceAlert alert =
        new ServiceAlert(
            ScopeState.getDefaultInstance(), new AlertPolicy(Duration.ofHours(8), 0.5));
    boolean fired = false;
    long laterMs = 0;
    for (int life = 0; life < lives.size(); life++) {
      for (JvmVerdict own : lives.get(life)) {
        JvmVerdict verdict = restarted(own, "life-" + life, laterMs);
        AlertScope scope = Scopes.of(verdict.getInfo(), Resource.HEAP);
        alert.accept(scope, verdict, verdict.getResources(0), verdict.getAsOfMs());
        fired |= alert.firing().isPresent();
      }
      laterMs += lives.get(life).get(lives.get(life).size() - 1).getAsOfMs() - Heap.START_MS;
    }
    return fired;
  }

  private static List<JvmVerdict> lifeOf(List<JvmWindow> windows) {
    List<JvmWindow> life = new ArrayList<>(windows);
    life.set(life.size() - 1, shutDown(life.get(life.size() - 1)));
    return verdicts(life);
  }

  private static JvmWindow shutDown(JvmWindow window) {
    return window.toBuilder()
        .setEnded(
            JvmEnded.newBuilder().setTimeMs(window.getEndTimeMs()).setReason(EndReason.SHUTDOWN))
        .build();
  }

  /** As of the next JVM of the service. */
  private static JvmVerdict restarted(JvmVerdict verdict, String jvmId, long laterMs) {
    JvmVerdict.Builder next = verdict.toBuilder().setAsOfMs(verdict.getAsOfMs() + laterMs);
    if (verdict.hasEnded()) {
      next.getEndedBuilder().setTimeMs(verdict.getEnded().getTimeMs() + laterMs);
    }
    next.getInfoBuilder()
        .setJvmId(jvmId)
        .setStartTimeMs(verdict.getInfo().getStartTimeMs() + laterMs);
    return next.build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void alsoWhereNobodyLookedBefore(Collector collector) {
    for (Healthy settled : List.of(Healthy.CONSTANT, Healthy.SATURATING)) {
      List<JvmWindow> windows =
          Heap.of(collector, 128, 4).cleaningEvery(6).windows(400, settled::liveMib);
      for (int cut = 1; cut < windows.size(); cut++) {
        assertNoLeak(windows.subList(cut, windows.size()), settled + " from window " + cut);
      }
    }
  }

  /** However short a straight line is, nothing stood still before it. */
  @ParameterizedTest
  @EnumSource(
      value = Collector.class,
      names = {"SERIAL", "PARALLEL", "G1"})
  void howFastACacheFillsDoesNotMatter(Collector collector) {
    int rung = 0;
    for (double seconds = 100; seconds < 3_000; seconds *= 1.5) {
      double pace = 75 / seconds;
      for (int seed = 0; seed < 5; seed++) {
        List<JvmWindow> windows =
            Heap.of(collector, 128, seed)
                .cleaningEvery(6)
                .windows(1.5 * seconds, t -> 15 + Math.min(75, pace * t));
        boolean rings =
            verdicts(windows).stream()
                .anyMatch(verdict -> verdict.getResources(0).getState() == VerdictState.LEAK);
        rung += rings ? 1 : 0;
      }
    }
    assertThat(rung).as("of 45 caches").isLessThan(2);
  }

  private static void assertNoLeak(List<JvmWindow> windows, String life) {
    assertThat(verdicts(windows))
        .as(life)
        .noneMatch(verdict -> verdict.getResources(0).getState() == VerdictState.LEAK);
  }

  private enum Healthy {
    CONSTANT,
    FILLING_CACHE,
    SATURATING,
    REPEATED_JOBS;

    double liveMib(double t) {
      return switch (this) {
        case CONSTANT -> 40;
        case FILLING_CACHE -> 15 + 60 * Math.min(1, t / 250);
        case SATURATING -> 20 + 50 * (1 - Math.exp(-t / 80));
        case REPEATED_JOBS -> 30 + 0.3 * (t % 60);
      };
    }
  }

  static Stream<Arguments> healthyLives() {
    return Stream.of(Collector.SERIAL, Collector.PARALLEL, Collector.G1)
        .flatMap(
            collector ->
                Stream.of(Healthy.values()).map(healthy -> Arguments.of(collector, healthy)));
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

  /**
   * All that a verdict says of the heap, by its time; times unstretched, bytes as shares of the
   * limit.
   */
  private static NavigableMap<Long, String> said(List<JvmWindow> windows, long stretch) {
    NavigableMap<Long, String> said = new TreeMap<>();
    for (JvmVerdict verdict : verdicts(windows)) {
      ResourceVerdict heap = verdict.getResources(0);
      said.put(
          unstretched(verdict.getAsOfMs(), stretch),
          "%s %.6f alert %d begin %d (%d to %d) end %s (%s to %s) level %.6f growth %s for %s against %s"
              .formatted(
                  heap.getState(),
                  heap.getProbability(),
                  heap.hasAlertTimeMs() ? unstretched(heap.getAlertTimeMs(), stretch) : 0,
                  heap.hasInflectionMs() ? unstretched(heap.getInflectionMs(), stretch) : 0,
                  heap.hasInflectionLowMs() ? unstretched(heap.getInflectionLowMs(), stretch) : 0,
                  heap.hasInflectionHighMs() ? unstretched(heap.getInflectionHighMs(), stretch) : 0,
                  seconds(heap.hasExhaustionP50S(), heap.getExhaustionP50S(), stretch),
                  seconds(heap.hasExhaustionP10S(), heap.getExhaustionP10S(), stretch),
                  seconds(heap.hasExhaustionP90S(), heap.getExhaustionP90S(), stretch),
                  heap.getLevel() / heap.getLimit(),
                  heap.hasGrowthPerHour()
                      ? "%.5f".formatted(heap.getGrowthPerHour() * stretch / heap.getLimit())
                      : "none",
                  codes(heap.getReasonsForList()),
                  codes(heap.getReasonsAgainstList())));
    }
    return said;
  }

  private static String seconds(boolean known, double seconds, long stretch) {
    return known ? "%.2f".formatted(seconds / stretch) : "none";
  }

  private static List<String> codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::getCode).toList();
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
