package io.heapcast.detector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.topology.WriteBehindStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one task: one live object per scope in the heap, written behind at commit; made
 * anew as {@link DetectorStates}.
 */
final class AlertStates {

  private static final Logger LOG = System.getLogger(AlertStates.class.getName());

  private final WriteBehindStore store;
  private final AlertPolicy policy;
  private final Map<String, ServiceAlert> live = new HashMap<>();

  AlertStates(WriteBehindStore store, AlertPolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  /** The scope's alert, a new one when there is none. */
  ServiceAlert get(String key) {
    return live.computeIfAbsent(key, this::restore);
  }

  /** The scope's alert took in a verdict: it is written at the next commit. */
  void changed(String key, ServiceAlert alert) {
    store.put(key, () -> alert.toState().toByteArray());
  }

  /** The scope's alert failed: it is what was committed last. */
  void failed(String key) {
    live.remove(key);
    store.forgetPending(key);
  }

  /** Forgets the scope, in the heap and in the store. */
  void forget(String key) {
    live.remove(key);
    store.delete(key);
  }

  /** Every scope that is remembered. */
  List<String> keys() {
    return store.keys();
  }

  private ServiceAlert restore(String key) {
    byte @Nullable [] bytes = store.get(key);
    if (bytes != null) {
      try {
        return new ServiceAlert(ScopeState.parseFrom(bytes), policy);
      } catch (InvalidProtocolBufferException | RuntimeException e) {
        LOG.log(
            Level.ERROR, "state of {0} is unreadable, starting afresh: {1}", key, e.getMessage());
      }
    }
    return new ServiceAlert(ScopeState.getDefaultInstance(), policy);
  }
}
