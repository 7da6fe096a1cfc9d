package io.heapcast.bench.run;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Watch;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One JVM of a case: its window engine, and a watch of every contender.
 *
 * <p>Windows go to a contender in lots of {@value #LOT}: asking for the CPU time costs about as
 * much as a cheap contender takes for a window. A contender still sees one window after the other
 * and nothing else, so that the lots change no opinion.
 */
final class JvmPlay {

  private static final int LOT = 256;

  /** As long as the topology waits by default. */
  private static final Duration GRACE = Settings.defaults().duration(Setting.WINDOW_GRACE);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int number;
  private final String jvmId;
  private final long leakBeginMs;
  private final CurveBuilder curve;
  private final WindowEngine engine;
  private final List<Seat> seats = new ArrayList<>();
  private final List<JvmWindow> lot = new ArrayList<>(LOT);

  private @Nullable TelemetryBatch lastBatch;
  private long firstMs = Long.MAX_VALUE;
  private long lastMs = Long.MIN_VALUE;
  private long windows;
  private long windowsBeforeLeak;

  JvmPlay(Case watched, int number, String jvmId, List<Contender> contenders, CurveBuilder curve) {
    this.number = number;
    this.jvmId = jvmId;
    this.leakBeginMs = watched.truth().leakBeginMs().orElse(Long.MAX_VALUE);
    this.curve = curve;
    this.engine = new WindowEngine(jvmId, GRACE);
    for (Contender contender : contenders) {
      seats.add(new Seat(contender.name(), contender.watch(watched, jvmId)));
    }
  }

  void accept(TelemetryBatch batch) {
    lastBatch = batch;
    engine.accept(batch).forEach(this::take);
  }

  /** A window that was made elsewhere. */
  void accept(JvmWindow window) {
    take(window);
  }

  /** Closes the last, partial window, unless the JVM ended and closed it itself. */
  void finish() {
    TelemetryBatch last = lastBatch;
    if (last != null && !engine.ended()) {
      engine
          .accept(
              TelemetryBatch.newBuilder()
                  .setJvmId(jvmId)
                  .setSession(last.getSession())
                  .setSeq(last.getSeq() + 1)
                  .setObservedUntilMs(
                      last.getObservedUntilMs() + WindowEngine.WINDOW_MS + GRACE.toMillis())
                  .build())
          .forEach(this::take);
    }
    judge();
    seats.forEach(Seat::end);
  }

  JvmSpan span() {
    return windows == 0
        ? new JvmSpan(jvmId, 0, 0, 0, 0)
        : new JvmSpan(jvmId, firstMs, lastMs, windows, windowsBeforeLeak);
  }

  /** In the order of contenders. */
  List<Track> tracks() {
    return seats.stream().map(seat -> seat.track(jvmId)).toList();
  }

  private void take(JvmWindow window) {
    firstMs = Math.min(firstMs, window.getStartTimeMs());
    lastMs = Math.max(lastMs, window.getEndTimeMs());
    windows++;
    if (window.getEndTimeMs() <= leakBeginMs) {
      windowsBeforeLeak++;
    }
    curve.add(number, window);
    lot.add(window);
    // A JVM that ended is judged before the next one of its service begins.
    if (lot.size() == LOT || window.hasEnded()) {
      judge();
    }
  }

  private void judge() {
    seats.forEach(seat -> seat.judge(lot));
    lot.clear();
  }

  /** A contender's place before this JVM. */
  private static final class Seat {

    private final String contender;
    private final Watch watch;
    private final OpinionLog log = new OpinionLog();
    private long cpuNanos;

    Seat(String contender, Watch watch) {
      this.contender = contender;
      this.watch = watch;
    }

    void judge(List<JvmWindow> lot) {
      timed(
              () -> {
                List<Opinion> opinions = new ArrayList<>();
                lot.forEach(window -> opinions.addAll(watch.accept(window)));
                return opinions;
              })
          .forEach(log::add);
    }

    void end() {
      timed(watch::end).forEach(log::add);
    }

    Track track(String jvmId) {
      return new Track(contender, jvmId, log.kept(), cpuNanos);
    }

    private List<Opinion> timed(Supplier<List<Opinion>> work) {
      long beginNanos = THREADS.getCurrentThreadCpuTime();
      try {
        return work.get();
      } catch (RuntimeException e) {
        throw new IllegalStateException("contender '%s' failed: %s".formatted(contender, e), e);
      } finally {
        cpuNanos += THREADS.getCurrentThreadCpuTime() - beginNanos;
      }
    }
  }
}
