package io.heapcast.streams.engine;

import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds the telemetry of one JVM into windows of {@link #WINDOW_MS} of its own time: a pure
 * function of the batches, whose whole state is {@link #state} and {@link #profile()}.
 *
 * <ol>
 *   <li>A measurement belongs to the window of its own time, and counts once: collections are
 *       recognised by gcId, the rest by a time per type and session.
 *   <li>A window closes when the JVM was observed until its end and the grace after it; all close
 *       in order, each once, empty ones too. No other clock and no other JVM has a say.
 *   <li>What comes after its window closed is counted in {@code late_dropped}; what claims to come
 *       from the future too, and in {@code ahead_dropped} besides.
 *   <li>Missing batches, a new collector session, reported losses, long silence and a clock that
 *       was set become gaps. Where the clock was set back, windows restart at the earlier time.
 *   <li>The end of the JVM closes everything; afterwards repeats are dropped.
 * </ol>
 *
 * <p>Bounded whatever comes; not thread-safe.
 */
public final class WindowEngine {

  /** Length of a window; windows start at its multiples since the epoch. */
  public static final long WINDOW_MS = 10_000;

  /** Version of the state this engine writes; it reads every older one. */
  static final int STATE_VERSION = 2;

  /** The same of the profile. */
  static final int PROFILE_VERSION = 1;

  /** Goes with the state of a JVM that never said who it is. */
  public static final JvmProfile NO_PROFILE =
      JvmProfile.newBuilder().setVersion(PROFILE_VERSION).build();

  /** No flush, pause or small correction of a clock is as long; a set clock or an outage is. */
  static final long LEAP_MS = OpenWindows.MAX_EMPTY_RUN * WINDOW_MS;

  /** A step forward between two consecutive batches: above this the clock was set. */
  static final long FORWARD_JUMP_MS = 3_600_000;

  private final String jvmId;
  private final long graceMs;

  private Profile profile;
  private Sequence sequence = Sequence.NONE;
  private OpenWindows windows = new OpenWindows(0);
  private long observedUntilMs;

  /** The same of the present session alone: behind the other while it reads again. */
  private long sessionUntilMs;

  private GcIds gcIds = new GcIds();
  private Watermarks watermarks = new Watermarks();
  private WorkCurve work = new WorkCurve();
  private long lateDropped;
  private long aheadDropped;
  private long repeatsDropped;
  private boolean ended;

  /**
   * An engine that has seen nothing.
   *
   * @param jvmId a {@link io.heapcast.telemetry.JvmId}
   * @param grace how long after its end, in the JVM's time, a window waits for late measurements
   * @throws IllegalArgumentException when the id has another form
   */
  public WindowEngine(String jvmId, Duration grace) {
    this.jvmId = jvmId;
    this.graceMs = grace.toMillis();
    this.profile = new Profile(jvmId);
  }

  /**
   * An engine that goes on where another one stood.
   *
   * @throws IllegalArgumentException when the state is of a newer version or none of an engine's
   */
  public static WindowEngine restore(
      String jvmId, Duration grace, EngineState state, JvmProfile profile) {
    StoredState.require(state, profile);
    WindowEngine engine = new WindowEngine(jvmId, grace);
    engine.profile = Profile.of(jvmId, profile);
    if (state.hasSession()) {
      engine.sequence = new Sequence(true, state.getSession(), state.getNextSeq());
    }
    engine.windows = OpenWindows.of(state.getNextWindowMs(), state.getOpenList());
    engine.observedUntilMs = state.getObservedUntilMs();
    engine.sessionUntilMs =
        state.hasSessionUntilMs() ? state.getSessionUntilMs() : state.getObservedUntilMs();
    engine.gcIds = GcIds.of(state.getGcIdRangesList());
    engine.watermarks = Watermarks.of(state);
    engine.work = WorkCurve.of(state.getWork());
    engine.lateDropped = state.getLateDropped();
    engine.aheadDropped = state.getAheadDropped();
    engine.repeatsDropped = state.getRepeatsDropped();
    engine.ended = state.getEnded();
    return engine;
  }

  /**
   * What changes with every batch: an {@link EngineState}.
   *
   * @param lastArrivalMs when the last batch came, by the broker's clock; 0: not known
   * @param out empty before and afterwards
   */
  public byte[] state(long lastArrivalMs, ProtoWriter out) {
    out.uint32(EngineState.VERSION_FIELD_NUMBER, STATE_VERSION);
    out.uint64(EngineState.OBSERVED_UNTIL_MS_FIELD_NUMBER, observedUntilMs);
    out.bool(EngineState.ENDED_FIELD_NUMBER, ended);
    out.uint64(EngineState.LAST_ARRIVAL_MS_FIELD_NUMBER, lastArrivalMs);
    if (sequence.known()) {
      out.presentFixed64(EngineState.SESSION_FIELD_NUMBER, sequence.session());
      out.uint64(EngineState.NEXT_SEQ_FIELD_NUMBER, sequence.next());
      out.present(EngineState.SESSION_UNTIL_MS_FIELD_NUMBER, sessionUntilMs);
      out.uint64(EngineState.NEXT_WINDOW_MS_FIELD_NUMBER, windows.nextMs());
      windows.writeTo(out, EngineState.OPEN_FIELD_NUMBER);
      gcIds.writeTo(out, EngineState.GC_ID_RANGES_FIELD_NUMBER);
      watermarks.writeTo(out, observedUntilMs);
      int curve = out.begin(EngineState.WORK_FIELD_NUMBER);
      work.writeTo(out);
      out.end(curve);
      out.uint64(EngineState.LATE_DROPPED_FIELD_NUMBER, lateDropped);
      out.uint64(EngineState.AHEAD_DROPPED_FIELD_NUMBER, aheadDropped);
      out.uint64(EngineState.REPEATS_DROPPED_FIELD_NUMBER, repeatsDropped);
    } else {
      out.uint64(EngineState.NEXT_WINDOW_MS_FIELD_NUMBER, windows.nextMs());
    }
    return out.take();
  }

  /** What changes when {@link #profileChanges()} does. */
  public JvmProfile profile() {
    return profile.toStored();
  }

  /** Rises with every change of {@link #profile()}; starts at 0. */
  public long profileChanges() {
    return profile.changes();
  }

  /** Start of the oldest window that was not emitted. */
  public long nextWindowMs() {
    return windows.nextMs();
  }

  /**
   * Never emits a window that starts before a time: another engine has. What comes for one counts
   * as late. Only a clock that is set back leads behind it.
   */
  public void skipTo(long windowMs) {
    windows.skipTo(windowMs);
  }

  /** Whether the JVM ended; its profile is no longer needed then. */
  public boolean ended() {
    return ended;
  }

  /**
   * Takes in the next batch.
   *
   * @param batch of this JVM, with {@code observed_until_ms} set
   * @return the windows that it closes, oldest first; often none
   */
  public List<JvmWindow> accept(TelemetryBatch batch) {
    if (ended && !isSignOfLife(batch)) {
      return List.of();
    }
    boolean returned = ended;
    ended = false;
    profile.learn(batch);
    List<Measurement> measurements = Measurement.of(batch);
    Sequence.Step step = sequence.to(batch);
    List<JvmWindow> byTheOldClock = List.of();
    boolean known = sequence.known();
    if (!known) {
      begin(batch, measurements, windows.nextMs());
    } else if (clockWasSetBack(batch, measurements, step)) {
      byTheOldClock = rewind(batch, measurements);
    }
    if (step.newSession()) {
      watermarks.startSession();
    }
    noteMissing(step, returned);
    GapReason silence = silenceBefore(batch, step);
    sequence = step.then();
    observedUntilMs = Math.max(observedUntilMs, batch.getObservedUntilMs());
    sessionUntilMs =
        step.newSession() || !known
            ? batch.getObservedUntilMs()
            : Math.max(sessionUntilMs, batch.getObservedUntilMs());
    measurements.forEach(measurement -> take(measurement, step.again()));
    watermarks.endBatch();
    List<JvmWindow> closed =
        batch.hasEnded()
            ? end(batch.getEnded(), silence)
            : closeThrough(OpenWindows.startOf(observedUntilMs - graceMs) - WINDOW_MS, silence);
    return byTheOldClock.isEmpty() ? closed : joined(byTheOldClock, closed);
  }

  /**
   * Closes every window with something in it, as when nothing more is to come.
   *
   * @return the windows, oldest first
   */
  public List<JvmWindow> flush() {
    return windows.isEmpty() ? List.of() : closeThrough(windows.lastMs(), GapReason.SILENCE);
  }

  private static List<JvmWindow> joined(List<JvmWindow> first, List<JvmWindow> then) {
    List<JvmWindow> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  /** After its end was reported, a JVM that is observed well beyond it lives, and starts afresh. */
  private boolean isSignOfLife(TelemetryBatch batch) {
    return !batch.hasEnded() && batch.getObservedUntilMs() > observedUntilMs + LEAP_MS;
  }

  /**
   * The first window is that of the first measurement, or of the observation when there is none;
   * but none that is out already, unless the clock was set back meanwhile.
   *
   * @param floorMs windows that start before it are out
   */
  private void begin(TelemetryBatch batch, List<Measurement> measurements, long floorMs) {
    long untilMs = batch.getObservedUntilMs();
    long firstMs =
        measurements.stream()
            .mapToLong(Measurement::timeMs)
            .filter(timeMs -> timeMs > untilMs - FORWARD_JUMP_MS)
            .reduce(untilMs, Math::min);
    windows = new OpenWindows(firstMs);
    if (untilMs > floorMs - FORWARD_JUMP_MS) {
      windows.skipTo(floorMs);
    }
  }

  /**
   * An earlier time than before is a re-read one, unless the very session goes on with it, or it
   * comes with collections that nobody has seen.
   */
  private boolean clockWasSetBack(
      TelemetryBatch batch, List<Measurement> measurements, Sequence.Step step) {
    if (batch.getObservedUntilMs() >= observedUntilMs - LEAP_MS || step.again()) {
      return false;
    }
    return step.newSession()
        ? measurements.stream()
            .filter(measurement -> measurement.type() == MeasurementType.GC_CYCLE)
            .anyMatch(measurement -> gcIds.isBeyondAll(measurement.gcId()))
        : batch.getObservedUntilMs() < sessionUntilMs - LEAP_MS;
  }

  /** Closes what was measured by the old clock, and goes on by the new one. */
  private List<JvmWindow> rewind(TelemetryBatch batch, List<Measurement> measurements) {
    List<JvmWindow> closed = flush();
    long untilMs = batch.getObservedUntilMs();
    begin(batch, measurements, 0);
    // In the first window by the new clock, so that nobody takes it for a repeat.
    windows.at(windows.nextMs()).addGap(untilMs, GapReason.CLOCK, observedUntilMs - untilMs);
    watermarks.clear();
    work.restartAt(windows.nextMs());
    observedUntilMs = untilMs;
    sessionUntilMs = untilMs;
    return closed;
  }

  private void noteMissing(Sequence.Step step, boolean returned) {
    long sinceMs = sequence.known() ? observedUntilMs : windows.nextMs();
    if (step.newSession() || returned) {
      windows.at(sinceMs).addGap(sinceMs, GapReason.SESSION, 1);
    }
    if (step.missing() > 0) {
      windows.at(sinceMs).addGap(sinceMs, GapReason.SEQUENCE, step.missing());
    }
  }

  /** What it means when nothing happened since the last batch. */
  private GapReason silenceBefore(TelemetryBatch batch, Sequence.Step step) {
    boolean leapt = batch.getObservedUntilMs() - observedUntilMs > FORWARD_JUMP_MS;
    return sequence.known() && step.isNext() && leapt ? GapReason.CLOCK : GapReason.SILENCE;
  }

  private void take(Measurement measurement, boolean again) {
    MeasurementType type = measurement.type();
    long timeMs = measurement.timeMs();
    if (isRepeat(measurement, again)) {
      repeatsDropped++;
      return;
    }
    if (timeMs > observedUntilMs + LEAP_MS) {
      lateDropped++;
      aheadDropped++;
      windows
          .at(observedUntilMs)
          .addGap(observedUntilMs, GapReason.CLOCK, timeMs - observedUntilMs);
      return;
    }
    if (type != MeasurementType.GC_CYCLE) {
      watermarks.mark(type, timeMs);
    }
    if (windows.isClosed(timeMs) && type != MeasurementType.DATA_LOSS) {
      lateDropped++;
      return;
    }
    fold(measurement, windows.at(timeMs));
  }

  private boolean isRepeat(Measurement measurement, boolean again) {
    return measurement.type() == MeasurementType.GC_CYCLE
        ? !gcIds.add(measurement.gcId())
        : watermarks.covers(measurement.type(), measurement.timeMs(), again);
  }

  private void fold(Measurement measurement, WindowBuilder window) {
    if (measurement.value() instanceof AllocatedBytes reading) {
      work.offer(reading);
      return;
    }
    if (measurement.value() instanceof GcCycle cycle) {
      work.offer(cycle, profile.info().getCollector());
    }
    window.add(measurement);
  }

  private List<JvmWindow> closeThrough(long lastStartMs, GapReason silence) {
    if (lastStartMs < windows.nextMs()) {
      return List.of();
    }
    work.takeUntil(horizonMs(lastStartMs))
        .forEach(allocated -> windows.at(allocated.timeMs()).add(allocated));
    List<JvmWindow> closed = windows.closeThrough(lastStartMs, silence, this::finish);
    work.forgetBefore(windows.nextMs());
    return closed;
  }

  private JvmWindow finish(WindowBuilder window) {
    return window.finish(profile, work, horizonMs(window.startMs()), lateDropped, aheadDropped);
  }

  /** Readings are complete only some time after their own: the other half of the grace. */
  private long horizonMs(long startMs) {
    return startMs + WINDOW_MS + graceMs / 2;
  }

  private List<JvmWindow> end(JvmEnded said, GapReason silence) {
    long latestMs = Math.min(said.getTimeMs(), observedUntilMs + LEAP_MS);
    windows.at(Math.max(latestMs, windows.lastMs())).ended(said);
    List<JvmWindow> closed = closeThrough(windows.lastMs(), silence);
    observedUntilMs = Math.max(observedUntilMs, latestMs);
    forgetAllButTheEnd();
    return closed;
  }

  private void forgetAllButTheEnd() {
    ended = true;
    profile = new Profile(jvmId);
    sequence = Sequence.NONE;
    windows = new OpenWindows(windows.nextMs()); // should it live after all, these are out
    gcIds = new GcIds();
    watermarks = new Watermarks();
    work = new WorkCurve();
    lateDropped = 0;
    aheadDropped = 0;
    repeatsDropped = 0;
  }
}
