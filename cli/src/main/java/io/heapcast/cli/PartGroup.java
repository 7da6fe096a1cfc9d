package io.heapcast.cli;

import io.heapcast.telemetry.UserError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Parts that start side by side and stop side by side. */
final class PartGroup implements AutoCloseable {

  private static final Logger LOG = System.getLogger(PartGroup.class.getName());

  private final List<CompletableFuture<? extends AutoCloseable>> parts = new ArrayList<>();

  /** Starts one part on a thread of its own. */
  <P extends AutoCloseable> CompletableFuture<P> start(Supplier<P> part) {
    CompletableFuture<P> started = new CompletableFuture<>();
    parts.add(started);
    thread(
        () -> {
          try {
            started.complete(part.get());
          } catch (Throwable e) {
            started.completeExceptionally(e);
          }
        });
    return started;
  }

  /**
   * Waits for a part that was started here.
   *
   * @throws UserError as thrown by its start
   */
  <P extends AutoCloseable> P await(CompletableFuture<P> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UserError error) {
        throw error;
      }
      throw e;
    }
  }

  /** Stops those that started, waiting for those still starting. */
  @Override
  public void close() {
    List<Thread> closers = new ArrayList<>();
    parts.forEach(part -> closers.add(thread(() -> close(part))));
    for (Thread closer : closers) {
      try {
        closer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void close(CompletableFuture<? extends AutoCloseable> part) {
    AutoCloseable started;
    try {
      started = part.join();
    } catch (CompletionException e) {
      return; // never started
    }
    try {
      started.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "{0} did not stop in order: {1}", started, e.toString());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "heapcast-part");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
