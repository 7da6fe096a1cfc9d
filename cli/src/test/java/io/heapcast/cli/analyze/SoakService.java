package io.heapcast.cli.analyze;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the recorded JVMs run: so many megabytes through the heap, some of which live on a while.
 */
final class SoakService {

  private static final int BLOCK_BYTES = 10_000;
  private static final int KEPT = 1_500;
  private static final int BLOCKS_PER_GC = 8_000;

  private static final Deque<byte[]> LIVE = new ArrayDeque<>();

  private SoakService() {}

  /** With three collections that are asked for, so that every collector has old ones. */
  public static void main(String[] args) {
    for (int i = 1; i <= 3 * BLOCKS_PER_GC; i++) {
      LIVE.add(new byte[BLOCK_BYTES]);
      if (LIVE.size() > KEPT) {
        LIVE.remove();
      }
      if (i % BLOCKS_PER_GC == 0) {
        System.gc();
      }
    }
  }
}
