package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Watch;
import java.time.Duration;

/**
 * The survival-ratio rule: of heap use h after successive collections, (h2 − h1)/(h1 − h0) > 1.3
 * three times in a row with h rising all the while, and collections coming more slowly. Holds until
 * the next collection says otherwise.
 *
 * <p>"More slowly" is read as: fewer collections per second over the later half of the five values
 * than over the earlier one. The stream tells every old collection and the last young one of a
 * window.
 */
final class SurvivalRatio implements Contender {

  private static final double RATIO = 1.3;

  /** h0 to h4: three ratios. */
  private static final int VALUES = 5;

  @Override
  public String name() {
    return "survival ratio";
  }

  @Override
  public String about() {
    return "(h2 − h1)/(h1 − h0) > 1.3 three times in a row on heap use after collections, which come"
        + " more slowly (a rule of thumb, no single source).";
  }

  @Override
  public Watch watch(Case watched, String jvmId) {
    return new RuleWatch(new Ratios(), Duration.ZERO);
  }

  private static final class Ratios implements Rule {

    private final Trail uses = new Trail(VALUES);
    private final Trail counts = new Trail(VALUES);
    private long collections;
    private boolean holds;

    @Override
    public boolean holds(Gauges gauges) {
      collections += gauges.collections();
      boolean held = false;
      for (int i = 0; i < gauges.afterCount(); i++) {
        uses.add(gauges.after(i), gauges.afterMs(i));
        // Of several in a window the last ends it.
        counts.add(collections - (gauges.afterCount() - 1.0 - i), gauges.afterMs(i));
        held |= uses.isFull() && accelerates() && slowsDown();
      }
      holds = gauges.afterCount() > 0 ? held : holds;
      return holds;
    }

    private boolean accelerates() {
      double rise = uses.value(1) - uses.value(0);
      for (int i = 2; i < VALUES; i++) {
        double next = uses.value(i) - uses.value(i - 1);
        if (rise <= 0 || next <= RATIO * rise) {
          return false;
        }
        rise = next;
      }
      return true;
    }

    private boolean slowsDown() {
      int middle = VALUES / 2;
      return rate(middle, VALUES - 1) < rate(0, middle);
    }

    /** Collections per millisecond; infinite within one instant. */
    private double rate(int from, int to) {
      return (counts.value(to) - counts.value(from)) / (counts.time(to) - counts.time(from));
    }
  }
}
