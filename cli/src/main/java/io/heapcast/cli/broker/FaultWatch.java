package io.heapcast.cli.broker;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * What can end the broker while it runs, told once, in words: a file system that fills up, seen
 * before it is full; and Kafka's own fatal faults, which would end the process without a word by
 * {@link Exit}.
 */
final class FaultWatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(FaultWatch.class.getName());

  private final DataDirectory data;
  private final Consumer<UserError> onFault;
  private final AtomicReference<@Nullable UserError> fault = new AtomicReference<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private FaultWatch(DataDirectory data, Consumer<UserError> onFault) {
    this.data = data;
    this.onFault = onFault;
  }

  /**
   * Starts to watch.
   *
   * @param diskInterval how often the free space is looked at
   * @param onFault called once, on a thread of the watch or of the broker
   */
  static FaultWatch start(DataDirectory data, Duration diskInterval, Consumer<UserError> onFault) {
    FaultWatch watch = new FaultWatch(data, onFault);
    Exit.setExitProcedure(watch::brokerGaveUp);
    Exit.setHaltProcedure(watch::brokerGaveUp);
    Thread looks = new Thread(() -> watch.lookEvery(diskInterval), "heapcast-broker-watch");
    looks.setDaemon(true);
    looks.start();
    return watch;
  }

  boolean healthy() {
    return fault.get() == null;
  }

  @Override
  public void close() {
    closed.countDown();
    Exit.resetExitProcedure();
    Exit.resetHaltProcedure();
  }

  private void lookEvery(Duration interval) {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        lookAtDisk();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtDisk() {
    try {
      data.requireFree(DataDirectory.NEEDED_TO_RUN_BYTES);
    } catch (UserError e) {
      report(e);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "free space of {0} cannot be read: {1}", data.path(), e.toString());
    }
  }

  /** Kafka calls this instead of ending the process; it returns, so that we can end it in order. */
  private void brokerGaveUp(int status, @Nullable String message) {
    lookAtDisk();
    report(
        UserError.environment(
            "embedded broker",
            "a fatal fault" + (message == null ? "" : ": " + message),
            "a broker that runs on",
            "Start again with --verbose; if that fails too, choose another directory with --data-dir"));
  }

  private void report(UserError error) {
    if (fault.compareAndSet(null, error)) {
      onFault.accept(error);
    }
  }
}
