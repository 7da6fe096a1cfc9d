package io.heapcast.bench.real;

import io.heapcast.bench.real.workload.Workloads;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import io.heapcast.telemetry.v1.VerdictState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory of recorded runs, to which runs are added. Thread-safe. */
final class Corpus {

  /** All runs begin in this minute, whenever they were recorded. */
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final Map<String, Resource> RESOURCES =
      Map.of(
          "classloader-leak", Resource.METASPACE,
          "class-loading-warm-up", Resource.METASPACE,
          "direct-buffer-leak", Resource.DIRECT,
          "pooled-native-arenas", Resource.DIRECT,
          "mapped-files", Resource.NATIVE);

  private static final Map<String, VerdictState> HEALTHY_STATES =
      Map.of(
          "cache-fill-fast", VerdictState.CACHE_FILLING,
          "cache-fill-slow", VerdictState.CACHE_FILLING,
          "skewed-key-cache", VerdictState.CACHE_FILLING,
          "load-ramp", VerdictState.LOAD_GROWTH,
          "warm-up", VerdictState.WARMING_UP);

  private final Path directory;
  private Manifest manifest;

  /** Opens a directory, which may be empty. */
  Corpus(Path directory) throws IOException {
    Files.createDirectories(directory);
    this.directory = directory;
    this.manifest = Manifest.readOrEmpty(directory);
  }

  /** Whether it is there already. */
  synchronized boolean holds(RunSpec spec) {
    return Files.isRegularFile(file(spec))
        && manifest.runs().stream().anyMatch(run -> run.id().equals(spec.id()));
  }

  /**
   * Adds a run: normalised, moved in time, scored.
   *
   * @throws IOException when its recording cannot be read
   */
  void add(RunSpec spec, RecordedRun run) throws IOException {
    List<TelemetryBatch> recorded = Normaliser.batches(run);
    JmcLiveSet.Result jmc = JmcLiveSet.judge(run.recording());
    long startMs = recorded.get(0).getInfo().getStartTimeMs();
    long shiftMs = Math.floorDiv(BEGIN.toEpochMilli() - startMs, 1_000L) * 1_000 + 1_000;
    List<TelemetryBatch> batches = Neutral.of(recorded, shiftMs, spec.id().hashCode());
    CaseFile.write(file(spec), batches);
    add(entry(spec, run.facts(), jmc, batches.get(0), shiftMs));
  }

  private synchronized void add(Manifest.Entry entry) throws IOException {
    manifest = manifest.with(entry);
    manifest.write(directory);
  }

  private Path file(RunSpec spec) {
    return directory.resolve(spec.fileName() + CaseFile.SUFFIX);
  }

  private static Manifest.Entry entry(
      RunSpec spec,
      RecordedRun.Facts facts,
      JmcLiveSet.Result jmc,
      TelemetryBatch first,
      long shiftMs) {
    boolean leaking = spec.kind().leaking();
    Optional<VerdictState> state = Optional.ofNullable(HEALTHY_STATES.get(spec.family()));
    return new Manifest.Entry(
        spec.id(),
        spec.fileName() + CaseFile.SUFFIX,
        spec.family(),
        first.getInfo().getCollector().name(),
        facts.jdkVersion(),
        spec.heapMiB(),
        spec.seed(),
        Workloads.library(spec.family()),
        RESOURCES.getOrDefault(spec.family(), Resource.HEAP).name(),
        first.getInfo().getStartTimeMs(),
        facts.endMs() + shiftMs,
        leaking ? moved(facts.leakBeginMs(), shiftMs) : null,
        leaking ? moved(facts.outOfMemoryMs(), shiftMs) : null,
        leaking ? facts.outOfMemory() : null,
        state.map(Enum::name).orElse(null),
        jmc.score().map(score -> String.format(Locale.ROOT, "%.1f", score)).orElse("n/a"),
        jmc.severity());
  }

  private static @Nullable Long moved(@Nullable Long timeMs, long shiftMs) {
    return timeMs == null ? null : timeMs + shiftMs;
  }
}
