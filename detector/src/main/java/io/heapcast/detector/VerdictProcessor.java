package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.DeadLetter;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.topology.WriteBehindStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link io.heapcast.detector.model.JvmDetector} per JVM over its windows. A record that
 * is no window becomes a dead letter; a state that cannot be read is dropped, and that JVM starts
 * afresh.
 */
final class VerdictProcessor implements Processor<byte[], byte[], String, Judged> {

  /** Keeps the name it had when it held everything. */
  static final String HOT_STORE = "detector-state";

  static final String COLD_STORE = "detector-floors";

  private static final Logger LOG = System.getLogger(VerdictProcessor.class.getName());
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Duration stateTtl;

  /** JVMs whose last window is not known are silent since. */
  private long begunMs;

  private @Nullable ProcessorContext<String, Judged> context;
  private @Nullable DetectorStates states;
  private @Nullable Silence silence;

  VerdictProcessor(Duration stateTtl) {
    this.stateTtl = stateTtl;
  }

  @Override
  public void init(ProcessorContext<String, Judged> context) {
    this.context = context;
    WriteBehindStore hot = context.getStateStore(HOT_STORE);
    WriteBehindStore cold = context.getStateStore(COLD_STORE);
    states = new DetectorStates(hot, cold);
    begunMs = context.currentSystemTimeMs();
    silence = new Silence(stateTtl, begunMs);
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    silence().heard(context().currentSystemTimeMs());
    JvmWindow window;
    try {
      window = read(record.value());
    } catch (InvalidProtocolBufferException e) {
      deadLetter(record, String.valueOf(e.getMessage()));
      return;
    }
    String jvmId = window.getInfo().getJvmId();
    Optional<JvmVerdict> verdict;
    try {
      verdict = states().accept(window, context().currentSystemTimeMs());
    } catch (RuntimeException e) {
      // A window that the model cannot take must not stop the others.
      deadLetter(record, "the model failed: " + e);
      return;
    }
    verdict.ifPresent(
        value ->
            context().forward(new Record<>(jvmId, new Judged.Verdict(value), record.timestamp())));
  }

  private static JvmWindow read(byte @Nullable [] value) throws InvalidProtocolBufferException {
    if (value == null) {
      throw new InvalidProtocolBufferException("found no value, expected a JvmWindow");
    }
    JvmWindow window = JvmWindow.parseFrom(value);
    if (window.getInfo().getJvmId().isEmpty() || window.getEndTimeMs() <= 0) {
      throw new InvalidProtocolBufferException(
          "found a window without jvm_id or end_time_ms, expected both");
    }
    return window;
  }

  private void deadLetter(Record<byte[], byte[]> record, String reason) {
    DeadLetter letter =
        context()
            .recordMetadata()
            .map(at -> letter(at, reason))
            .orElseGet(() -> new DeadLetter("", -1, -1, "detector", reason));
    LOG.log(Level.WARNING, "unreadable window, kept as dead letter: {0}", letter);
    RecordHeaders headers = new RecordHeaders(letter.headers());
    context()
        .forward(
            new Record<>(
                "",
                new Judged.Unreadable(
                    Bytes.wrap(DeadLetter.boundedKey(record.key())),
                    Bytes.wrap(DeadLetter.bounded(record.value()))),
                record.timestamp(),
                headers));
  }

  private static DeadLetter letter(RecordMetadata at, String reason) {
    return new DeadLetter(at.topic(), at.partition(), at.offset(), "detector", reason);
  }

  private void sweep(long nowMs) {
    silence().tolerated(nowMs).ifPresent(tolerated -> forgetSilent(nowMs, tolerated));
  }

  private void forgetSilent(long nowMs, Duration tolerated) {
    for (String jvmId : states().jvmIds()) {
      long seenMs = states().lastSeenMs(jvmId);
      if (nowMs - (seenMs == 0 ? begunMs : seenMs) > tolerated.toMillis()) {
        states().forget(jvmId);
      }
    }
  }

  private ProcessorContext<String, Judged> context() {
    if (context == null) {
      throw new IllegalStateException("not initialised");
    }
    return context;
  }

  private DetectorStates states() {
    if (states == null) {
      throw new IllegalStateException("not initialised");
    }
    return states;
  }

  private Silence silence() {
    if (silence == null) {
      throw new IllegalStateException("not initialised");
    }
    return silence;
  }
}
