package io.heapcast.bench.host;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * A service at a fixed pace: the same work each tick, whatever it takes. Tells on request by how
 * much its beats of 1 ms came late; one that runs in numbers has no beat.
 *
 * <pre>
 * PacedService KIB_PER_TICK TICK_MILLIS beat|still
 *     stdin "stalls" -> p50 p99 p99.9 max, in microseconds, and begins anew
 * </pre>
 */
final class PacedService {

  private static final long BEAT_NANOS = 1_000_000;
  private static final int KEPT = 2_000;
  private static final int OBJECT_BYTES = 256;
  private static final int MOST_BEATS = 1_000_000;
  private static final int ARGUMENTS = 3;
  private static final int TICKS_TO_BE_COMPILED = 50_000;
  private static final int OBJECTS_TO_BE_COMPILED = 64;

  private static long[] late = {};
  private static int beats;

  private PacedService() {}

  public static void main(String[] arguments) throws Exception {
    int perTick = Integer.parseInt(arguments[0]) * 1_024 / OBJECT_BYTES;
    long tickNanos = Long.parseLong(arguments[1]) * 1_000_000;
    daemon("work", () -> work(perTick, tickNanos));
    if (arguments.length == ARGUMENTS && arguments[2].equals("beat")) {
      late = new long[MOST_BEATS];
      daemon("beat", PacedService::beat);
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(stalls());
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Before it keeps its pace it works without a pause, until it is compiled for good: or what an
   * agent makes the compiler do sooner would look like a gift of the agent.
   */
  private static void work(int perTick, long tickNanos) {
    Deque<byte[]> live = new ArrayDeque<>();
    for (int i = 0; i < TICKS_TO_BE_COMPILED; i++) {
      tick(live, OBJECTS_TO_BE_COMPILED);
    }
    long next = System.nanoTime();
    while (true) {
      tick(live, perTick);
      next += tickNanos;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private static void tick(Deque<byte[]> live, int objects) {
    for (int i = 0; i < objects; i++) {
      live.add(new byte[OBJECT_BYTES]);
      if (live.size() > KEPT) {
        live.remove();
      }
    }
  }

  private static void beat() {
    while (true) {
      long before = System.nanoTime();
      LockSupport.parkNanos(BEAT_NANOS);
      took(Math.max(0, System.nanoTime() - before - BEAT_NANOS));
    }
  }

  private static synchronized void took(long nanos) {
    if (beats < late.length) {
      late[beats++] = nanos;
    }
  }

  private static synchronized String stalls() {
    long[] sorted = Arrays.copyOf(late, beats);
    Arrays.sort(sorted);
    beats = 0;
    return "%d %d %d %d"
        .formatted(
            quantile(sorted, 0.5),
            quantile(sorted, 0.99),
            quantile(sorted, 0.999),
            quantile(sorted, 1));
  }

  /** In microseconds. */
  private static long quantile(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))] / 1_000;
  }
}
