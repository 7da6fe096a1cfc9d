package io.heapcast.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/** A service that allocates and keeps a little of it, until it is killed. */
final class Allocating {

  private static final int KEPT = 600;
  private static final int BLOCK_BYTES = 20_000;

  /** 500 µs make 40 MB a second. */
  private static final long PAUSE_NANOS = Long.getLong("heapcast.test.pause.nanos", 500_000);

  private Allocating() {}

  public static void main(String[] arguments) {
    Thread.currentThread().setName(System.getProperty("heapcast.test.thread", "main"));
    Deque<byte[]> live = new ArrayDeque<>();
    for (long i = 0; ; i++) {
      byte[] block = new byte[BLOCK_BYTES];
      if (i % 10 == 0) {
        live.add(block);
        if (live.size() > KEPT) {
          live.remove();
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
