package io.heapcast.collector.repository;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads files of somebody else, but waits for them no longer than a moment: a pipe that was put in
 * place of a file that was looked at, or a file server that is away, answers never. What does not
 * answer is as if it were not there. A few readings may hang at a time; while they do, nothing
 * further is read.
 */
public final class Patience {

  private static final int MOST_HANGING = 4;

  private static final Patience COMMON = new Patience(Duration.ofSeconds(2));

  private final Duration most;
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          0,
          MOST_HANGING,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "heapcast-patience");
            thread.setDaemon(true);
            return thread;
          });

  Patience(Duration most) {
    this.most = most;
  }

  /** What is read, within two seconds; else what stands for its absence. */
  public static <T> T read(Supplier<T> reading, T absent) {
    return COMMON.within(reading, absent);
  }

  <T> T within(Supplier<T> reading, T absent) {
    Future<T> running;
    try {
      running = readers.submit(reading::get);
    } catch (RejectedExecutionException e) {
      return absent;
    }
    try {
      return running.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return absent;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return absent;
    }
  }
}
