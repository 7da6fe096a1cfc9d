package io.heapcast.bench.throughput;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.real.RealCases;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A fleet made of recorded JVMs that have been watched for a while: each plays the telemetry of one
 * of the healthy real runs from its second minute on, under an id of its own, at times of its own
 * within ten seconds of the others. Identity and all names come first, as collectors repeat them.
 */
final class Replays {

  /** What nearly all recorded runs have left, with a batch each second or so. */
  static final int MOST_SECONDS = 90;

  private static final int SKIPPED_MS = 60_000;

  private static final long EPOCH_MS = 1_790_000_000_000L;
  private static final int WINDOW_MS = 10_000;

  private final List<List<TelemetryBatch>> runs;
  private final int jvms;
  private final int seconds;

  private Replays(List<List<TelemetryBatch>> runs, int jvms, int seconds) {
    this.runs = runs;
    this.jvms = jvms;
    this.seconds = seconds;
  }

  static Replays of(Path recorded, int jvms, int seconds) throws IOException {
    return new Replays(healthyRuns(recorded).stream().map(Replays::later).toList(), jvms, seconds);
  }

  /** The batches of each healthy run of a directory. */
  static List<List<TelemetryBatch>> healthyRuns(Path recorded) throws IOException {
    List<List<TelemetryBatch>> runs = new ArrayList<>();
    for (Case run : RealCases.cases(recorded).toList()) {
      if (run.truth().label() == Label.HEALTHY) {
        List<TelemetryBatch> batches = new ArrayList<>();
        run.telemetry().play(batches::add);
        runs.add(batches);
      }
    }
    if (runs.isEmpty()) {
      throw UserError.usage(
          recorded.toString(), "no healthy run", "the recorded runs of bench/real", "Restore them");
    }
    return runs;
  }

  private static List<TelemetryBatch> later(List<TelemetryBatch> run) {
    long fromMs = run.get(0).getObservedUntilMs() + SKIPPED_MS;
    TelemetryBatch.Builder known = TelemetryBatch.newBuilder();
    List<TelemetryBatch> later = new ArrayList<>();
    for (TelemetryBatch batch : run) {
      if (batch.getObservedUntilMs() >= fromMs) {
        later.add(batch);
      } else {
        known.addAllNames(batch.getNamesList());
        known.setInfo(batch.hasInfo() ? batch.getInfo() : known.getInfo());
      }
    }
    later.set(0, known.mergeFrom(later.get(0)).build());
    return later;
  }

  int jvms() {
    return jvms;
  }

  /** Length of what each JVM plays, in its own time. */
  int seconds() {
    return seconds;
  }

  /**
   * Plays all JVMs side by side, second after second of their time.
   *
   * @param from the first second, from 0 on; what comes before it is left out
   * @param until the second before which it ends, at most {@link #seconds}
   */
  void play(int from, int until, Consumer<TelemetryBatch> sink) {
    int[] next = new int[jvms];
    for (int second = 0; second < until; second++) {
      for (int jvm = 0; jvm < jvms; jvm++) {
        List<TelemetryBatch> run = runs.get(jvm % runs.size());
        long baseMs = run.get(0).getObservedUntilMs();
        while (next[jvm] < run.size()
            && run.get(next[jvm]).getObservedUntilMs() - baseMs <= second * 1_000L) {
          TelemetryBatch batch = run.get(next[jvm]++);
          if (second >= from) {
            sink.accept(as(jvm, batch, baseMs));
          }
        }
      }
    }
  }

  private static TelemetryBatch as(int jvm, TelemetryBatch batch, long baseMs) {
    String jvmId = "host-%d.example/%d@%d".formatted(jvm / 30, 1_000 + jvm % 30, EPOCH_MS / 1_000);
    long shiftMs = EPOCH_MS + jvm * 997L % WINDOW_MS - baseMs;
    return new MovedTelemetry(jvmId, shiftMs, 0).of(batch);
  }
}
