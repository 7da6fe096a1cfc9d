package io.heapcast.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What {@link ChildJvm} runs to see how long its threads were held up. */
final class Heartbeat {

  private static final long BEAT_NANOS = 1_000_000;

  private static final AtomicLong LONGEST = new AtomicLong();
  private static final AtomicLong BEATS = new AtomicLong();

  private Heartbeat() {}

  /** Answers "stall" with the longest delay in milliseconds so far, "beats" with their number. */
  public static void main(String[] args) throws IOException {
    Thread beat = new Thread(Heartbeat::beat, "heartbeat");
    beat.setDaemon(true);
    beat.start();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null && !line.equals("exit"); line = in.readLine()) {
      System.out.println(line.equals("stall") ? LONGEST.getAndSet(0) / 1_000_000 : BEATS.get());
    }
  }

  private static void beat() {
    while (true) {
      long before = System.nanoTime();
      LockSupport.parkNanos(BEAT_NANOS);
      long delay = System.nanoTime() - before - BEAT_NANOS;
      LONGEST.accumulateAndGet(delay, Math::max);
      BEATS.incrementAndGet();
    }
  }
}
