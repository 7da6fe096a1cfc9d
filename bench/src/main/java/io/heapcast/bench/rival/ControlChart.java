package io.heapcast.bench.rival;

/**
 * A control chart on heap use after collections of any kind, against its {@link ReferencePeriod}.
 */
abstract class ControlChart implements Rule {

  private final ReferencePeriod reference = new ReferencePeriod();

  @Override
  public final boolean holds(Gauges gauges) {
    if (reference.isWarm(gauges)) {
      for (int i = 0; i < gauges.afterCount(); i++) {
        if (reference.isOver(gauges.after(i))) {
          add(reference.standardised(gauges.after(i)));
        }
      }
    }
    return isOutOfControl();
  }

  /** Takes the next sample after the reference period, in standard deviations above its mean. */
  abstract void add(double z);

  abstract boolean isOutOfControl();
}
