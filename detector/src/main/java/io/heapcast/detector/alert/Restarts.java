package io.heapcast.detector.alert;

import io.heapcast.detector.v1.PlannedRestart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How old JVMs of a service usually become before they are restarted in good order, by deployments
 * or by schedule. Ends by a leak, crashes and kills are no plan.
 */
final class Restarts {

  private static final int MOST = 20;

  /** Fewer are no habit. */
  private static final int LEAST = 3;

  /** Four of five restarts come before the usual life. */
  private static final double QUANTILE = 0.8;

  /** Replicas that ended within this share of their life of each other restarted together. */
  private static final double TOGETHER_SHARE = 0.1;

  private final List<PlannedRestart> latest;

  Restarts(List<PlannedRestart> latest) {
    this.latest = new ArrayList<>(latest);
  }

  List<PlannedRestart> toState() {
    return latest;
  }

  /** A JVM was shut down; times in milliseconds. */
  void add(long startMs, long endedMs) {
    long lifeMs = endedMs - startMs;
    if (lifeMs <= 0) {
      return;
    }
    if (!latest.isEmpty()) {
      PlannedRestart last = latest.get(latest.size() - 1);
      if (Math.abs(endedMs - last.getEndedMs()) <= TOGETHER_SHARE * lifeMs) {
        latest.set(
            latest.size() - 1, restart(last.getEndedMs(), Math.max(lifeMs, last.getLifeMs())));
        return;
      }
    }
    latest.add(restart(endedMs, lifeMs));
    if (latest.size() > MOST) {
      latest.remove(0);
    }
  }

  /** The age before which four of five restarts came; empty while fewer than three were seen. */
  Optional<Long> usualLifeMs() {
    if (latest.size() < LEAST) {
      return Optional.empty();
    }
    long[] lives = latest.stream().mapToLong(PlannedRestart::getLifeMs).sorted().toArray();
    return Optional.of(lives[(int) Math.ceil(QUANTILE * lives.length) - 1]);
  }

  private static PlannedRestart restart(long endedMs, long lifeMs) {
    return PlannedRestart.newBuilder().setEndedMs(endedMs).setLifeMs(lifeMs).build();
  }
}
