package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.leak.Watch;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The windows of one JVM, written down one by one; sizes in MiB, times in windows of 10 s. */
final class Windows {

  static final long WINDOW_MS = 10_000;
  static final long MIB = 1 << 20;

  /** A full hour, so that hours are counted in 360 windows. */
  static final long START_MS = 1_700_002_800_000L;

  private final JvmInfo info;
  private final List<JvmWindow> windows = new ArrayList<>();
  private long startMs = START_MS;
  private int gcId;
  private JvmWindow.Builder next;

  Windows(Collector collector, double limitMib) {
    info = JvmInfo.newBuilder().setJvmId("a/1@1").setCollector(collector).build();
    limitBytes = bytes(limitMib);
    next = begin();
  }

  private final long limitBytes;

  static Windows parallel(double limitMib) {
    return new Windows(Collector.PARALLEL, limitMib);
  }

  Windows used(double mib) {
    next.setHeapUsedBytes(bytes(mib));
    return this;
  }

  Windows classes(long loaded) {
    next.setClassesLoaded(loaded);
    return this;
  }

  /** Young collections, of which the last left so much. */
  Windows young(int count, double lastAfterMib) {
    long timeMs = startMs + 9_000;
    next.setYoung(
            YoungCollections.newBuilder()
                .setCount(count)
                .setLastAfterBytes(bytes(lastAfterMib))
                .setLastTimeMs(timeMs)
                .setLowestAfterBytes(bytes(lastAfterMib))
                .setLowestTimeMs(timeMs))
        .addGcTotals(GcTotals.newBuilder().setKind(GcKind.YOUNG).setCount(count));
    return this;
  }

  /** A full collection, 5 s into the window. */
  Windows full(double afterMib) {
    return collection(full(startMs + 5_000, afterMib));
  }

  Windows collection(Collection.Builder collection) {
    next.addCollections(collection.setGcId(gcId++))
        .addGcTotals(GcTotals.newBuilder().setKind(collection.getKind()).setCount(1));
    return this;
  }

  static Collection.Builder full(long timeMs, double afterMib) {
    return Collection.newBuilder()
        .setKind(GcKind.FULL)
        .setEndTimeMs(timeMs)
        .setHeapAfterBytes(bytes(afterMib));
  }

  /** Start of the window that is being written. */
  long nowMs() {
    return startMs;
  }

  /** Nothing is heard for so many windows. */
  Windows silence(int count) {
    return leap(count * WINDOW_MS, GapReason.SILENCE);
  }

  /** The JVM's clock is set by so much. */
  Windows clockSet(long byMs) {
    return leap(byMs, GapReason.CLOCK);
  }

  private Windows leap(long byMs, GapReason reason) {
    startMs += byMs;
    next = begin().addGaps(Gap.newBuilder().setReason(reason).setTimeMs(startMs));
    return this;
  }

  /** Closes this window. */
  Windows end() {
    windows.add(next.build());
    startMs += WINDOW_MS;
    next = begin();
    return this;
  }

  List<JvmWindow> list() {
    return List.copyOf(windows);
  }

  /** Plays them all, the end included. */
  List<Opinion> before(Contender contender) {
    return play(contender, windows, Map.of());
  }

  static List<Opinion> play(
      Contender contender, List<JvmWindow> windows, Map<String, String> attributes) {
    Watch watch = contender.watch(someCase(attributes), "a/1@1");
    List<Opinion> opinions = new ArrayList<>();
    windows.forEach(window -> opinions.addAll(watch.accept(window)));
    opinions.addAll(watch.end());
    return opinions;
  }

  /**
   * When alarms were raised and withdrawn: numbers of windows, counted from 0, a raised one
   * positive, a withdrawn one negative. Needs windows without leaps.
   */
  List<Integer> alarms(Contender contender) {
    List<Integer> alarms = new ArrayList<>();
    boolean alarm = false;
    for (Opinion opinion : before(contender)) {
      if (opinion.alarm() != alarm) {
        alarm = opinion.alarm();
        int number = (int) ((opinion.timeMs() - START_MS) / WINDOW_MS) - 1;
        alarms.add(alarm ? number : -number);
      }
    }
    return alarms;
  }

  static Case someCase(Map<String, String> attributes) {
    return new Case(
        "some",
        Tier.SIMULATED,
        Families.of("steady"),
        Collector.PARALLEL,
        Truth.healthy(),
        attributes,
        sink -> {});
  }

  static long bytes(double mib) {
    return Math.round(mib * MIB);
  }

  private JvmWindow.Builder begin() {
    return JvmWindow.newBuilder()
        .setInfo(info)
        .setStartTimeMs(startMs)
        .setEndTimeMs(startMs + WINDOW_MS)
        .setHeapMaxBytes(limitBytes);
  }
}
