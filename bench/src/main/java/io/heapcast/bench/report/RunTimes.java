package io.heapcast.bench.report;

import io.heapcast.bench.report.Exhibit.Knot;
import io.heapcast.bench.report.Exhibit.Point;
import io.heapcast.bench.report.Exhibit.Told;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Times of a run, told since its begin: what matters is how long it took, not the date. */
final class RunTimes {

  private RunTimes() {}

  /** First time that anything is known of. */
  static long beginMs(Exhibit exhibit) {
    return observed(exhibit).min().orElse(0);
  }

  /** Last time that anything is known of, or that is true. */
  static long endMs(Exhibit exhibit) {
    return LongStream.concat(
            observed(exhibit),
            LongStream.concat(
                exhibit.truth().exhaustedMs().stream(), exhibit.truth().leakEndMs().stream()))
        .max()
        .orElse(1);
  }

  /** "3 h 12 min", as on the axis of time. */
  static String since(Exhibit exhibit, long timeMs) {
    long afterMs = timeMs - beginMs(exhibit);
    return afterMs < 0
        ? Numbers.duration(Duration.ofMillis(-afterMs)) + " before the start"
        : Numbers.duration(Duration.ofMillis(afterMs));
  }

  /** A time that was told, with its interval. */
  static String since(Exhibit exhibit, Told told) {
    return "%s (80\u00a0%%: %s to %s)"
        .formatted(
            since(exhibit, told.midMs()),
            since(exhibit, told.lowMs()),
            since(exhibit, told.highMs()));
  }

  /** Median distance of neighbours in one JVM; a curve without neighbours has none. */
  static long usualStepMs(List<Point> points) {
    long[] steps = new long[points.size()];
    int count = 0;
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).jvm() == points.get(i - 1).jvm()) {
        steps[count++] = points.get(i).timeMs() - points.get(i - 1).timeMs();
      }
    }
    long[] sorted = LongStream.of(steps).limit(count).sorted().toArray();
    return count == 0 ? Long.MAX_VALUE / 100 : Math.max(1, sorted[count / 2]);
  }

  private static LongStream observed(Exhibit exhibit) {
    return LongStream.concat(
        exhibit.curve().stream().mapToLong(Point::timeMs),
        exhibit.knots().stream().mapToLong(Knot::timeMs));
  }
}
