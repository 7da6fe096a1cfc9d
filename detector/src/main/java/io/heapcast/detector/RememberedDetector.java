package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JvmDetector} and how it is remembered, in two parts: <em>hot</em> changes with every
 * window and is small; <em>cold</em>, the histories, changes with every observation.
 *
 * <p>Both are {@link DetectorState}s that complement each other. What version 1 kept is passed
 * over: such a JVM is observed afresh.
 */
final class RememberedDetector {

  private final JvmDetector detector;
  private long lastSeenMs;

  private RememberedDetector(JvmDetector detector, long lastSeenMs) {
    this.detector = detector;
    this.lastSeenMs = lastSeenMs;
  }

  /**
   * Restores a detector.
   *
   * @param hot null: the JVM was never seen
   * @param cold null: nothing of it was written yet
   * @throws InvalidProtocolBufferException when it cannot be read
   * @throws IllegalArgumentException when a newer version wrote it
   */
  static RememberedDetector restore(byte @Nullable [] hot, byte @Nullable [] cold)
      throws InvalidProtocolBufferException {
    DetectorState.Builder state = DetectorState.newBuilder();
    if (hot != null) {
      state.mergeFrom(hot);
    }
    if (cold != null) {
      state.mergeFrom(cold);
    }
    return new RememberedDetector(new JvmDetector(state.build()), state.getLastSeenMs());
  }

  /**
   * As {@link JvmDetector#accept}.
   *
   * @param nowMs wall clock, which no verdict depends on
   */
  Optional<JvmVerdict> accept(JvmWindow window, long nowMs) {
    lastSeenMs = nowMs;
    return detector.accept(window);
  }

  /** Wall clock of the last window; 0: not known. */
  long lastSeenMs() {
    return lastSeenMs;
  }

  /** Of a detector that is not restored; 0: not known, as of what cannot be read. */
  static long lastSeenMs(byte[] hot) {
    try {
      return DetectorState.parseFrom(hot).getLastSeenMs();
    } catch (InvalidProtocolBufferException e) {
      return 0;
    }
  }

  byte[] hot() {
    return detector.toHotState().toBuilder().setLastSeenMs(lastSeenMs).build().toByteArray();
  }

  byte[] cold() {
    return detector.toColdState().toByteArray();
  }
}
