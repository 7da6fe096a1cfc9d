package io.heapcast.bench.simulate;

/**
 * A cache of soft references. The JVM keeps them for one second per MiB that the heap could still
 * grow (SoftRefLRUPolicyMSPerMB), and lets all go before it gives up.
 *
 * @param bytesPerSecond newly cached at ordinary load
 */
record SoftReferences(double bytesPerSecond) implements Holder.Growth {

  private static final double MIB = 1 << 20;

  @Override
  public double next(double size, Moment now) {
    return size + bytesPerSecond * now.work();
  }

  @Override
  public double cleaned(double size, double freeBytes, boolean lastResort) {
    double keptSeconds = Math.max(0, freeBytes) / MIB;
    return lastResort ? 0 : Math.min(size, bytesPerSecond * keptSeconds);
  }
}
