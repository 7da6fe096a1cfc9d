package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.DataLoss;
import io.heapcast.telemetry.v1.DataLossReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStarted;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The numbered batches of one JVM in this collector's session. */
public final class BatchSequence {

  /** So that a late reader heals. */
  private static final Duration INFO_EVERY = Duration.ofMinutes(2);

  /** As often as a JVM at rest emits an event by itself. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  private final long session;
  private final ObservedUntil observedUntil;
  private long nextSeq;
  private @Nullable Instant infoTold;
  private @Nullable Instant numbered;

  /**
   * A sequence that begins at 0.
   *
   * @param session random per start of the collector
   * @param begin time from which on events are read
   */
  public BatchSequence(long session, Instant begin) {
    this.session = session;
    this.observedUntil = new ObservedUntil(begin);
  }

  /**
   * Whether a flush is worth a batch: one of a JVM at rest, which says nothing for seconds, brings
   * no news.
   */
  public boolean isDue(Measurements measurements, Instant wall) {
    return measurements.events() > 0
        || numbered == null
        || !wall.isBefore(numbered.plus(SIGN_OF_LIFE));
  }

  /**
   * The batch of a flush; see {@link #isDue}.
   *
   * @param dropped batches of this JVM that had to be dropped since the last call
   */
  public TelemetryBatch atFlush(
      Measurements measurements, JvmInfo info, Instant wall, long dropped) {
    TelemetryBatch.Builder batch = measurements.flush(false);
    long untilMs =
        observedUntil.atFlush(
            measurements.newestEventMs(), measurements.gcCycles().heldBackSince());
    return numbered(batch, info, wall, untilMs, dropped);
  }

  /** A batch between flushes; parameters as for {@link #atFlush}. */
  public TelemetryBatch withinFlush(
      Measurements measurements, JvmInfo info, Instant wall, long dropped) {
    TelemetryBatch.Builder batch = measurements.flush(false);
    long untilMs = observedUntil.withinFlush(measurements.newestEventMs());
    return numbered(batch, info, wall, untilMs, dropped);
  }

  /** The last batch of a JVM; parameters as for {@link #atFlush}. */
  public TelemetryBatch atEnd(
      Measurements measurements, JvmInfo info, Instant wall, long dropped, JvmEnded ended) {
    TelemetryBatch.Builder batch = measurements.flush(true).setEnded(ended);
    long untilMs = observedUntil.atEnd(Math.max(measurements.newestEventMs(), ended.getTimeMs()));
    return numbered(batch, info, wall, untilMs, dropped);
  }

  private TelemetryBatch numbered(
      TelemetryBatch.Builder batch, JvmInfo info, Instant wall, long untilMs, long dropped) {
    numbered = wall;
    if (infoTold == null || !wall.isBefore(infoTold.plus(INFO_EVERY))) {
      infoTold = wall;
      batch.setInfo(info);
    }
    if (nextSeq == 0) {
      batch.setStarted(JvmStarted.newBuilder().setTimeMs(info.getStartTimeMs()));
    }
    if (dropped > 0) {
      batch.addDataLosses(
          DataLoss.newBuilder()
              .setTimeMs(untilMs)
              .setReason(DataLossReason.COLLECTOR)
              .setAmount(dropped));
    }
    return batch
        .setJvmId(info.getJvmId())
        .setSession(session)
        .setSeq(nextSeq++)
        .setObservedUntilMs(untilMs)
        .build();
  }
}
