package io.heapcast.bench.run;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a person would look at to judge a run: the resource in question over time, thinned.
 *
 * @param points at most {@value #MOST_POINTS}; by JVM, then time
 */
public record Curve(List<Point> points) {

  /** More would not be seen. */
  public static final int MOST_POINTS = 300;

  public Curve {
    points = List.copyOf(points);
  }

  /**
   * A span of time of one JVM.
   *
   * @param jvm which JVM of the run, from 0, in the order of {@link Played#jvms()}
   * @param timeMs its begin
   * @param level heap: the least use after a young collection; other resources: the last value;
   *     absent: none was seen
   * @param cleaned heap: the least use after a collection that looked at more than the young
   *     generation; absent: there was none; absent for other resources
   * @param limit absent: none is known
   */
  public record Point(
      int jvm, long timeMs, OptionalDouble level, OptionalDouble cleaned, OptionalDouble limit) {}
}
