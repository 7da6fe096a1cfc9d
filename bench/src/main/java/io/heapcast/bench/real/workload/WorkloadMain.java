package io.heapcast.bench.real.workload;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** One service as a JVM of its own. Runs until it is exhausted, or its starter ends it or dies. */
public final class WorkloadMain {

  /** As {@code -XX:+ExitOnOutOfMemoryError} exits. */
  public static final int OUT_OF_MEMORY_EXIT = 3;

  private static final long TICK_NANOS = 10_000_000;

  private final Background background;
  private final Workload workload;
  private final double requestsPerSecond;
  private final double[] phases;

  private WorkloadMain(WorkloadOptions options) {
    Shape shape = Workloads.shape(options.family());
    SplittableRandom random = new SplittableRandom(options.seed() * 31 + options.heapMiB());
    double baseBytes =
        options.heapBytes() * random.nextDouble(shape.baseShareLeast(), shape.baseShareMost());
    requestsPerSecond = options.heapMiB() * shape.requestsPerSecondAndMiB();
    phases = random.doubles(3, 0, 2 * Math.PI).toArray();
    Setup setup = new Setup(options, random.split(), requestsPerSecond, baseBytes);
    background = new Background(options, baseBytes, shape.inFlight());
    workload = Workloads.create(setup);
  }

  /** Serves. */
  public static void main(String[] arguments) {
    exitWithStarter();
    try {
      new WorkloadMain(WorkloadOptions.parse(arguments)).serve();
    } catch (OutOfMemoryError e) {
      // The JVM notices those of heap and metaspace itself; this is of buffers or threads.
      Announcements.say(Announcements.OUT_OF_MEMORY);
      System.out.println(e);
      Runtime.getRuntime().halt(OUT_OF_MEMORY_EXIT);
    }
  }

  private void serve() {
    long startNanos = System.nanoTime();
    double servedUntil = 0;
    double due = 0;
    while (true) {
      LockSupport.parkNanos(TICK_NANOS);
      double now = (System.nanoTime() - startNanos) / 1e9;
      double load = workload.load(now) * restless(now);
      due += requestsPerSecond * load * Math.min(now - servedUntil, Background.PATIENCE_SECONDS);
      servedUntil = now;
      for (; due >= 1; due--) {
        background.exchange(now, workload);
      }
      background.tick(now, load);
      workload.tick(now);
    }
  }

  /** Ripples of a few to some forty seconds, as real traffic has. */
  private double restless(double seconds) {
    double[] periodSeconds = {3.1, 11.3, 41.7};
    double swing = 0;
    for (int i = 0; i < phases.length; i++) {
      swing += Math.sin(2 * Math.PI * seconds / periodSeconds[i] + phases[i]);
    }
    return 1 + 0.2 * swing / phases.length;
  }

  private static void exitWithStarter() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Whatever it says, it is still there.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(0);
            },
            "starter-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
