package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * Heap use after a collection is more than 15 % above what it was three collections before, of
 * whatever kind: a rule of thumb without a single source. The stream tells every old collection and
 * the last young one of a window, so that "three collections" are at least three windows where only
 * young ones run. Holds until the next collection says otherwise.
 */
final class ThreeCollections implements Contender {

  private static final double FACTOR = 1.15;
  private static final int COLLECTIONS = 3;

  @Override
  public String name() {
    return "+15 % over 3 GCs";
  }

  @Override
  public String about() {
    return "Heap use after a collection is more than 15 % above that of three collections before"
        + " (a rule of thumb, no single source).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(new Rise(), Duration.ZERO);
  }

  private static final class Rise implements Rule {

    private final Trail trail = new Trail(COLLECTIONS + 1);
    private boolean holds;

    @Override
    public boolean holds(Gauges gauges) {
      boolean held = false;
      for (int i = 0; i < gauges.afterCount(); i++) {
        trail.add(gauges.after(i), gauges.afterMs(i));
        held |= trail.isFull() && trail.value(COLLECTIONS) > FACTOR * trail.value(0);
      }
      holds = gauges.afterCount() > 0 ? held : holds;
      return holds;
    }
  }
}
