package io.heapcast.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be undone, however the demo ends: by its own end, an error, Ctrl-C or SIGTERM. Each
 * step is done once, the last one added first.
 */
final class Cleanup implements AutoCloseable {

  private final Deque<Runnable> steps = new ArrayDeque<>();
  private volatile boolean exiting;

  private Cleanup() {}

  /** A cleanup that is done at the latest when this process ends. */
  static Cleanup atExit() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::exit, "heapcast-demo-stop"));
    return cleanup;
  }

  /** Adds a step; does it at once when the process is ending. */
  synchronized void add(Runnable step) {
    steps.push(step);
    if (exiting) {
      close();
    }
  }

  /** Whether the process is ending: what fails from now on is no news. */
  boolean exiting() {
    return exiting;
  }

  /** Does every step that is left; one that fails does not keep the others from it. */
  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        System.err.println("heapcast: while stopping: " + e);
      }
    }
  }

  private void exit() {
    exiting = true; // before the lock: the one who holds it may ask
    close();
  }
}
