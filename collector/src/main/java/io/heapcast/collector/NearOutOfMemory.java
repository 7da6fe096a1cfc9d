package io.heapcast.collector;

/**
 * Notices, from within, that an application is about to run out of heap: what the agent itself
 * holds must not be the last straw.
 */
final class NearOutOfMemory {

  /** Below one thirty-second of the heap the JVM collects again and again. */
  private static final int SHARE = 32;

  /** Right before a collection there is always little left. */
  private static final int LOOKS = 3;

  private int looks;
  private boolean steppedBack;

  /** Whether to step back; true once. */
  boolean stepBack(Runtime heap) {
    return stepBack(heap.maxMemory(), heap.maxMemory() - (heap.totalMemory() - heap.freeMemory()));
  }

  boolean stepBack(long maxBytes, long leftBytes) {
    looks = leftBytes < maxBytes / SHARE ? looks + 1 : 0;
    boolean now = looks >= LOOKS && !steppedBack;
    steppedBack |= now;
    return now;
  }
}
