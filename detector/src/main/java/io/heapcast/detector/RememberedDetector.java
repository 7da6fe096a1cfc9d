package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JvmDetector} and how it is remembered, in two parts: <em>hot</em> changes with every
 * window and is small; <em>cold</em>, the floors and what was said last, changes with a floor.
 *
 * <p>Both are {@link DetectorState}s that complement each other. Until version 1 of the split, all
 * was in the hot one: it is read as such, and divided when it is next written.
 */
final class RememberedDetector {

  private final JvmDetector detector;
  private @Nullable DetectorState state;

  private RememberedDetector(JvmDetector detector) {
    this.detector = detector;
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
    return new RememberedDetector(new JvmDetector(state.build()));
  }

  /** As {@link JvmDetector#accept}. */
  Optional<JvmVerdict> accept(JvmWindow window) {
    state = null;
    return detector.accept(window);
  }

  byte[] hot() {
    DetectorState.Builder hot = state().toBuilder().clearLastVerdict();
    hot.getFloorsBuilder().clearCleaned().clearYoung();
    return hot.build().toByteArray();
  }

  byte[] cold() {
    DetectorState all = state();
    DetectorState.Builder cold = DetectorState.newBuilder().setLastVerdict(withoutCurves(all));
    cold.getFloorsBuilder()
        .addAllCleaned(all.getFloors().getCleanedList())
        .addAllYoung(all.getFloors().getYoungList());
    return cold.build().toByteArray();
  }

  /** The curve of the last verdict is the floors, which are there already. */
  private static JvmVerdict withoutCurves(DetectorState all) {
    JvmVerdict.Builder verdict = all.getLastVerdict().toBuilder();
    verdict.getResourcesBuilderList().forEach(ResourceVerdict.Builder::clearKnots);
    return verdict.build();
  }

  private DetectorState state() {
    if (state == null) {
      state = detector.toState();
    }
    return state;
  }
}
