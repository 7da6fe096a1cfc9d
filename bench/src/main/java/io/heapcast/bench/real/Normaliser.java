package io.heapcast.bench.real;

import io.heapcast.collector.event.EventHandlers;
import io.heapcast.collector.jfr.BatchSequence;
import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * A raw recording as the collector would have sent it: its own event handlers, a batch per second,
 * events in the order in which they ended.
 */
final class Normaliser {

  /** Not that of the machine that recorded. */
  static final String HOST = "leakbench";

  private static final long FLUSH_MS = 1_000;

  private final RecordedRun run;
  private final RecordedRun.Facts facts;
  private final long session;
  private final Measurements measurements = new Measurements();
  private final List<TelemetryBatch> batches = new ArrayList<>();

  private Normaliser(RecordedRun run, long session) throws IOException {
    this.run = run;
    this.facts = run.facts();
    this.session = session;
  }

  /**
   * The batches of a run, in order; times as recorded.
   *
   * @param session stands in for the collector's random one
   */
  static List<TelemetryBatch> batches(RecordedRun run, long session) throws IOException {
    Normaliser normaliser = new Normaliser(run, session);
    normaliser.read();
    return normaliser.batches;
  }

  private void read() throws IOException {
    List<RecordedEvent> events = events(run.recording());
    Map<String, EventHandler> handlers = new HashMap<>();
    EventHandlers.of(measurements).forEach(handler -> handlers.put(handler.event(), handler));
    List<ResidentSet> residentSets = run.residentSets();
    Instant begin = events.isEmpty() ? Instant.EPOCH : events.get(0).getEndTime();
    BatchSequence sequence = new BatchSequence(session, begin);
    long flushMs = begin.toEpochMilli() + FLUSH_MS;
    int resident = 0;
    for (RecordedEvent event : events) {
      for (; event.getEndTime().toEpochMilli() >= flushMs; flushMs += FLUSH_MS) {
        for (; resident < residentSets.size(); resident++) {
          ResidentSet set = residentSets.get(resident);
          if (set.getTimeMs() >= flushMs) {
            break;
          }
          if (set.getTimeMs() >= flushMs - FLUSH_MS) {
            measurements.batch().addResidentSets(set);
          }
        }
        flush(sequence, flushMs);
      }
      EventHandler handler = handlers.get(event.getEventType().getName());
      if (handler != null) {
        measurements.saw(event.getEndTime());
        handler.accept(event);
      }
    }
    Instant end = Instant.ofEpochMilli(facts.endMs());
    JvmEnded ended =
        JvmEnded.newBuilder().setTimeMs(facts.endMs()).setReason(EndReason.VANISHED).build();
    batches.add(sequence.atEnd(measurements, info(), end, 0, ended));
  }

  private void flush(BatchSequence sequence, long flushMs) {
    if (measurements.facts().complete()) {
      batches.add(sequence.atFlush(measurements, info(), Instant.ofEpochMilli(flushMs), 0));
    }
  }

  private JvmInfo info() {
    JvmFacts known = measurements.facts();
    Instant start = known.start().orElseThrow(() -> new IllegalStateException("no start"));
    JvmId id = new JvmId(HOST, 1, start.getEpochSecond());
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(id.toString())
            .setHostName(HOST)
            .setProcessPid(1)
            .setStartTimeMs(start.toEpochMilli())
            .setServiceName(HOST)
            .setServiceNameSource(ServiceNameSource.CONFIGURED)
            .setServiceInstanceId(id.instance())
            .setJdkVersion(facts.jdkVersion())
            .setCollector(known.collector());
    known.maxHeapBytes().ifPresent(info::setMaxHeapBytes);
    known.containerLimitBytes().ifPresent(info::setContainerMemoryLimitBytes);
    return info.build();
  }

  private static List<RecordedEvent> events(Path recording) throws IOException {
    List<RecordedEvent> events = new ArrayList<>();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        events.add(file.readEvent());
      }
    }
    events.sort(Comparator.comparing(RecordedEvent::getEndTime));
    return events;
  }

  /** How far from the recorded begin times are moved, so that the JVM starts at {@code start}. */
  static Duration shift(List<TelemetryBatch> batches, Instant start) {
    long startMs =
        batches.stream()
            .filter(TelemetryBatch::hasInfo)
            .findFirst()
            .orElseThrow()
            .getInfo()
            .getStartTimeMs();
    return Duration.ofMillis(start.toEpochMilli() - startMs);
  }
}
