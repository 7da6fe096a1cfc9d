package io.heapcast.bench.real;

import io.heapcast.collector.event.EventHandlers;
import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.collector.recording.JfrFiles;
import io.heapcast.collector.recording.JfrRecording;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

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
    identify(batches, facts(run.recording()));
    return ended(withResidentSets(batches, run.residentSets()), run.facts().endMs());
  }

  /**
   * What the JVM is. A recording that the collector starts goes over several chunks in its first
   * second, and only the later ones tell.
   */
  private static JvmFacts facts(Path recording) throws IOException {
    Measurements measurements = new Measurements();
    Map<String, EventHandler> handlers = new HashMap<>();
    EventHandlers.of(measurements).forEach(handler -> handlers.put(handler.event(), handler));
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents() && !measurements.facts().complete()) {
        RecordedEvent event = file.readEvent();
        EventHandler handler = handlers.get(event.getEventType().getName());
        if (handler != null) {
          handler.accept(event);
        }
      }
    }
    if (!measurements.facts().complete()) {
      throw new IOException(recording + " does not tell its collector and heap limit");
    }
    return measurements.facts();
  }

  private static void identify(List<TelemetryBatch> batches, JvmFacts facts) {
    batches.replaceAll(
        batch -> {
          if (!batch.hasInfo()) {
            return batch;
          }
          TelemetryBatch.Builder identified = batch.toBuilder();
          identified.getInfoBuilder().setCollector(facts.collector());
          facts.maxHeapBytes().ifPresent(identified.getInfoBuilder()::setMaxHeapBytes);
          return identified.build();
        });
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
