package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rule warns from 75 on: a rise of 1 % of the first live set in a second. */
final class JmcLiveSetTrendTest {

  @Test
  void warnsAtTheEndOfASteepRise() {
    Windows windows = rise(Collector.PARALLEL, 12);
    List<Opinion> opinions = windows.before(new JmcLiveSetTrend());
    assertThat(opinions).containsExactly(Opinion.heap(endMs(windows), true));
  }

  @Test
  void isSilentOnASlowerOne() {
    Windows windows = rise(Collector.PARALLEL, 8);
    assertThat(windows.before(new JmcLiveSetTrend()))
        .containsExactly(Opinion.heap(endMs(windows), false));
  }

  @Test
  void neverWarnsWhereTheJdkRecordsNoOldCollection() {
    Windows windows = rise(Collector.Z, 12);
    for (int i = 0; i < 10; i++) {
      windows.young(1, 1_300).end();
    }
    assertThat(windows.before(new JmcLiveSetTrend())).noneMatch(Opinion::alarm);
  }

  @Test
  void hasNoOpinionWithoutLoadedClasses() {
    Windows windows = Windows.parallel(10_000);
    for (int i = 0; i < 100; i++) {
      windows.full(100 + 12 * i).end();
    }
    assertThat(windows.before(new JmcLiveSetTrend())).isEmpty();
  }

  @Test
  void takesTheResultForTheCasesOwnRecording() {
    List<JvmWindow> windows = rise(Collector.PARALLEL, 12).list();
    assertThat(play(windows, Map.of("jmc.severity", "INFO"))).noneMatch(Opinion::alarm).hasSize(1);
    assertThat(play(windows, Map.of("jmc.severity", "WARNING"))).allMatch(Opinion::alarm);
    assertThat(play(windows, Map.of("jmc.severity", "NA", "jmc.score", "n/a"))).isEmpty();
    assertThat(play(windows, Map.of("jmc.score", "74.9"))).noneMatch(Opinion::alarm).hasSize(1);
    assertThat(play(windows, Map.of("jmc.score", "75"))).allMatch(Opinion::alarm).hasSize(1);
  }

  private static List<Opinion> play(List<JvmWindow> windows, Map<String, String> attributes) {
    return Windows.play(new JmcLiveSetTrend(), windows, attributes);
  }

  /** From 100 MiB, in MiB a window; 10 of them are 1 % of it in a second. */
  private static Windows rise(Collector collector, double mibPerWindow) {
    Windows windows = new Windows(collector, 10_000);
    IntStream.range(0, 100).forEach(i -> windows.classes(5_000).full(100 + mibPerWindow * i).end());
    return windows;
  }

  private static long endMs(Windows windows) {
    List<JvmWindow> list = windows.list();
    return list.get(list.size() - 1).getEndTimeMs();
  }
}
