package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.ArrayList;
import java.util.List;

/** The life of one leaking JVM, for tests outside this package. */
public final class LeakingWindows {

  private LeakingWindows() {}

  /** Flat for a minute, then leaking until the last window says that the JVM ended. */
  public static List<JvmWindow> untilDeath() {
    Heap heap = Heap.of(Collector.PARALLEL, 128, 1).cleaningEvery(6);
    List<JvmWindow> windows =
        new ArrayList<>(heap.windows(200, t -> 25 + 0.7 * Math.max(0, t - 60)));
    windows.add(heap.end(200));
    return windows;
  }
}
