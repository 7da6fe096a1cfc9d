package io.heapcast.cli.analyze;

import io.heapcast.detector.model.JvmDetector;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one JVM through the window engine and the detector as in production, in event
 * time and without a broker. Windows and verdicts come out as the batches go in; each window before
 * the verdict that it leads to. Not thread-safe.
 */
public final class Replay {

  /** As long as the topology waits by default. */
  private static final Duration GRACE = Settings.defaults().duration(Setting.WINDOW_GRACE);

  private final WindowEngine engine;
  private final JvmDetector detector = new JvmDetector();
  private final Consumer<JvmWindow> windows;
  private final Consumer<JvmVerdict> verdicts;
  private @Nullable TelemetryBatch last;
  private long observedUntilMs;

  /**
   * A replay from the first batch on.
   *
   * @param jvmId a {@link io.heapcast.telemetry.JvmId}; that of all batches
   * @throws IllegalArgumentException when the id has another form
   */
  public Replay(String jvmId, Consumer<JvmWindow> windows, Consumer<JvmVerdict> verdicts) {
    this.engine = new WindowEngine(jvmId, GRACE);
    this.windows = windows;
    this.verdicts = verdicts;
  }

  /** Takes in the next batch, in the order in which the collector would send them. */
  public void accept(TelemetryBatch batch) {
    last = batch;
    observedUntilMs = Math.max(observedUntilMs, batch.getObservedUntilMs());
    engine.accept(batch).forEach(this::judge);
  }

  /**
   * Ends the data. Unless the JVM has ended, a last batch lets the time of the JVM go on so far
   * that the last, partial window closes.
   */
  public void finish() {
    TelemetryBatch end = last;
    if (end != null && !engine.ended()) {
      accept(
          TelemetryBatch.newBuilder()
              .setJvmId(end.getJvmId())
              .setSession(end.getSession())
              .setSeq(end.getSeq() + 1)
              .setObservedUntilMs(endOfWindow(observedUntilMs) + GRACE.toMillis())
              .build());
    }
    last = null;
  }

  private void judge(JvmWindow window) {
    windows.accept(window);
    detector.accept(window).ifPresent(verdicts);
  }

  private static long endOfWindow(long timeMs) {
    long start = Math.floorDiv(timeMs, WindowEngine.WINDOW_MS) * WindowEngine.WINDOW_MS;
    return start + WindowEngine.WINDOW_MS;
  }
}
