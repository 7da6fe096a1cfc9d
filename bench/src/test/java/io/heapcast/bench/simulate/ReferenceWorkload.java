package io.heapcast.bench.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The program whose GC logs the simulated collectors are compared with: garbage, objects in flight,
 * a churning cache, a constant live set, and a leak where asked for. Runs without a class path.
 *
 * <p>{@code java -Xmx256m -XX:+UseG1GC -Xlog:gc*:file=real.log ReferenceWorkload.java 50 0 40 100}
 */
final class ReferenceWorkload {

  private static final int KIB = 1_024;

  private static final List<byte[]> LEAK = new ArrayList<>();
  private static final List<byte[]> BASE = new ArrayList<>();
  private static final byte[][] CACHE = new byte[4_096][];
  private static byte[] sink = {};

  private ReferenceWorkload() {}

  /**
   * Works for some seconds.
   *
   * @param args live MiB, leaked KiB per second, seconds, allocated MiB per second
   */
  public static void main(String[] args) throws InterruptedException {
    int baseMib = Integer.parseInt(args[0]);
    int leakKibPerSecond = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    int mibPerSecond = Integer.parseInt(args[3]);
    Random random = new Random(1);
    ArrayDeque<byte[]> inFlight = new ArrayDeque<>();
    for (int i = 0; i < baseMib * KIB / 4; i++) {
      BASE.add(new byte[4 * KIB - 16]);
    }
    long begin = System.nanoTime();
    long requests = 0;
    double elapsed = 0;
    while (elapsed < seconds) {
      for (int i = 0; i < 16; i++) {
        sink = new byte[4 * KIB - 16];
      }
      inFlight.add(new byte[4 * KIB - 16]);
      if (inFlight.size() > 1_000) {
        inFlight.poll();
      }
      if (requests % 4 == 0) {
        CACHE[random.nextInt(CACHE.length)] = new byte[4 * KIB - 16];
      }
      requests++;
      elapsed = (System.nanoTime() - begin) / 1e9;
      while (4.0 * LEAK.size() < elapsed * leakKibPerSecond) {
        LEAK.add(new byte[4 * KIB - 16]);
      }
      if (requests > elapsed * mibPerSecond * KIB / 69) {
        Thread.sleep(2);
      }
    }
    System.out.println(requests + " " + BASE.size() + " " + sink.length);
  }
}
