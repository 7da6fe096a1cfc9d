package io.heapcast.collector.attach;

import io.heapcast.collector.host.JvmProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * Attaches to JVMs, one at a time for the whole host, on a thread of its own; so are requested
 * collections, on another. A step that takes longer than the time limit is given up; what is still
 * open then is closed, which ends its thread.
 */
public final class Attacher implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(20);

  private final AttachSteps steps;
  private final Duration stepTimeout;
  private volatile boolean attaching = true;
  private final ExecutorService queue =
      Executors.newSingleThreadExecutor(work -> daemon(work, "heapcast-attach"));

  /** Apart, as a collection may take long and must not hold up the others. */
  private final ExecutorService collections =
      Executors.newSingleThreadExecutor(work -> daemon(work, "heapcast-collections"));

  /**
   * An attacher.
   *
   * @param stepTimeout how long the attach itself, and each command, may take
   */
  public Attacher(AttachSteps steps, Duration stepTimeout) {
    this.steps = steps;
    this.stepTimeout = stepTimeout;
  }

  /**
   * Attaches and makes sure that our recording runs. Completes exceptionally with a {@link
   * RefusedException}.
   */
  public CompletableFuture<Attachment> attach(JvmProcess jvm) {
    return submit(
        queue,
        stepTimeout,
        "heapcast-attach-" + jvm.pid(),
        progress -> {
          if (!attaching) {
            throw new RefusedException(
                new Refusal(RefusalCode.ATTACH_FAILED, "The collector is being closed."));
          }
          return steps.start(jvm, progress);
        });
  }

  /** Stops our recording; true once it is. */
  public CompletableFuture<Boolean> detach(JvmProcess jvm) {
    return submit(
        queue,
        stepTimeout,
        "heapcast-detach-" + jvm.pid(),
        progress -> {
          steps.stop(jvm, progress);
          return true;
        });
  }

  /**
   * Runs one full collection, which stops that JVM for as long as it takes. True once it is done;
   * false where the JVM does none that it is asked for. Completes exceptionally with a {@link
   * RefusedException}, after a minute at the latest.
   */
  public CompletableFuture<Boolean> collect(JvmProcess jvm) {
    return submit(
        collections,
        AttachSteps.COLLECTION_TIMEOUT.plus(stepTimeout),
        "heapcast-collect-" + jvm.pid(),
        progress -> steps.collect(jvm, progress));
  }

  /** From now on only detaches; what runs is left to end. */
  public void stopAttaching() {
    attaching = false;
  }

  /** Takes no further work; what runs is left to end. */
  @Override
  public void close() {
    queue.shutdownNow();
    collections.shutdownNow();
  }

  private interface Work<T> {
    T run(Progress progress) throws Exception;
  }

  private static <T> CompletableFuture<T> submit(
      ExecutorService where, Duration stepTimeout, String name, Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    where.execute(() -> supervise(name, stepTimeout, work, result));
    return result;
  }

  private static <T> void supervise(
      String name, Duration stepTimeout, Work<T> work, CompletableFuture<T> result) {
    Progress progress = new Progress();
    Thread thread = daemon(() -> run(work, stepTimeout, progress, result), name);
    thread.start();
    try {
      while (thread.isAlive()) {
        thread.join(LOOK.toMillis());
        if (progress.sinceLastStep().compareTo(stepTimeout) > 0) {
          result.completeExceptionally(
              new RefusedException(
                  Refusals.ofFailure(new TimeoutException("no answer"), stepTimeout),
                  progress.mayRecord()));
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.cancel(false);
    }
  }

  private static <T> void run(
      Work<T> work, Duration stepTimeout, Progress progress, CompletableFuture<T> result) {
    try {
      T done = work.run(progress);
      if (!result.complete(done) && done instanceof AutoCloseable late) {
        late.close();
      }
    } catch (RefusedException e) {
      result.completeExceptionally(new RefusedException(e.refusal(), progress.mayRecord()));
    } catch (Exception e) {
      result.completeExceptionally(
          new RefusedException(Refusals.ofFailure(e, stepTimeout), progress.mayRecord()));
    } catch (Throwable e) {
      result.completeExceptionally(
          new RefusedException(
              new Refusal(
                  RefusalCode.ATTACH_FAILED, "Attach failed: " + e + ". Tried again later."),
              progress.mayRecord()));
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
