package io.heapcast.collector.attach;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a reply of a JVM: always to its end, to a bound or to a deadline, and always closes it.
 *
 * <p>A JDK 25 JVM may write a reply from inside a safepoint: as long as nobody reads, all its
 * threads stand still. So the thread that asked does nothing but read, and another one closes the
 * reply at the deadline, which ends the reading and frees the JVM.
 */
final class BoundedReply {

  private static final ScheduledThreadPoolExecutor DEADLINES = deadlines();

  /** Something that takes as long as the JVM does, until it is closed. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  private BoundedReply() {}

  /**
   * The whole reply.
   *
   * @param mostBytes a longer reply is an error
   * @param timeout time for the whole reply
   */
  static byte[] read(InputStream reply, int mostBytes, Duration timeout)
      throws IOException, TimeoutException {
    return within(timeout, reply, () -> readToEnd(reply, mostBytes));
  }

  /**
   * Runs an exchange, and closes {@code what} at its end or at the deadline, whichever is first.
   */
  static <T> T within(Duration timeout, Closeable what, Exchange<T> exchange)
      throws IOException, TimeoutException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline =
        DEADLINES.schedule(
            () -> {
              late.set(true);
              what.close();
              return true;
            },
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
    try (what) {
      return exchange.run();
    } catch (IOException e) {
      if (late.get()) {
        throw new TimeoutException("reply not complete within " + timeout.toMillis() + " ms");
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private static byte[] readToEnd(InputStream in, int mostBytes) throws IOException {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer, 0, buffer.length);
        count >= 0;
        count = in.read(buffer, 0, buffer.length)) {
      reply.write(buffer, 0, count);
      if (reply.size() > mostBytes) {
        throw new IOException(
            "reply: found more than %d bytes, expected at most that".formatted(mostBytes));
      }
    }
    return reply.toByteArray();
  }

  private static ScheduledThreadPoolExecutor deadlines() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "heapcast-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
