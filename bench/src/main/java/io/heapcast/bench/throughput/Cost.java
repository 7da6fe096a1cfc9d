package io.heapcast.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * CPU of this whole process, garbage collection, compilation and network threads included, for a
 * number of things.
 *
 * @param cpuNanos of all threads
 * @param things such as records
 */
record Cost(long cpuNanos, long things) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** CPU that this process has used so far. */
  static long cpuNanosSoFar() {
    return SYSTEM.getProcessCpuTime();
  }

  Cost orLess(Cost other) {
    return other.cpuNanos < cpuNanos ? other : this;
  }

  double microsEach() {
    return cpuNanos / 1_000.0 / things;
  }
}
