package io.heapcast.streams;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.streams.engine.ProtoWriter;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.topology.WriteBehindStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

  private static final Logger LOG = System.getLogger(EngineStore.class.getName());

  private static final String PROFILE_SUFFIX = "#profile";

  private static final class Entry {
    final WindowEngine engine;
    long profileHandedIn;

    /** Whether the store asks for its state at the next commit. */
    boolean handedIn;

    long lastArrivalMs;
    long seenHereMs;

    /** What was closed before it is out already, whatever becomes of the engine. */
    long nextWindowMs;

    Entry(WindowEngine engine, long lastArrivalMs) {
      this.engine = engine;
      this.lastArrivalMs = lastArrivalMs;
      this.nextWindowMs = engine.nextWindowMs();
    }

    void skipTo(long windowMs) {
      engine.skipTo(windowMs);
      nextWindowMs = engine.nextWindowMs();
    }
  }

  /** State that no engine can go on with. */
  static final class PoisonException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** What an engine does with a batch, and how it is written down. */
  interface Step {

    /** {@link WindowEngine#accept}. */
    List<JvmWindow> accept(WindowEngine engine, TelemetryBatch batch);

    /** {@link WindowEngine#state}. */
    default byte[] state(WindowEngine engine, long lastArrivalMs, ProtoWriter out) {
      return engine.state(lastArrivalMs, out);
    }
  }

  private final WriteBehindStore store;
  private final Duration grace;
  private final Step step;
  private final StreamCounts counts;
  private final Map<String, Entry> entries = new HashMap<>();
  private final ProtoWriter out = new ProtoWriter();

  EngineStore(WriteBehindStore store, Duration grace, Step step, StreamCounts counts) {
    this.store = store;
    this.grace = grace;
    this.step = step;
    this.counts = counts;
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
      backToCommitted(jvmId, entry.nextWindowMs, arrivalMs);
      throw new PoisonException(e);
    }
    entry.lastArrivalMs = arrivalMs;
    entry.seenHereMs = nowMs;
    entry.nextWindowMs = entry.engine.nextWindowMs();
    handIn(jvmId, entry);
    return closed;
  }

  /**
   * Lets the JVM start afresh, behind the windows that are out. Where the state does not tell which
   * are, behind those that the batch closes: the JVM was not observed for longer before.
   *
   * @param batch that could not be taken
   */
  void quarantine(TelemetryBatch batch, Exception cause) {
    String jvmId = batch.getJvmId();
    Entry known = entries.get(jvmId);
    long closedMs = batch.getObservedUntilMs() - grace.toMillis();
    long nextMs =
        known == null
            ? Math.floorDiv(closedMs, WindowEngine.WINDOW_MS) * WindowEngine.WINDOW_MS
            : known.nextWindowMs;
    delete(jvmId);
    startAfresh(jvmId, nextMs, 0);
    sayQuarantined(jvmId, cause);
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
   * @throws PoisonException when its state cannot be read or closed; it is forgotten all the same
   */
  List<JvmWindow> free(String jvmId) throws PoisonException {
    try {
      return entry(jvmId).engine.flush();
    } catch (RuntimeException e) {
      throw new PoisonException(e);
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
    if (!entry.handedIn) {
      entry.handedIn = true;
      store.put(jvmId, () -> state(jvmId, entry));
    }
    if (entry.engine.ended()) {
      store.delete(jvmId + PROFILE_SUFFIX);
      entries.remove(jvmId);
    } else if (entry.engine.profileChanges() != entry.profileHandedIn) {
      store.put(jvmId + PROFILE_SUFFIX, () -> entry.engine.profile().toByteArray());
      entry.profileHandedIn = entry.engine.profileChanges();
    }
  }

  /** A state that cannot be written is not kept alive by what was written before it. */
  private byte[] state(String jvmId, Entry entry) {
    entry.handedIn = false;
    try {
      out.clear(); // a state that could not be written whole left its begin
      return step.state(entry.engine, entry.lastArrivalMs, out);
    } catch (RuntimeException e) {
      sayQuarantined(jvmId, e);
      entries.remove(jvmId, entry);
      WindowEngine afresh = new WindowEngine(jvmId, grace);
      afresh.skipTo(entry.nextWindowMs);
      out.clear();
      return afresh.state(entry.lastArrivalMs, out);
    }
  }

  /** What a failed step left in memory is not to be trusted; what is out stays out. */
  private void backToCommitted(String jvmId, long nextWindowMs, long arrivalMs) {
    entries.remove(jvmId);
    store.forgetPending(jvmId);
    store.forgetPending(jvmId + PROFILE_SUFFIX);
    Entry committed;
    try {
      committed = entry(jvmId);
    } catch (PoisonException e) {
      delete(jvmId);
      startAfresh(jvmId, nextWindowMs, arrivalMs);
      sayQuarantined(jvmId, e);
      return;
    }
    if (nextWindowMs > committed.nextWindowMs) {
      committed.skipTo(nextWindowMs);
      committed.lastArrivalMs = arrivalMs;
      handIn(jvmId, committed);
    } else if (nextWindowMs < committed.nextWindowMs) {
      // The clock was set back since: what the committed engine holds open is out.
      delete(jvmId);
      startAfresh(jvmId, nextWindowMs, arrivalMs);
    }
  }

  private void startAfresh(String jvmId, long nextWindowMs, long arrivalMs) {
    Entry afresh = new Entry(new WindowEngine(jvmId, grace), arrivalMs);
    afresh.skipTo(nextWindowMs);
    entries.put(jvmId, afresh);
    handIn(jvmId, afresh);
  }

  private void sayQuarantined(String jvmId, Exception cause) {
    LOG.log(
        Level.ERROR,
        "state of {0} dropped, it starts afresh: found {1}",
        jvmId,
        String.valueOf(cause.getMessage()));
    counts.quarantined();
  }

  private Entry entry(String jvmId) throws PoisonException {
    Entry known = entries.get(jvmId);
    if (known != null) {
      return known;
    }
    Entry restored = restore(jvmId);
    entries.put(jvmId, restored);
    return restored;
  }

  private Entry restore(String jvmId) throws PoisonException {
    byte[] bytes = store.get(jvmId);
    if (bytes == null) {
      return new Entry(new WindowEngine(jvmId, grace), 0);
    }
    try {
      EngineState state = EngineState.parseFrom(bytes);
      JvmProfile profile = profile(store.get(jvmId + PROFILE_SUFFIX));
      return new Entry(
          WindowEngine.restore(jvmId, grace, state, profile), state.getLastArrivalMs());
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // What parses may still not fit: columns of unequal length, a place that is none.
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
