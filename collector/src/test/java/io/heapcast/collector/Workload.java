package io.heapcast.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** What {@link ChildJvm} runs: allocates when told to, by lines on standard input. */
final class Workload {

  private static final int KEPT = 1_200;
  private static final int BLOCK_BYTES = 20_000;

  private static final Deque<byte[]> LIVE = new ArrayDeque<>();

  private Workload() {}

  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null && !line.equals("exit"); line = in.readLine()) {
      if (line.equals("run out of memory")) {
        while (true) {
          LIVE.add(new byte[50 * BLOCK_BYTES]);
        }
      }
      allocate(Integer.parseInt(line.substring("work ".length())));
      System.out.println("done");
    }
  }

  /** Some of what is allocated lives on for a while, so that old collections have work. */
  private static void allocate(int millis) {
    long start = System.nanoTime();
    boolean full = false;
    for (long i = 0; elapsedMillis(start) < millis; i++) {
      byte[] block = new byte[BLOCK_BYTES];
      if (i % 12 == 0) {
        LIVE.add(block);
        if (LIVE.size() > KEPT) {
          LIVE.remove();
        }
      }
      if (!full && elapsedMillis(start) > millis / 2) {
        full = true;
        System.gc();
      }
      if (i % 64 == 0) {
        Thread.onSpinWait();
        sleepBriefly();
      }
    }
  }

  private static long elapsedMillis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void sleepBriefly() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
