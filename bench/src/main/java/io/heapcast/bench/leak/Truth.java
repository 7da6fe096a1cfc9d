package io.heapcast.bench.leak;

import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What really happened in a run. Times are milliseconds since the epoch, in the run's event time.
 *
 * @param resource that leaks; of a healthy run the one that looks as if, mostly HEAP
 * @param leakBeginMs first leaking allocation; absent: none
 * @param leakEndMs when the leak stopped by itself; absent: it did not
 * @param exhaustedMs OutOfMemoryError, or live bytes crossing the limit; absent: not within the run
 * @param healthyState the name that a healthy run deserves, such as CACHE_FILLING; absent: HEALTHY
 *     and whatever else is no alarm
 */
public record Truth(
    Label label,
    Resource resource,
    OptionalLong leakBeginMs,
    OptionalLong leakEndMs,
    OptionalLong exhaustedMs,
    Optional<VerdictState> healthyState) {

  public Truth {
    if ((label == Label.LEAK) != leakBeginMs.isPresent()) {
      throw new IllegalArgumentException(
          "leakBeginMs is %s in a run labelled %s: it belongs to leaks, and to all of them"
              .formatted(leakBeginMs, label));
    }
  }

  /** A leak that goes on. */
  public static Truth leak(Resource resource, long leakBeginMs, OptionalLong exhaustedMs) {
    return new Truth(
        Label.LEAK,
        resource,
        OptionalLong.of(leakBeginMs),
        OptionalLong.empty(),
        exhaustedMs,
        Optional.empty());
  }

  /** A healthy run without a name of its own. */
  public static Truth healthy() {
    return new Truth(
        Label.HEALTHY,
        Resource.HEAP,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty());
  }

  /** A healthy run that deserves a name. */
  public static Truth healthy(VerdictState state) {
    return new Truth(
        Label.HEALTHY,
        Resource.HEAP,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of(state));
  }
}
