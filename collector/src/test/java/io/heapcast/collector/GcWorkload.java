package io.heapcast.collector;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A program that makes every kind of collection its collector knows: known bytes on known threads,
 * objects that die young, some that live on and die old, large ones, collections that were asked
 * for in three ways, and at last a heap that is nearly full.
 *
 * <p>Its threads live until the end, so that their counters can be held against the JVM's events.
 */
final class GcWorkload {

  private static final int KIB = 1 << 10;
  private static final int CHURNING_THREADS = 2;

  /** As far as the heap's size goes. */
  private static final int LIVE_PERCENT = 25;

  private static final int CROWDED_PERCENT = 70;
  private static final int SURVIVOR_BYTES = 4 * KIB;
  private static final int HUMONGOUS_BYTES = 800 * KIB;

  private static final long MAX_HEAP = Runtime.getRuntime().maxMemory();

  private static final AtomicLong CHURNED = new AtomicLong();
  private static final CountDownLatch EXIT = new CountDownLatch(1);

  /** What the compiler must not leave out. */
  @SuppressWarnings("unused")
  private static volatile Object sink = new Object();

  private GcWorkload() {}

  /**
   * Takes lines on standard input: {@code work <MiB>} to allocate on each thread; {@code
   * allocated}, answered by the bytes that all threads have allocated; {@code exit}.
   */
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null && !line.equals("exit"); line = in.readLine()) {
      if (line.equals("allocated")) {
        System.out.println(allocatedBytes());
      } else {
        work(Integer.parseInt(line.substring("work ".length())));
        System.out.println("done");
      }
    }
    EXIT.countDown();
  }

  private static void work(int mib) throws InterruptedException, JMException {
    CountDownLatch done = new CountDownLatch(CHURNING_THREADS);
    for (int i = 0; i < CHURNING_THREADS; i++) {
      int seed = i;
      Thread thread =
          new Thread(
              () -> {
                churn((long) mib << 20, new Random(seed));
                done.countDown();
                awaitLatch();
              },
              "churn-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    keep(CHURNING_THREADS * ((long) mib << 20));
    done.await();
  }

  /** Most of it dies at once; a ring of it lives for a while and dies old. */
  private static void churn(long bytes, Random random) {
    int kept = (int) (MAX_HEAP * LIVE_PERCENT / 100 / CHURNING_THREADS / SURVIVOR_BYTES);
    byte[][] ring = new byte[kept][];
    long allocated = 0;
    for (long i = 0; allocated < bytes; i++) {
      long before = allocated;
      for (int j = 0; j < 8; j++) {
        int length = 2 * KIB + random.nextInt(8 * KIB);
        sink = new byte[length];
        allocated += length;
      }
      ring[random.nextInt(kept)] = new byte[SURVIVOR_BYTES];
      allocated += SURVIVOR_BYTES;
      if (i % 400 == 0) {
        sink = new byte[HUMONGOUS_BYTES];
        allocated += HUMONGOUS_BYTES;
      }
      CHURNED.addAndGet(allocated - before);
      if (i % 5 == 0) {
        pause(1);
      }
    }
    sink = ring;
  }

  /** Asks for collections in each way there is, and fills the heap in between. */
  private static void keep(long churned) throws JMException {
    awaitChurned(churned / 4);
    System.gc();
    awaitChurned(churned * 3 / 8);
    command("gcRun");
    command("gcClassHistogram", (Object) new String[0]);
    awaitChurned(churned / 2);
    List<byte[]> crowd = new ArrayList<>();
    long crowded = MAX_HEAP * (CROWDED_PERCENT - LIVE_PERCENT) / 100;
    for (long bytes = 0; bytes < crowded; bytes += 2 * SURVIVOR_BYTES) {
      crowd.add(new byte[2 * SURVIVOR_BYTES]);
    }
    awaitChurned(churned * 5 / 8);
    sink = crowd;
    sink = new Object();
    crowd.clear();
  }

  private static void awaitChurned(long bytes) {
    while (CHURNED.get() < bytes) {
      pause(1);
    }
  }

  private static void command(String name, Object... arguments) throws JMException {
    String[] signature = new String[arguments.length];
    Arrays.fill(signature, String[].class.getName());
    sink =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                name,
                arguments.length == 0 ? null : new Object[] {arguments[0]},
                arguments.length == 0 ? null : signature);
  }

  /** Of all threads that live now, since their start. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitLatch() {
    try {
      EXIT.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
