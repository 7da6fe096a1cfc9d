package io.heapcast.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Time, gaps and repeats, as every rule meets them. */
final class RuleWatchTest {

  @Test
  void saysFirstThatThereIsNoAlarm() {
    Windows windows = Windows.parallel(100).used(99).end();
    assertThat(windows.before(RawHeap.over80()))
        .containsExactly(Opinion.heap(Windows.START_MS + Windows.WINDOW_MS, false));
  }

  @Test
  void aRepeatedWindowChangesNothing() {
    Windows windows = Windows.parallel(1_000);
    for (double after : new double[] {100, 105, 110}) {
      windows.young(1, after).end();
    }
    Watch watch = new ThreeCollections().watch(Windows.someCase(Map.of()), "a/1@1");
    windows.list().forEach(watch::accept);
    for (int i = 0; i < 3; i++) {
      assertThat(watch.accept(windows.list().get(2))).isEmpty();
    }
    assertThat(watch.accept(windows.young(1, 116).end().list().get(3)))
        .containsExactly(Opinion.heap(Windows.START_MS + 4 * Windows.WINDOW_MS, true));
  }

  @Test
  void anAlarmResolvesWhenTheSeriesGoStale() {
    Windows windows = high(Windows.parallel(100), 20);
    long silentMs = windows.nowMs();
    high(windows.silence(31), 20);
    long heardMs = silentMs + 32 * Windows.WINDOW_MS;
    assertThat(windows.before(RawHeap.over80()))
        .containsExactly(
            Opinion.heap(Windows.START_MS + Windows.WINDOW_MS, false),
            Opinion.heap(Windows.START_MS + 13 * Windows.WINDOW_MS, true),
            Opinion.heap(heardMs, false),
            Opinion.heap(heardMs + 12 * Windows.WINDOW_MS, true));
  }

  @Test
  void aShortSilenceCountsAsHeld() {
    Windows windows = high(Windows.parallel(100), 1);
    high(windows.silence(11), 1);
    assertThat(windows.before(RawHeap.over80())).last().matches(Opinion::alarm);
  }

  @Test
  void aClockSetForwardIsNoTimePassed() {
    Windows windows = high(Windows.parallel(100), 6);
    high(windows.clockSet(3_600_000), 6);
    assertThat(windows.before(RawHeap.over80())).hasSize(1);
    high(windows, 1);
    assertThat(windows.before(RawHeap.over80())).last().matches(Opinion::alarm);
  }

  @Test
  void aClockSetBackGoesOnAndItsTimesAreThoseOfTheClockAsItStands() {
    Windows windows = high(Windows.parallel(100), 6);
    high(windows.clockSet(-3_600_000), 7);
    long alarmMs = Windows.START_MS + 13 * Windows.WINDOW_MS - 3_600_000;
    List<Opinion> opinions = windows.before(RawHeap.over80());
    assertThat(opinions).last().isEqualTo(Opinion.heap(alarmMs, true));
  }

  private static Windows high(Windows windows, int count) {
    for (int i = 0; i < count; i++) {
      windows.used(99).end();
    }
    return windows;
  }
}
