package io.heapcast.cli.demo.workload;

import java.util.concurrent.locks.LockSupport;

/** Hands a service its requests as they fall due, on one thread, until the JVM ends. */
final class Traffic {

  /** Requests are handed over in bursts this far apart. */
  private static final long TICK_NANOS = 10_000_000;

  /** After a longer stall the requests missed are lost, as callers give up. */
  private static final double PATIENCE_SECONDS = 5;

  private Traffic() {}

  /** A service, called from one thread with the seconds since it started. */
  interface Service {

    /** Answers one request. */
    void answer(double seconds);

    /** What is to be done without a request; called about 100 times a second. */
    default void tend(double seconds) {}
  }

  static void serve(WorkloadOptions options, Load load, Service service) {
    ParentWatch.start();
    long startNanos = System.nanoTime();
    double servedUntil = 0;
    double due = 0;
    while (true) {
      LockSupport.parkNanos(TICK_NANOS);
      double now = (System.nanoTime() - startNanos) / 1e9 * options.speed();
      due += load.at(now) * Math.min(now - servedUntil, PATIENCE_SECONDS);
      servedUntil = now;
      for (; due >= 1; due--) {
        service.answer(now);
      }
      service.tend(now);
    }
  }
}
