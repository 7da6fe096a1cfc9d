package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.DeadLetter;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link JvmDetector} per JVM over its windows. A record that is no window becomes a dead
 * letter; a state that cannot be read is dropped, and that JVM starts afresh.
 */
final class VerdictProcessor implements Processor<byte[], byte[], String, Judged> {

  static final String STORE = "detector-state";

  private static final Logger LOG = System.getLogger(VerdictProcessor.class.getName());
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Duration stateTtl;

  /**
   * Wall clock of each JVM's last window; rebuilt after a restart, so that a sweep only errs late.
   */
  private final Map<String, Long> lastSeenMs = new HashMap<>();

  private @Nullable ProcessorContext<String, Judged> context;
  private @Nullable KeyValueStore<String, byte[]> store;

  VerdictProcessor(Duration stateTtl) {
    this.stateTtl = stateTtl;
  }

  @Override
  public void init(ProcessorContext<String, Judged> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    JvmWindow window;
    try {
      window = read(record.value());
    } catch (InvalidProtocolBufferException e) {
      deadLetter(record, String.valueOf(e.getMessage()));
      return;
    }
    String jvmId = window.getInfo().getJvmId();
    JvmDetector detector = restore(jvmId);
    Optional<JvmVerdict> verdict;
    try {
      verdict = detector.accept(window);
    } catch (RuntimeException e) {
      // A window that the model cannot take must not stop the others; the state stays as it was.
      deadLetter(record, "the model failed: " + e);
      return;
    }
    if (window.hasEnded()) {
      store().delete(jvmId);
      lastSeenMs.remove(jvmId);
    } else {
      store().put(jvmId, detector.toState().toByteArray());
      lastSeenMs.put(jvmId, context().currentSystemTimeMs());
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
                    Bytes.wrap(record.key()), Bytes.wrap(DeadLetter.bounded(record.value()))),
                record.timestamp(),
                headers));
  }

  private static DeadLetter letter(RecordMetadata at, String reason) {
    return new DeadLetter(at.topic(), at.partition(), at.offset(), "detector", reason);
  }

  private JvmDetector restore(String jvmId) {
    byte[] bytes = store().get(jvmId);
    if (bytes == null) {
      return new JvmDetector();
    }
    try {
      return new JvmDetector(DetectorState.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      LOG.log(
          Level.ERROR, "state of {0} is unreadable, starting afresh: {1}", jvmId, e.getMessage());
      return new JvmDetector();
    }
  }

  private void sweep(long nowMs) {
    List<String> silent = new ArrayList<>();
    try (var all = store().all()) {
      while (all.hasNext()) {
        String jvmId = all.next().key;
        if (nowMs - lastSeenMs.computeIfAbsent(jvmId, id -> nowMs) > stateTtl.toMillis()) {
          silent.add(jvmId);
        }
      }
    }
    for (String jvmId : silent) {
      store().delete(jvmId);
      lastSeenMs.remove(jvmId);
    }
  }

  private ProcessorContext<String, Judged> context() {
    if (context == null) {
      throw new IllegalStateException("not initialised");
    }
    return context;
  }

  private KeyValueStore<String, byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("not initialised");
    }
    return store;
  }
}
