package io.heapcast.cli.demo.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Requests that wait a few seconds for somebody else, a payment or a supplier, and keep what they
 * know meanwhile. Too old to die young: they are what fills the old generation of a healthy
 * service.
 */
final class InFlight {

  private static final int PART_BYTES = 2048;

  private final SplittableRandom random;
  private final double leastSeconds;
  private final double mostSeconds;
  private final PriorityQueue<Wait> waits =
      new PriorityQueue<>(Comparator.comparingDouble(Wait::untilSeconds));

  private record Wait(double untilSeconds, List<byte[]> state) {}

  InFlight(long seed, double leastSeconds, double mostSeconds) {
    random = new SplittableRandom(seed);
    this.leastSeconds = leastSeconds;
    this.mostSeconds = mostSeconds;
  }

  /** A request begins to wait with so much state; those whose wait is over are let go. */
  void await(double nowSeconds, int stateBytes) {
    letGo(nowSeconds);
    List<byte[]> state = new ArrayList<>();
    for (int bytes = 0; bytes < stateBytes; bytes += PART_BYTES) {
      state.add(new byte[PART_BYTES]);
    }
    waits.add(new Wait(nowSeconds + random.nextDouble(leastSeconds, mostSeconds), state));
  }

  int size() {
    return waits.size();
  }

  private void letGo(double nowSeconds) {
    for (Wait next = waits.peek();
        next != null && next.untilSeconds() <= nowSeconds;
        next = waits.peek()) {
      waits.remove();
    }
  }
}
