package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import io.heapcast.telemetry.v1.JvmWindow;
import java.time.Duration;
import java.util.List;

/**
 * An alert as Prometheus keeps it: its condition is asked every window; it fires when the condition
 * has held without a break for so long, and resolves as soon as it does not hold. It resolves, too,
 * when the series go stale.
 */
final class RuleWatch implements Watch {

  private static final long NEVER = Long.MIN_VALUE;

  private final Rule rule;
  private final long holdMs;
  private final Gauges gauges = new Gauges();
  private long heldSinceMs = NEVER;
  private boolean told;
  private boolean alarm;

  /**
   * A watch.
   *
   * @param hold Prometheus' {@code for}; zero: fires at once
   */
  RuleWatch(Rule rule, Duration hold) {
    this.rule = rule;
    this.holdMs = hold.toMillis();
  }

  @Override
  public List<Opinion> accept(JvmWindow window) {
    if (!gauges.accept(window)) {
      return List.of();
    }
    boolean now = fires(rule.holds(gauges));
    if (told && now == alarm) {
      return List.of();
    }
    told = true;
    alarm = now;
    return List.of(Opinion.heap(window.getEndTimeMs(), now));
  }

  private boolean fires(boolean holds) {
    if (!holds) {
      heldSinceMs = NEVER;
      return false;
    }
    if (heldSinceMs == NEVER || gauges.wasStale()) {
      heldSinceMs = gauges.timeMs();
    }
    return gauges.timeMs() - heldSinceMs >= holdMs;
  }
}
