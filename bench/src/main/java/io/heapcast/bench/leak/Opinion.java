package io.heapcast.bench.leak;

import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a contender holds of one resource of one JVM, from {@code timeMs} until its next opinion.
 *
 * @param timeMs event time at which it came to it: the end of the window, at the earliest
 * @param alarm whether somebody would be told of a leak
 * @param state absent: the contender has no such names
 * @param probability of a leak, 0 to 1; absent: it tells none
 * @param inflection begin of the growth; absent: it tells none
 * @param exhaustion absolute times; absent: it tells none
 */
public record Opinion(
    long timeMs,
    Resource resource,
    boolean alarm,
    Optional<VerdictState> state,
    OptionalDouble probability,
    Optional<Interval> inflection,
    Optional<Interval> exhaustion) {

  /**
   * An estimate with its 80 % interval, in milliseconds since the epoch.
   *
   * @param lowMs 10 % quantile
   * @param midMs median or best estimate
   * @param highMs 90 % quantile
   */
  public record Interval(long lowMs, long midMs, long highMs) {}

  /** An opinion on the heap that knows only yes and no. */
  public static Opinion heap(long timeMs, boolean alarm) {
    return new Opinion(
        timeMs,
        Resource.HEAP,
        alarm,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
