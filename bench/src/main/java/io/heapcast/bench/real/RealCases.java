package io.heapcast.bench.real;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.score.Judgement;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The recorded runs as cases. */
public final class RealCases {

  private RealCases() {}

  /**
   * All runs of a directory, by id. Attributes: {@code jdk}, {@code heap}, {@code seed}, {@code
   * library}, {@code jmc.score} (0 to 100, or n/a), {@code jmc.severity} and, where classes leak,
   * {@link Judgement#ALSO_GROWS}: their loaders, mirrors and statics stay in the heap.
   *
   * @param directory as {@code leakbench record} wrote it
   * @throws UserError when it holds no manifest, or not all of its files
   */
  public static Stream<Case> cases(Path directory) {
    return Manifest.read(directory).runs().stream().map(entry -> of(directory, entry));
  }

  private static Case of(Path directory, Manifest.Entry entry) {
    Path file = directory.resolve(entry.file());
    if (!Files.isRegularFile(file)) {
      throw UserError.usage(
          file.toString(),
          "nothing",
          "the telemetry of " + entry.id(),
          "Restore it, or record again into another directory");
    }
    return new Case(
        entry.id(),
        Tier.REAL,
        Families.of(entry.family()),
        Collector.valueOf(entry.collector()),
        truth(entry),
        attributes(entry),
        sink -> CaseFile.read(file, sink));
  }

  private static Truth truth(Manifest.Entry entry) {
    return new Truth(
        entry.leakBeginMs() == null ? Label.HEALTHY : Label.LEAK,
        Resource.valueOf(entry.resource()),
        optional(entry.leakBeginMs()),
        OptionalLong.empty(),
        optional(entry.exhaustedMs()),
        Optional.ofNullable(entry.healthyState()).map(VerdictState::valueOf));
  }

  private static Map<String, String> attributes(Manifest.Entry entry) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("jdk", entry.jdk());
    attributes.put("heap", entry.heapMiB() + " MiB");
    attributes.put("seed", Long.toString(entry.seed()));
    attributes.put("library", entry.library());
    attributes.put("jmc.score", entry.jmcScore());
    attributes.put("jmc.severity", entry.jmcSeverity());
    if (entry.leakBeginMs() != null && entry.resource().equals(Resource.METASPACE.name())) {
      attributes.put(Judgement.ALSO_GROWS, Resource.HEAP.name());
    }
    return Collections.unmodifiableMap(attributes);
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
