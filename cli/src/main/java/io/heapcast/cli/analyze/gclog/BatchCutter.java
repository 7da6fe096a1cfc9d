package io.heapcast.cli.analyze.gclog;

import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.function.Consumer;

/**
 * Cuts measurements, which come in order of event time, into a batch per second. A log is complete:
 * where it is silent the JVM was observed and did not collect, so empty batches carry its time on.
 */
final class BatchCutter {

  /** A window's length: none of it closes as silence. */
  private static final long TICK_MS = 10_000;

  /** Longer silence is none of a running JVM's; it becomes a gap. */
  private static final long LONGEST_QUIET_MS = 30L * 24 * 3_600_000;

  private final Consumer<TelemetryBatch> sink;
  private final String jvmId;
  private final long session;
  private TelemetryBatch.Builder batch;
  private long seq;
  private boolean any;
  private long timeMs;

  /**
   * Begins with the identity.
   *
   * @param info goes with the first batch
   * @param startMs observed from then on
   */
  BatchCutter(JvmInfo info, long startMs, Consumer<TelemetryBatch> sink) {
    this.sink = sink;
    this.jvmId = info.getJvmId();
    // The same for the same JVM, so that the same file gives the same batches.
    this.session = jvmId.hashCode() & 0xffff_ffffL;
    this.timeMs = startMs;
    this.batch = TelemetryBatch.newBuilder().setInfo(info);
    this.any = true;
  }

  /** The first batch, before any measurement was added. */
  TelemetryBatch.Builder first() {
    return batch;
  }

  /** The batch for a measurement of this time, not before that of the last one. */
  TelemetryBatch.Builder at(long measuredMs) {
    goTo(measuredMs);
    any = true;
    return batch;
  }

  /** Nothing is known since the last measurement: a batch is missing, and time was not observed. */
  void lost(long untilMs) {
    if (any) {
      send();
    }
    seq++;
    timeMs = Math.max(timeMs, untilMs);
  }

  /** Ends at this time, if it is not before the last measurement. */
  void finish(long endMs) {
    if (!batch.hasEnded()) {
      goTo(endMs);
    }
    send();
  }

  private void goTo(long toMs) {
    long to = Math.max(timeMs, toMs);
    if (Math.floorDiv(to, 1_000) != Math.floorDiv(timeMs, 1_000)) {
      if (any) {
        send();
      }
      boolean quiet = to - timeMs <= LONGEST_QUIET_MS;
      while (quiet && to - timeMs > TICK_MS) {
        timeMs += TICK_MS;
        send();
      }
    }
    timeMs = to;
  }

  private void send() {
    sink.accept(
        batch.setJvmId(jvmId).setSession(session).setSeq(seq++).setObservedUntilMs(timeMs).build());
    batch = TelemetryBatch.newBuilder();
    any = false;
  }
}
