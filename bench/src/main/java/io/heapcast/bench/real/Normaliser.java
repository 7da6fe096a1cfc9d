package io.heapcast.bench.real;

import io.heapcast.collector.recording.JfrFiles;
import io.heapcast.collector.recording.JfrRecording;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A raw recording as the collector would have sent it: read by its own code, a batch per second,
 * with the resident set where only {@code /proc} told it, and the end of the JVM.
 */
final class Normaliser {

  private Normaliser() {}

  /**
   * The batches of a run, in order; times as recorded.
   *
   * @throws IOException when the recording cannot be read, or is not that of one JVM
   */
  static List<TelemetryBatch> batches(RecordedRun run) throws IOException {
    JfrFiles files = new JfrFiles();
    files.add(run.recording());
    List<JfrRecording> recordings = files.recordings();
    if (recordings.size() != 1 || !files.damages().isEmpty()) {
      throw new IOException(
          "%s: %d JVMs, %s".formatted(run.recording(), recordings.size(), files.damages()));
    }
    List<TelemetryBatch> batches = new ArrayList<>();
    recordings.get(0).read(batches::add, bytes -> {});
    return ended(withResidentSets(batches, run.residentSets()), run.facts().endMs());
  }

  private static List<TelemetryBatch> withResidentSets(
      List<TelemetryBatch> batches, List<ResidentSet> residentSets) {
    Deque<ResidentSet> left = new ArrayDeque<>(residentSets);
    List<TelemetryBatch> with = new ArrayList<>();
    for (TelemetryBatch batch : batches) {
      TelemetryBatch.Builder more = batch.toBuilder();
      while (!left.isEmpty() && left.element().getTimeMs() <= batch.getObservedUntilMs()) {
        more.addResidentSets(left.remove());
      }
      with.add(more.build());
    }
    return with;
  }

  /** Neither kill -9 nor -XX:+ExitOnOutOfMemoryError lets a JVM say that it ends. */
  private static List<TelemetryBatch> ended(List<TelemetryBatch> batches, long endMs) {
    TelemetryBatch last = batches.get(batches.size() - 1);
    batches.add(
        TelemetryBatch.newBuilder()
            .setJvmId(last.getJvmId())
            .setSession(last.getSession())
            .setSeq(last.getSeq() + 1)
            .setObservedUntilMs(Math.max(endMs, last.getObservedUntilMs()))
            .setEnded(JvmEnded.newBuilder().setTimeMs(endMs).setReason(EndReason.VANISHED))
            .build());
    return batches;
  }
}
