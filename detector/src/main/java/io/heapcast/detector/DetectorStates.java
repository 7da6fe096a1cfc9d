package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.topology.WriteBehindStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The detectors of one task: one live object per JVM in the heap, restored when its first window
 * comes, written behind at commit. A new one is made whenever the task is initialised, so that what
 * is in the heap never outlives what was committed.
 */
final class DetectorStates {

  private static final Logger LOG = System.getLogger(DetectorStates.class.getName());

  private final WriteBehindStore hot;
  private final WriteBehindStore cold;
  private final Map<String, RememberedDetector> live = new HashMap<>();

  DetectorStates(WriteBehindStore hot, WriteBehindStore cold) {
    this.hot = hot;
    this.cold = cold;
  }

  /**
   * Lets the JVM's detector, a new one when there is none, take in a window.
   *
   * @param nowMs wall clock
   * @throws RuntimeException when the model cannot take it; the JVM's state is then what was
   *     committed last, since what the model left in the heap is not to be trusted
   */
  Optional<JvmVerdict> accept(JvmWindow window, long nowMs) {
    String jvmId = window.getInfo().getJvmId();
    RememberedDetector detector = live.computeIfAbsent(jvmId, this::restore);
    Optional<JvmVerdict> verdict;
    try {
      verdict = detector.accept(window, nowMs);
    } catch (RuntimeException e) {
      live.remove(jvmId);
      hot.forgetPending(jvmId);
      cold.forgetPending(jvmId);
      throw e;
    }
    if (window.hasEnded()) {
      forget(jvmId);
    } else {
      hot.put(jvmId, detector::hot);
      cold.put(jvmId, detector::cold);
    }
    return verdict;
  }

  /** Forgets the JVM, in the heap and in the stores. */
  void forget(String jvmId) {
    live.remove(jvmId);
    hot.delete(jvmId);
    cold.delete(jvmId);
  }

  /** Wall clock of the JVM's last window; 0: not known. */
  long lastSeenMs(String jvmId) {
    RememberedDetector detector = live.get(jvmId);
    if (detector != null) {
      return detector.lastSeenMs();
    }
    byte[] stored = hot.get(jvmId);
    return stored == null ? 0 : RememberedDetector.lastSeenMs(stored);
  }

  /** Every JVM that is remembered, in no order. */
  List<String> jvmIds() {
    Set<String> ids = new HashSet<>(hot.keys());
    ids.addAll(cold.keys());
    return List.copyOf(ids);
  }

  private RememberedDetector restore(String jvmId) {
    byte[] changing = hot.get(jvmId);
    if (changing == null) {
      return fresh(); // histories alone are what a state left that could not be written
    }
    try {
      return RememberedDetector.restore(changing, cold.get(jvmId));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      LOG.log(
          Level.ERROR, "state of {0} is unreadable, starting afresh: {1}", jvmId, e.getMessage());
      return fresh();
    }
  }

  private static RememberedDetector fresh() {
    try {
      return RememberedDetector.restore(null, null);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("nothing was read", e);
    }
  }
}
