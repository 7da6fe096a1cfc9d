package io.heapcast.cli;

import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends a second of a fleet's telemetry again and again, from a thread of its own. */
final class TelemetrySender implements AutoCloseable {

  private final CrashBed bed;
  private final SyntheticFleet fleet;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private Future<?> ticks = thread.submit(() -> {});
  private final AtomicLong sent = new AtomicLong();

  TelemetrySender(CrashBed bed, SyntheticFleet fleet) {
    this.bed = bed;
    this.fleet = fleet;
  }

  /** From now on at this pace; slower where the machine is. */
  void everyMillis(long millis) {
    ticks.cancel(false);
    ticks =
        thread.scheduleWithFixedDelay(
            () -> send(fleet.nextSecond()), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Sends what ends every JVM, and waits until all is delivered. */
  void end() throws InterruptedException, ExecutionException {
    ticks.cancel(false);
    thread.submit(() -> send(fleet.end())).get();
    bed.flush();
  }

  /** Batches so far. */
  long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void send(List<TelemetryBatch> batches) {
    batches.forEach(batch -> bed.send(Topic.TELEMETRY, batch.getJvmId(), batch));
    sent.addAndGet(batches.size());
  }
}
