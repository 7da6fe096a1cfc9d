package io.heapcast.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be undone, however the demo ends: by its own end, an error, Ctrl-C or SIGTERM. Each
 * step is done once, the last one added first.
 */
final class Cleanup implements AutoCloseable {

  private final Deque<Runnable> steps = new ArrayDeque<>();
  private volatile boolean begun;

  private Cleanup() {}

  /** A cleanup that is done at the latest when this process ends. */
  static Cleanup atExit() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::close, "heapcast-demo-stop"));
    return cleanup;
  }

  /** Adds a step; does it at once when the cleanup is over. */
  synchronized void add(Runnable step) {
    steps.push(step);
    if (begun) {
      close();
    }
  }

  /** Whether it has begun: what fails from now on is no news. */
  boolean begun() {
    return begun;
  }

  /** Does every step that is left; one that fails does not keep the others from it. */
  @Override
  public void close() {
    begun = true;
    finish();
  }

  private synchronized void finish() {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        System.err.println("heapcast: while stopping: " + e);
      }
    }
  }
}
