package io.heapcast.bench.score;

import io.heapcast.telemetry.v1.VerdictState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a healthy run that deserves a name was called by it: of the time in which the contender
 * said anything else than HEALTHY or UNKNOWN, most must go to the right name. A contender that
 * stays at HEALTHY did not see what goes on, and named nothing. The end of the run alone would not
 * do: a cache that has filled is healthy then.
 */
final class Naming {

  private static final Set<VerdictState> UNNAMED =
      EnumSet.of(
          VerdictState.VERDICT_STATE_UNSPECIFIED, VerdictState.UNKNOWN, VerdictState.HEALTHY);

  private Naming() {}

  /** Absent: the contender told no state at all. */
  static Optional<Boolean> isRight(VerdictState deserved, List<Stretch> stretches) {
    Map<VerdictState, Long> times = new EnumMap<>(VerdictState.class);
    boolean told = false;
    for (Stretch stretch : stretches) {
      Optional<VerdictState> state = stretch.opinion().state();
      told |= state.isPresent();
      if (state.isPresent() && !UNNAMED.contains(state.get())) {
        times.merge(state.get(), stretch.untilMs() - stretch.fromMs(), Long::sum);
      }
    }
    if (!told) {
      return Optional.empty();
    }
    long right = times.getOrDefault(deserved, 0L);
    long all = times.values().stream().mapToLong(Long::longValue).sum();
    return Optional.of(right > 0 && right * 2 > all);
  }
}
