package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ContendersTest {

  static List<Contender> all() {
    return Contenders.all();
  }

  @Test
  void namesDifferAndHeapcastLeads() {
    assertThat(all()).extracting(Contender::name).doesNotHaveDuplicates().startsWith("Heapcast");
    assertThat(all())
        .extracting(Contender::about)
        .allSatisfy(about -> assertThat(about).isNotBlank().doesNotContain("\n").endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("all")
  void knowsOnlyTheWindowsSoFar(Contender contender) {
    List<JvmWindow> windows = restless();
    List<Opinion> whole = online(contender, windows);
    for (int cut : new int[] {1, 100, 777, 2_500, windows.size() - 1}) {
      List<Opinion> part = online(contender, windows.subList(0, cut));
      assertThat(whole.subList(0, part.size())).isEqualTo(part);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void isStampedWithTheEndOfAWindowAndTellsTheSameTwice(Contender contender) {
    Watch watch = contender.watch(Windows.someCase(Map.of()), "a/1@1");
    List<Opinion> opinions = new ArrayList<>();
    for (JvmWindow window : restless()) {
      List<Opinion> news = watch.accept(window);
      assertThat(news).allMatch(opinion -> opinion.timeMs() == window.getEndTimeMs());
      opinions.addAll(news);
    }
    assertThat(online(contender, restless())).isEqualTo(opinions);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isCalmOnASteadyHeap(Contender contender) {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 3_000; i++) {
      windows.classes(5_000).used(200).young(2, 100);
      if (i % 30 == 0) {
        windows.full(90);
      }
      windows.end();
    }
    assertThat(windows.before(contender)).noneMatch(Opinion::alarm);
  }

  @Test
  void heapcastTellsWhatItsDetectorConcludes() {
    Windows windows = Windows.parallel(1_000);
    for (int i = 0; i < 3_000; i++) {
      double live = 200 + Math.max(0, i - 600) * 0.3;
      windows.used(live + 100).young(1, live + 50);
      if (i % 20 == 19) {
        windows.full(live);
      }
      windows.end();
    }
    JvmDetector detector = new JvmDetector();
    HeapcastWatch watch = new Heapcast().watch(Windows.someCase(Map.of()), "a/1@1");
    boolean alarm = false;
    for (JvmWindow window : windows.list()) {
      Optional<JvmVerdict> verdict = detector.accept(window);
      for (Opinion opinion : watch.accept(window)) {
        if (opinion.resource() == Resource.HEAP) {
          alarm = opinion.alarm();
        }
      }
      verdict.ifPresent(said -> assertThat(watch.lastVerdict()).contains(said));
    }
    assertThat(alarm).isTrue();
    assertThat(watch.lastVerdict().orElseThrow().getResources(0).getState())
        .isEqualTo(VerdictState.LEAK);
    assertThat(watch.lastVerdict().orElseThrow().getResourcesCount()).isEqualTo(5);
  }

  private static List<Opinion> online(Contender contender, List<JvmWindow> windows) {
    Watch watch = contender.watch(Windows.someCase(Map.of()), "a/1@1");
    List<Opinion> opinions = new ArrayList<>();
    windows.forEach(window -> opinions.addAll(watch.accept(window)));
    return opinions;
  }

  /** Noise, a rise, a fall, silences and a clock that is set, both ways. */
  private static List<JvmWindow> restless() {
    Random random = new Random(3);
    Windows windows = new Windows(Collector.G1, 1_000);
    for (int i = 0; i < 3_000; i++) {
      double live = 300 + 0.2 * Math.min(i, 3_500 - i) + 40 * random.nextGaussian();
      windows.classes(4_000 + i / 10).used(live + 300 * random.nextDouble());
      if (random.nextInt(4) > 0) {
        windows.young(1 + random.nextInt(5), live + 50 * random.nextDouble());
      }
      if (random.nextInt(40) == 0) {
        windows.full(live);
      }
      windows.end();
      if (i == 500) {
        windows.silence(100);
      } else if (i == 1_500) {
        windows.clockSet(-7_200_000);
      } else if (i == 2_000) {
        windows.clockSet(600_000);
      }
    }
    return windows.list();
  }
}
