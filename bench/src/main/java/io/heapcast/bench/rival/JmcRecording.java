package io.heapcast.bench.rival;

import io.heapcast.bench.real.JmcLiveSet;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.JvmWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What JMC's live-set rule needs of a recording, gathered from windows: heap use after collections
 * with its time, loaded classes where their number changed, how many collections of each generation
 * there were.
 *
 * <p>Of young collections a window tells the last. The JDK records a collection of the old
 * generation as such ({@code jdk.OldGarbageCollection}) for Serial, Parallel and G1 only; without
 * one the rule stays below a warning.
 */
final class JmcRecording {

  private static final Set<Collector> WITH_GENERATIONS =
      EnumSet.of(Collector.SERIAL, Collector.PARALLEL, Collector.G1);

  private final Gauges gauges = new Gauges();
  private final Samples uses = new Samples();
  private final Samples classes = new Samples();
  private long startMs = Long.MIN_VALUE;
  private long lastClasses = -1;
  private long youngCollections;
  private long oldCollections;

  /** Takes the next window. */
  void add(JvmWindow window) {
    if (!gauges.accept(window)) {
      return;
    }
    if (startMs == Long.MIN_VALUE) {
      startMs = window.getStartTimeMs();
    }
    for (int i = 0; i < gauges.afterCount(); i++) {
      uses.add(gauges.afterMs(i), (long) gauges.after(i));
    }
    if (window.hasClassesLoaded() && window.getClassesLoaded() != lastClasses) {
      lastClasses = window.getClassesLoaded();
      classes.add(gauges.timeMs(), lastClasses);
    }
    if (WITH_GENERATIONS.contains(window.getInfo().getCollector())) {
      window.getGcTotalsList().forEach(this::count);
    }
  }

  /** The rule's severity by name. */
  String severity() {
    if (startMs == Long.MIN_VALUE) {
      return "NA";
    }
    try {
      Path file = Files.createTempFile("heapcast-live-set", ".jfr");
      try {
        JmcScribe.write(this, file);
        return JmcLiveSet.judge(file).severity();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Start of the first window, milliseconds since the epoch. */
  long startMs() {
    return startMs;
  }

  /** End of the last window, milliseconds since the epoch. */
  long endMs() {
    return gauges.timeMs();
  }

  /** Bytes after collections. */
  Samples uses() {
    return uses;
  }

  /** Classes loaded so far. */
  Samples classes() {
    return classes;
  }

  long youngCollections() {
    return youngCollections;
  }

  long oldCollections() {
    return oldCollections;
  }

  private void count(GcTotals totals) {
    if (totals.getKind() == GcKind.YOUNG || totals.getKind() == GcKind.MIXED) {
      youngCollections += totals.getCount();
    } else {
      oldCollections += totals.getCount();
    }
  }

  /**
   * Values with their times, milliseconds since the epoch, in order: all of them, or, of more than
   * {@value #MOST}, every second, every fourth, … The rule draws a line through them, which an
   * evenly thinned series hardly moves.
   */
  static final class Samples {

    static final int MOST = 16_384;

    private long[] times = new long[64];
    private long[] values = new long[64];
    private int size;
    private int stride = 1;
    private int skipped;

    void add(long timeMs, long value) {
      if (skipped < stride - 1) {
        skipped++;
        return;
      }
      skipped = 0;
      if (size == MOST) {
        halve();
      }
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      times[size] = timeMs;
      values[size++] = value;
    }

    int size() {
      return size;
    }

    long timeMs(int i) {
      return times[i];
    }

    long value(int i) {
      return values[i];
    }

    private void halve() {
      size /= 2;
      for (int i = 0; i < size; i++) {
        times[i] = times[2 * i];
        values[i] = values[2 * i];
      }
      stride *= 2;
    }
  }
}
