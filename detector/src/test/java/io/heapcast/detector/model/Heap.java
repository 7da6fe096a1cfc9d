package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A heap for tests: a live set given as a function of seconds, seen through the windows that a
 * collector of this kind would give, with noise of one percent of the limit.
 */
final class Heap {

  static final long START_MS = 1_790_000_000_000L;
  static final double MIB = 1024.0 * 1024.0;

  private final Collector collector;
  private final double limitMib;
  private final Random random;
  private double cleaningEverySeconds = 10;
  private double allocationMibPerSecond = 40;
  private double noiseShare = 0.01;

  private Heap(Collector collector, double limitMib, long seed) {
    this.collector = collector;
    this.limitMib = limitMib;
    this.random = new Random(seed);
  }

  static Heap of(Collector collector, double limitMib, long seed) {
    return new Heap(collector, limitMib, seed);
  }

  /** Infinite: no old collection ever. */
  Heap cleaningEvery(double seconds) {
    cleaningEverySeconds = seconds;
    return this;
  }

  Heap noise(double shareOfLimit) {
    noiseShare = shareOfLimit;
    return this;
  }

  /** Windows of 10 s from 0 to {@code seconds}. */
  List<JvmWindow> windows(double seconds, DoubleUnaryOperator liveMib) {
    List<JvmWindow> windows = new ArrayList<>();
    double nextCleaning = cleaningEverySeconds * (0.5 + random.nextDouble());
    int gcId = 0;
    for (int start = 0; start + 10 <= seconds; start += 10) {
      JvmWindow.Builder window = window(start);
      while (nextCleaning < start + 10) {
        addCleaning(window, ++gcId, nextCleaning, liveMib.applyAsDouble(nextCleaning));
        nextCleaning += cleaningEverySeconds * (0.8 + 0.4 * random.nextDouble());
      }
      addYoung(window, start, liveMib.applyAsDouble(start + 5.0));
      windows.add(window.build());
    }
    return windows;
  }

  /** The last window of the JVM, after {@code seconds}. */
  JvmWindow end(double seconds) {
    return window((int) seconds)
        .setEnded(JvmEnded.newBuilder().setTimeMs(START_MS + (long) (seconds * 1000) + 100))
        .build();
  }

  JvmInfo info() {
    return JvmInfo.newBuilder()
        .setJvmId("host-a/4711@" + START_MS / 1000)
        .setServiceName("cart")
        .setServiceInstanceId("host-a/4711")
        .setServiceNameSource(io.heapcast.telemetry.v1.ServiceNameSource.CONFIGURED)
        .setStartTimeMs(START_MS)
        .setCollector(collector)
        .build();
  }

  private JvmWindow.Builder window(int startSeconds) {
    return JvmWindow.newBuilder()
        .setInfo(info())
        .setStartTimeMs(START_MS + startSeconds * 1000L)
        .setEndTimeMs(START_MS + (startSeconds + 10) * 1000L)
        .setHeapMaxBytes((long) (limitMib * MIB))
        .setWorkBytes(work(startSeconds + 10));
  }

  private void addCleaning(JvmWindow.Builder window, int gcId, double seconds, double live) {
    if (collector == Collector.G1) {
      window.addCollections(collection(gcId * 10, seconds, live * 1.2, GcKind.CONCURRENT));
      window.addCollections(collection(gcId * 10 + 1, seconds + 0.2, live, GcKind.MIXED));
    } else {
      window.addCollections(collection(gcId * 10, seconds, live, GcKind.FULL));
    }
  }

  private Collection collection(int gcId, double seconds, double mib, GcKind kind) {
    return Collection.newBuilder()
        .setGcId(gcId)
        .setEndTimeMs(START_MS + (long) (seconds * 1000))
        .setWorkBytes(work(seconds))
        .setKind(kind)
        .setHeapAfterBytes((long) (Math.max(0, noisy(mib)) * MIB))
        .build();
  }

  /** Young collections see old garbage too: never below the live set. */
  private void addYoung(JvmWindow.Builder window, int start, double live) {
    double garbage = 0.05 * limitMib * random.nextDouble();
    long at = START_MS + start * 1000L + 5_000;
    window.setYoung(
        YoungCollections.newBuilder()
            .setCount(3)
            .setLowestAfterBytes((long) ((live + garbage + 0.02 * limitMib) * MIB))
            .setLowestTimeMs(at)
            .setLowestWorkBytes(work(start + 5.0)));
  }

  private double noisy(double mib) {
    return mib + Math.abs(random.nextGaussian()) * noiseShare * limitMib;
  }

  private long work(double seconds) {
    return (long) (allocationMibPerSecond * seconds * MIB);
  }
}
