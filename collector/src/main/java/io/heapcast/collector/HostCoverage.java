package io.heapcast.collector;

import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.WatchState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of a host is seen.
 *
 * @param seen JVMs that run now
 * @param watched of them, those whose telemetry is read
 * @param judgeable of the watched, those whose collector cleans memory at all
 * @param refusedByReason of the seen, those that are not watched, by stable code
 * @param endedUnwatched JVMs that ended before anything was read of them, since the start
 */
public record HostCoverage(
    int seen,
    int watched,
    int judgeable,
    Map<String, Integer> refusedByReason,
    long endedUnwatched) {

  public HostCoverage {
    refusedByReason = Map.copyOf(refusedByReason);
  }

  static HostCoverage of(List<JvmStatus> jvms, long endedUnwatched) {
    int seen = 0;
    int watched = 0;
    int judgeable = 0;
    Map<String, Integer> refused = new TreeMap<>();
    for (JvmStatus jvm : jvms) {
      if (jvm.getState() == WatchState.ENDED) {
        continue;
      }
      seen++;
      if (jvm.getState() == WatchState.WATCHED) {
        watched++;
        judgeable +=
            jvm.getInfo().getCollector() == io.heapcast.telemetry.v1.Collector.EPSILON ? 0 : 1;
      } else if (jvm.getState() == WatchState.REFUSED) {
        refused.merge(jvm.getReasonCode(), 1, Integer::sum);
      }
    }
    return new HostCoverage(seen, watched, judgeable, refused, endedUnwatched);
  }

  @Override
  public String toString() {
    return "%d JVMs seen, %d watched, %d judgeable, refused: %s"
        .formatted(
            seen,
            watched,
            judgeable,
            refusedByReason.isEmpty() ? "none" : new TreeMap<>(refusedByReason));
  }
}
