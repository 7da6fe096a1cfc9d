package io.heapcast.bench.load;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The child of a {@link LargeRecording}: allocates as fast as it can, on stacks of several depths,
 * until standard input ends. A bounded part of it survives for a while, so that collections have
 * something to copy.
 */
final class Allocations {

  private static final int SURVIVING = 20_000;
  private static final int DEEPEST = 12;

  private int kept;

  private Allocations() {}

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> new Allocations().run(), "allocations-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    while (System.in.read() >= 0) {
      // The parent closes it when the recording is large enough.
    }
  }

  private void run() {
    Queue<Object> survivors = new ArrayDeque<>();
    while (kept >= 0) {
      survivors.add(call(kept % DEEPEST));
      if (survivors.size() > SURVIVING) {
        survivors.remove();
      }
      kept = (kept + 1) & Integer.MAX_VALUE;
    }
  }

  private Object call(int depth) {
    return depth > 0 ? call(depth - 1) : made();
  }

  private Object made() {
    return switch (kept % 4) {
      case 0 -> new byte[512];
      case 1 -> new long[64];
      case 2 -> new Object[128];
      default -> new char[256];
    };
  }
}
