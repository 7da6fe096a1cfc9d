package io.heapcast.cli;

import io.heapcast.telemetry.UserError;
import java.util.function.BooleanSupplier;

/** Keeps a process running until it is told to stop (Ctrl-C, SIGTERM), and stops in good order. */
final class RunningPart {

  private static final long LOOK_MILLIS = 1_000;

  private final AutoCloseable part;
  private volatile boolean stopping;

  private RunningPart(AutoCloseable part) {
    this.part = part;
  }

  /**
   * Calls {@code look} every second for as long as the process runs; the part is closed when the
   * process ends. Never returns normally.
   *
   * @param look may draw; throws to end the process
   */
  static void untilStopped(AutoCloseable part, Runnable look) throws InterruptedException {
    RunningPart running = new RunningPart(part);
    Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "heapcast-stop"));
    running.lookForever(look);
  }

  /**
   * Checks one part.
   *
   * @throws UserError when it is not healthy
   */
  static void requireHealthy(String name, BooleanSupplier healthy) {
    if (!healthy.getAsBoolean()) {
      throw UserError.environment(
          name,
          "it stopped",
          "a part that runs on",
          "See the log above and start again; it resumes where it was");
    }
  }

  private void lookForever(Runnable look) throws InterruptedException {
    while (true) {
      try {
        if (!stopping) {
          look.run();
        }
      } catch (RuntimeException e) {
        if (!stopping) {
          throw e;
        }
        // While it stops a part is not healthy: that is no news.
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void stop() {
    stopping = true;
    try {
      part.close();
    } catch (Exception e) {
      System.err.println(ErrorLine.unexpected(e));
    }
  }
}
