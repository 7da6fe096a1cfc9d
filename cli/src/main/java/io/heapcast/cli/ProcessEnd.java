package io.heapcast.cli;

import io.heapcast.telemetry.UserError;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Ends the process after a fault that it cannot go on from: one line on standard error, an orderly
 * stop by the shutdown hooks, and a halt where that takes too long. Never hangs.
 */
public final class ProcessEnd implements Consumer<UserError> {

  /**
   * An orderly stop takes under 5 s; parts that wait for a dead broker are not waited for longer.
   */
  private static final Duration ORDERLY_STOP = Duration.ofSeconds(8);

  @Override
  public void accept(UserError fault) {
    System.err.println(ErrorLine.of(fault));
    daemon("heapcast-halt", () -> haltAfter(ORDERLY_STOP, fault.exitCode()));
    // Not on this thread: it may be one that the shutdown hooks wait for.
    daemon("heapcast-exit", () -> System.exit(fault.exitCode()));
  }

  private static void haltAfter(Duration time, int exitCode) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
