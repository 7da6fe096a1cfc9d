package io.heapcast.streams;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.streams.engine.ProtoWriter;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.topology.WriteBehindStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The only class that touches the state store: one engine per JVM, decoded once and kept in memory,
 * its state written behind at commit, its profile only when that changed.
 *
 * <pre>
 * jvm id              → EngineState   small, changes with every batch
 * jvm id + "#profile" → JvmProfile    identity and dictionary, rarely changes
 * </pre>
 *
 * <p>What is in memory must never outlive what the store holds: a new one is made whenever the task
 * is initialised.
 */
final class EngineStore {

  private static final String PROFILE_SUFFIX = "#profile";

  private static final class Entry {
    final WindowEngine engine;
    long profileHandedIn;
    long lastArrivalMs;
    long seenHereMs;

    /** What was closed before it is out already, whatever becomes of the engine. */
    long nextWindowMs;

    Entry(WindowEngine engine) {
      this.engine = engine;
      this.nextWindowMs = engine.nextWindowMs();
    }

    byte[] state(ProtoWriter out) {
      out.clear(); // a state that could not be written whole left its begin
      return engine.state(lastArrivalMs, out);
    }
  }

  /** State that no engine can go on with. */
  static final class PoisonException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** What an engine does with a batch: {@link WindowEngine#accept}. */
  interface Step {
    List<JvmWindow> accept(WindowEngine engine, TelemetryBatch batch);
  }

  private final WriteBehindStore store;
  private final Duration grace;
  private final Step step;
  private final Map<String, Entry> entries = new HashMap<>();
  private final ProtoWriter out = new ProtoWriter();

  EngineStore(WriteBehindStore store, Duration grace, Step step) {
    this.store = store;
    this.grace = grace;
    this.step = step;
  }

  /**
   * Lets the JVM's engine, a new one when there is none, take in a batch, and hands in what
   * changed.
   *
   * @param arrivalMs when the batch arrived, by the broker's clock
   * @param nowMs by this process' clock
   * @throws PoisonException when the state cannot be read, or the engine cannot go on from it; the
   *     JVM then goes on from what was committed last, behind the windows that are out
   */
  List<JvmWindow> accept(TelemetryBatch batch, long arrivalMs, long nowMs) throws PoisonException {
    String jvmId = batch.getJvmId();
    Entry entry = entry(jvmId);
    List<JvmWindow> closed;
    try {
      closed = step.accept(entry.engine, batch);
    } catch (RuntimeException e) {
      backToCommitted(jvmId, entry.nextWindowMs);
      throw new PoisonException(e);
    }
    entry.lastArrivalMs = arrivalMs;
    entry.seenHereMs = nowMs;
    entry.nextWindowMs = entry.engine.nextWindowMs();
    handIn(jvmId, entry);
    return closed;
  }

  /** Whether the batch, not the state, is to blame: a new engine cannot take it either. */
  boolean isPoison(TelemetryBatch batch) {
    try {
      step.accept(new WindowEngine(batch.getJvmId(), grace), batch);
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  /**
   * Forgets the JVM, in memory and in the store.
   *
   * @return its open windows
   * @throws PoisonException when its state cannot be read; it is forgotten all the same
   */
  List<JvmWindow> free(String jvmId) throws PoisonException {
    try {
      return entry(jvmId).engine.flush();
    } finally {
      delete(jvmId);
    }
  }

  /** Forgets the JVM, in memory and in the store. */
  void delete(String jvmId) {
    entries.remove(jvmId);
    store.delete(jvmId);
    store.delete(jvmId + PROFILE_SUFFIX);
  }

  /** JVMs whose last batch came before a time; also those whose state cannot be read. */
  List<String> lastArrivedBefore(long timeMs) {
    List<String> silent = new ArrayList<>();
    for (String key : store.keys()) {
      if (!key.endsWith(PROFILE_SUFFIX) && lastArrivalMs(key) < timeMs) {
        silent.add(key);
      }
    }
    return silent;
  }

  /** When the JVM's last batch was taken here; the alternative where none was, or it has ended. */
  long seenHereMs(String jvmId, long otherwiseMs) {
    Entry live = entries.get(jvmId);
    return live == null || live.seenHereMs == 0 ? otherwiseMs : live.seenHereMs;
  }

  private void handIn(String jvmId, Entry entry) {
    store.put(jvmId, () -> entry.state(out));
    if (entry.engine.ended()) {
      store.delete(jvmId + PROFILE_SUFFIX);
      entries.remove(jvmId);
    } else if (entry.engine.profileChanges() != entry.profileHandedIn) {
      store.put(jvmId + PROFILE_SUFFIX, () -> entry.engine.profile().toByteArray());
      entry.profileHandedIn = entry.engine.profileChanges();
    }
  }

  /** What a failed step left in memory is not to be trusted. */
  private void backToCommitted(String jvmId, long nextWindowMs) throws PoisonException {
    entries.remove(jvmId);
    store.forgetPending(jvmId);
    store.forgetPending(jvmId + PROFILE_SUFFIX);
    if (store.get(jvmId) != null) {
      Entry entry = entry(jvmId);
      entry.engine.skipTo(nextWindowMs);
      entry.nextWindowMs = entry.engine.nextWindowMs();
    }
  }

  private Entry entry(String jvmId) throws PoisonException {
    Entry known = entries.get(jvmId);
    if (known != null) {
      return known;
    }
    Entry restored = new Entry(restore(jvmId));
    entries.put(jvmId, restored);
    return restored;
  }

  private WindowEngine restore(String jvmId) throws PoisonException {
    byte[] state = store.get(jvmId);
    if (state == null) {
      return new WindowEngine(jvmId, grace);
    }
    try {
      return WindowEngine.restore(
          jvmId, grace, EngineState.parseFrom(state), profile(store.get(jvmId + PROFILE_SUFFIX)));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new PoisonException(e);
    }
  }

  private static JvmProfile profile(byte @Nullable [] stored)
      throws InvalidProtocolBufferException {
    return stored == null ? WindowEngine.NO_PROFILE : JvmProfile.parseFrom(stored);
  }

  private long lastArrivalMs(String jvmId) {
    Entry live = entries.get(jvmId);
    byte[] state = live == null ? store.get(jvmId) : null;
    try {
      return state == null
          ? live == null ? Long.MIN_VALUE : live.lastArrivalMs
          : EngineState.parseFrom(state).getLastArrivalMs();
    } catch (InvalidProtocolBufferException e) {
      return Long.MIN_VALUE;
    }
  }
}
