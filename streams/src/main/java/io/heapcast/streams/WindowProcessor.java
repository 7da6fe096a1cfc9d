package io.heapcast.streams;

import io.heapcast.telemetry.DeadLetter;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link io.heapcast.streams.engine.WindowEngine} per JVM of its partition.
 *
 * <p>Nothing that is read can stop it: a record that is no batch of its key's JVM becomes a dead
 * letter; state that cannot be read is dropped, and that JVM starts afresh with a gap.
 */
final class WindowProcessor implements Processor<byte[], byte[], Object, Object> {

  /** How often silent JVMs are looked for. */
  static final Duration SWEEP = Duration.ofMinutes(10);

  private static final Logger LOG = System.getLogger(WindowProcessor.class.getName());

  private final Duration grace;
  private final Duration stateTtl;
  private final StreamCounts counts;
  private final EngineStore.Step step;

  private @Nullable ProcessorContext<Object, Object> context;
  private @Nullable EngineStore engines;
  private long startedMs;

  WindowProcessor(Duration grace, Duration stateTtl, StreamCounts counts, EngineStore.Step step) {
    this.grace = grace;
    this.stateTtl = stateTtl;
    this.counts = counts;
    this.step = step;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    engines = new EngineStore(context.getStateStore(WindowTopology.STORE), grace, step, counts);
    startedMs = context.currentSystemTimeMs();
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::freeSilent);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    TelemetryBatch batch;
    try {
      batch = TelemetryReader.read(record.key(), record.value());
    } catch (TelemetryReader.UnreadableException e) {
      deadLetter(record, String.valueOf(e.getMessage()));
      return;
    }
    counts.batch();
    try {
      accept(batch, record);
    } catch (EngineStore.PoisonException e) {
      acceptAfresh(batch, record, e);
    }
  }

  private void accept(TelemetryBatch batch, Record<byte[], byte[]> record)
      throws EngineStore.PoisonException {
    List<JvmWindow> closed =
        engines().accept(batch, record.timestamp(), context().currentSystemTimeMs());
    forward(batch.getJvmId(), closed, record.timestamp());
  }

  /** Once more without the JVM's state, unless the batch is to blame. */
  private void acceptAfresh(
      TelemetryBatch batch, Record<byte[], byte[]> record, EngineStore.PoisonException cause) {
    EngineStore.PoisonException last = cause;
    if (!engines().isPoison(batch)) {
      engines().quarantine(batch, cause);
      try {
        accept(batch, record);
        return;
      } catch (EngineStore.PoisonException e) {
        last = e;
      }
    }
    deadLetter(record, "found a batch that no engine can take: " + last.getMessage());
  }

  private void forward(String jvmId, List<JvmWindow> windows, long timestampMs) {
    for (JvmWindow window : windows) {
      context().forward(new Record<>(jvmId, window, timestampMs), WindowTopology.WINDOWS);
      counts.window();
    }
  }

  private void deadLetter(Record<byte[], byte[]> record, String reason) {
    byte[] value = record.value();
    byte[] kept = DeadLetter.bounded(value);
    String said =
        kept == value
            ? reason
            : "found %d bytes, of which %d are kept: %s"
                .formatted(value.length, DeadLetter.MOST_VALUE_BYTES, reason);
    DeadLetter letter =
        context()
            .recordMetadata()
            .map(at -> new DeadLetter(at.topic(), at.partition(), at.offset(), "streams", said))
            .orElseGet(() -> new DeadLetter("", -1, -1, "streams", said));
    LOG.log(
        Level.WARNING,
        "unreadable record {0}-{1}@{2} kept as dead letter: {3}",
        letter.topic(),
        Integer.toString(letter.partition()),
        Long.toString(letter.offset()),
        letter.reason());
    context()
        .forward(
            new Record<>(
                DeadLetter.boundedKey(record.key()),
                kept,
                record.timestamp(),
                new RecordHeaders(letter.headers())),
            WindowTopology.DEAD_LETTERS);
    counts.deadLetter();
  }

  /** Emits what silent JVMs left open, and forgets them. */
  private void freeSilent(long nowMs) {
    long ttlMs = stateTtl.toMillis();
    long settledMs = Math.min(ttlMs, SWEEP.toMillis());
    if (nowMs - startedMs < settledMs) {
      return;
    }
    for (String jvmId : engines().lastArrivedBefore(nowMs - ttlMs)) {
      // An outage of this part is no silence of a JVM.
      if (nowMs - engines().seenHereMs(jvmId, startedMs) >= settledMs) {
        free(jvmId, nowMs);
      }
    }
  }

  private void free(String jvmId, long nowMs) {
    try {
      forward(jvmId, engines().free(jvmId), nowMs);
      counts.freed();
    } catch (EngineStore.PoisonException e) {
      LOG.log(
          Level.ERROR,
          "state of silent {0} dropped: found {1}",
          jvmId,
          String.valueOf(e.getMessage()));
      counts.quarantined();
    }
  }

  private ProcessorContext<Object, Object> context() {
    if (context == null) {
      throw new IllegalStateException("not initialised");
    }
    return context;
  }

  private EngineStore engines() {
    if (engines == null) {
      throw new IllegalStateException("not initialised");
    }
    return engines;
  }
}
