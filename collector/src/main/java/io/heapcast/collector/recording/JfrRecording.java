package io.heapcast.collector.recording;

import io.heapcast.collector.event.EventHandlers;
import io.heapcast.collector.jfr.EventHandler;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStarted;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one JVM, from whatever files, as its telemetry. The events of a chunk come in no
 * order, and a collection may begin in one chunk and end in the next; so what a chunk says is
 * pooled and given out up to shortly before its end.
 */
public final class JfrRecording {

  /** Nothing that is written into the next chunk ended longer before this one's end. */
  private static final Duration STRADDLES = Duration.ofSeconds(2);

  /** Each recording that is started begins a chunk; a collector starts three. */
  private static final int CHUNKS_OF_A_START = 8;

  /** From here on nobody watched between two chunks. */
  private static final Duration BREAK = Duration.ofSeconds(10);

  /** A watched JVM shows a sign of life in every window. */
  private static final long SIGN_OF_LIFE_MS = 5_000;

  /** Handlers of what the JVM is, which a recording sometimes tells only at a chunk's end. */
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "jdk.JVMInformation",
          "jdk.GCConfiguration",
          "jdk.GCHeapConfiguration",
          "jdk.ContainerConfiguration");

  private final RecordedIdentity identity;
  private final List<Chunk> chunks;
  private final Measurements measurements = Measurements.ofRecording();
  private final RecordedIdentity.Description description = new RecordedIdentity.Description();
  private final SecondPool pool = new SecondPool();
  private final Coverage coverage = new Coverage();
  private final Map<String, Predicate<RecordedEvent>> all = new HashMap<>();
  private final Map<String, Predicate<RecordedEvent>> ofTheJvm = new HashMap<>();
  private @Nullable UserError damage;
  private @Nullable JvmInfo info;
  private long session;
  private long watchedUntilMs;
  private long lastUntilMs;
  private long nextSeq;
  private boolean startTold;

  /**
   * A recording of at least one chunk.
   *
   * @param chunks in order of time, none twice
   */
  JfrRecording(RecordedIdentity identity, List<Chunk> chunks) {
    this.identity = identity;
    this.chunks = List.copyOf(chunks);
    for (EventHandler handler : EventHandlers.of(measurements)) {
      String event = handler.event();
      Coverage.Count seen = coverage.count(event);
      all.put(event, read -> measured(read, handler, seen));
      if (OF_THE_JVM.contains(event)) {
        ofTheJvm.put(event, read -> handled(read, handler));
      }
    }
    ofTheJvm.merge(
        "jdk.JVMInformation",
        event -> description.jvmInformation(event),
        (handler, own) -> event -> handler.test(event) && own.test(event));
    ofTheJvm.put("jdk.InitialEnvironmentVariable", description::environmentVariable);
    ofTheJvm.put("jdk.ActiveSetting", coverage::setting);
  }

  /** The files, in the order of their beginnings. */
  public List<Path> files() {
    return chunks.stream().map(Chunk::fileName).distinct().toList();
  }

  /** Bytes to read. */
  public long bytes() {
    return chunks.stream().mapToLong(Chunk::sizeBytes).sum();
  }

  /**
   * Reads all, once. A chunk that is damaged ends early, and the next one is read.
   *
   * @param sink takes a batch per second in which something happened, in order of event time
   * @param bytesDone told how many bytes have been read
   * @throws UserError at the end, when a chunk was damaged
   */
  public void read(Consumer<TelemetryBatch> sink, LongConsumer bytesDone) throws IOException {
    try (LoneChunks lone = new LoneChunks()) {
      introduce(lone);
      Instant watchedUntil = chunks.get(0).start();
      long done = 0;
      for (Chunk chunk : chunks) {
        if (chunk.start().isAfter(watchedUntil.plus(BREAK))) {
          pool.add(measurements.takeUntil(chunk.start()));
          giveBefore(Long.MAX_VALUE, sink);
          coverage.unwatched(Duration.between(watchedUntil, chunk.start()));
          session++;
          nextSeq = 0;
        }
        read(chunk, lone.file(chunk));
        coverage.finished(chunk.finished());
        watchedUntil = settle(chunk);
        giveBefore(watchedUntil.minus(STRADDLES).getEpochSecond(), sink);
        done += chunk.sizeBytes();
        bytesDone.accept(done);
      }
    }
    finish(sink);
    if (damage != null) {
      throw damage;
    }
  }

  /** After {@link #read}: what was not recorded and what follows from that, in sentences. */
  public List<String> missing() {
    return coverage.missing(info().getCollector());
  }

  private void read(Chunk chunk, Path file) throws IOException {
    try {
      coverage.types(ChunkEvents.read(file, all));
    } catch (DamagedException e) {
      coverage.damaged();
      if (damage == null) {
        damage =
            UserError.usage(
                chunk.place(),
                String.valueOf(e.getMessage()),
                "a chunk as a JVM writes it",
                "What could be read of it was used; copy it again");
      }
    }
  }

  /**
   * What the JVM is must be known before its first measurement; a recording whose events were
   * switched on one after the other tells it in a later chunk only.
   */
  private void introduce(LoneChunks lone) throws IOException {
    for (Chunk chunk : chunks.subList(0, Math.min(chunks.size(), CHUNKS_OF_A_START))) {
      try {
        coverage.types(ChunkEvents.read(lone.file(chunk), ofTheJvm));
      } catch (DamagedException e) {
        coverage.damaged(); // in full when the measurements are read
      }
      if (measurements.facts().complete()) {
        break;
      }
    }
    session = Integer.toUnsignedLong(info().getJvmId().hashCode());
  }

  private boolean measured(RecordedEvent event, EventHandler handler, Coverage.Count seen) {
    measurements.saw(event.getEndTime());
    seen.increment();
    return handled(event, handler);
  }

  private boolean handled(RecordedEvent event, EventHandler handler) {
    try {
      handler.accept(event);
    } catch (RuntimeException e) {
      coverage.unreadable(handler.event());
    }
    return true;
  }

  /** Pools what the chunk said; returns up to when the JVM was watched. */
  private Instant settle(Chunk chunk) {
    Instant newest = Instant.ofEpochMilli(measurements.newestEventMs());
    Instant end = chunk.end();
    if (newest.isAfter(end) && newest.isBefore(end.plus(BREAK))) {
      end = newest;
    }
    pool.add(measurements.takeUntil(end.minus(STRADDLES)));
    pool.watched(chunk.start().getEpochSecond());
    pool.watched(end.getEpochSecond());
    watchedUntilMs = end.toEpochMilli();
    return end;
  }

  private void giveBefore(long second, Consumer<TelemetryBatch> sink) {
    pool.giveBefore(
        second,
        (at, batch) -> {
          long untilMs = Math.min(at * 1_000 + 999, watchedUntilMs);
          for (long ms = lastUntilMs + SIGN_OF_LIFE_MS;
              nextSeq > 0 && ms < untilMs;
              ms += SIGN_OF_LIFE_MS) {
            sink.accept(numbered(TelemetryBatch.newBuilder(), ms).build());
          }
          sink.accept(numbered(batch, untilMs).build());
        });
  }

  private void finish(Consumer<TelemetryBatch> sink) {
    Instant after = Instant.ofEpochMilli(measurements.newestEventMs() + 1);
    pool.add(measurements.takeUntil(after));
    giveBefore(Long.MAX_VALUE, sink);
    Optional<Measurements.Shutdown> shutdown = measurements.shutdown();
    if (shutdown.isPresent()) {
      long timeMs = shutdown.get().time().toEpochMilli();
      JvmEnded.Builder ended =
          JvmEnded.newBuilder()
              .setTimeMs(timeMs)
              .setReason(EndReason.SHUTDOWN)
              .setDetail(shutdown.get().reason());
      long untilMs = Math.max(timeMs, measurements.newestEventMs());
      sink.accept(numbered(TelemetryBatch.newBuilder(), untilMs).setEnded(ended).build());
    }
  }

  private TelemetryBatch.Builder numbered(TelemetryBatch.Builder batch, long untilMs) {
    JvmInfo who = info();
    if (nextSeq == 0) {
      batch.setInfo(who);
    }
    if (!startTold) {
      startTold = true;
      batch.setStarted(JvmStarted.newBuilder().setTimeMs(who.getStartTimeMs()));
    }
    lastUntilMs = Math.max(lastUntilMs, untilMs);
    return batch
        .setJvmId(who.getJvmId())
        .setSession(session)
        .setSeq(nextSeq++)
        .setObservedUntilMs(lastUntilMs);
  }

  private JvmInfo info() {
    JvmInfo known = info;
    if (known == null) {
      known = identity.toInfo(chunks.get(0).fileName(), description, measurements.facts());
      info = known;
    }
    return known;
  }
}
