package io.heapcast.bench.run;

import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Thins the windows of a case to a curve as they come: spans that become too many are joined two by
 * two, so that a run of any length takes the same space.
 */
final class CurveBuilder {

  /** Further JVMs of a run are not drawn. */
  private static final int MOST_JVMS = 60;

  private final Resource resource;
  private SortedMap<Key, Bucket> buckets = newBuckets();
  private long widthMs = WindowEngine.WINDOW_MS;

  CurveBuilder(Resource resource) {
    this.resource = resource;
  }

  /** Takes a window of the JVM with that number; JVMs count from 0. */
  void add(int jvm, JvmWindow window) {
    if (jvm >= MOST_JVMS) {
      return;
    }
    Bucket seen = Bucket.of(window, resource);
    if (seen.isEmpty()) {
      return;
    }
    buckets.merge(key(jvm, window.getStartTimeMs()), seen, Bucket::join);
    while (buckets.size() > Curve.MOST_POINTS) {
      joinPairs();
    }
  }

  Curve build() {
    List<Curve.Point> points = new ArrayList<>(buckets.size());
    buckets.forEach(
        (key, bucket) ->
            points.add(
                new Curve.Point(
                    key.jvm(),
                    key.slot() * widthMs,
                    known(bucket.level()),
                    known(bucket.cleaned()),
                    known(bucket.limit()))));
    return new Curve(points);
  }

  private void joinPairs() {
    SortedMap<Key, Bucket> joined = newBuckets();
    long before = widthMs;
    widthMs *= 2;
    buckets.forEach(
        (key, bucket) -> joined.merge(key(key.jvm(), key.slot() * before), bucket, Bucket::join));
    buckets = joined;
  }

  private Key key(int jvm, long timeMs) {
    return new Key(jvm, Math.floorDiv(timeMs, widthMs));
  }

  private static SortedMap<Key, Bucket> newBuckets() {
    return new TreeMap<>(Comparator.comparingInt(Key::jvm).thenComparingLong(Key::slot));
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private record Key(int jvm, long slot) {}

  /** Values as in {@link Curve.Point}; NaN: absent. */
  private record Bucket(boolean leastLevel, double level, double cleaned, double limit) {

    static Bucket of(JvmWindow window, Resource resource) {
      return switch (resource) {
        case METASPACE ->
            last(
                window.hasMetaspaceUsedBytes(),
                window.getMetaspaceUsedBytes(),
                window.hasMetaspaceLimitBytes(),
                window.getMetaspaceLimitBytes());
        case THREADS -> last(window.hasThreads(), window.getThreads(), false, 0);
        case DIRECT ->
            last(
                window.hasDirectUsedBytes(),
                window.getDirectUsedBytes(),
                window.hasDirectLimitBytes(),
                window.getDirectLimitBytes());
        case NATIVE ->
            last(
                window.hasResidentBytes(),
                window.getResidentBytes(),
                window.hasContainerLimitBytes(),
                window.getContainerLimitBytes());
        default -> heap(window);
      };
    }

    boolean isEmpty() {
      return Double.isNaN(level) && Double.isNaN(cleaned);
    }

    Bucket join(Bucket later) {
      return new Bucket(
          leastLevel,
          leastLevel ? least(level, later.level) : latest(level, later.level),
          least(cleaned, later.cleaned),
          latest(limit, later.limit));
    }

    private static Bucket heap(JvmWindow window) {
      double young =
          window.getYoung().hasLowestAfterBytes()
              ? window.getYoung().getLowestAfterBytes()
              : Double.NaN;
      double cleaned =
          window.getCollectionsList().stream()
              .filter(Collection::hasHeapAfterBytes)
              .mapToDouble(Collection::getHeapAfterBytes)
              .min()
              .orElse(Double.NaN);
      double limit = window.hasHeapMaxBytes() ? window.getHeapMaxBytes() : Double.NaN;
      return new Bucket(true, young, cleaned, limit);
    }

    private static Bucket last(boolean known, long value, boolean limited, long limit) {
      return new Bucket(
          false, known ? value : Double.NaN, Double.NaN, limited ? limit : Double.NaN);
    }

    private static double least(double one, double other) {
      return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
    }

    private static double latest(double earlier, double later) {
      return Double.isNaN(later) ? earlier : later;
    }
  }
}
