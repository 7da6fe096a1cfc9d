package io.heapcast.bench.real;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heapcast.telemetry.v1.ResidentSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was recorded: its raw recording and what was seen of it from outside, in a directory.
 *
 * @param directory holds {@code recording.jfr}, {@code resident.csv} and {@code facts.json}
 */
record RecordedRun(Path directory) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * What was seen of the process. Times are milliseconds since the epoch.
   *
   * @param jdkVersion such as 17.0.15
   * @param endMs when the process was gone
   * @param leakBeginMs first leaking allocation, by the run's own words; null: none
   * @param outOfMemoryMs null: it did not run out
   * @param outOfMemory the JVM's words; null: it did not run out
   */
  record Facts(
      String jdkVersion,
      long endMs,
      @Nullable Long leakBeginMs,
      @Nullable Long outOfMemoryMs,
      @Nullable String outOfMemory) {

    OptionalLong leakBegin() {
      return leakBeginMs == null ? OptionalLong.empty() : OptionalLong.of(leakBeginMs);
    }

    OptionalLong exhausted() {
      return outOfMemoryMs == null ? OptionalLong.empty() : OptionalLong.of(outOfMemoryMs);
    }
  }

  /** Whether it is there, whole: the facts are written last. */
  boolean complete() {
    return Files.isRegularFile(factsFile());
  }

  Path recording() {
    return directory.resolve("recording.jfr");
  }

  Facts facts() throws IOException {
    return MAPPER.readValue(factsFile().toFile(), Facts.class);
  }

  /** Resident memory as {@code /proc} told; empty where the JVM tells it itself. */
  List<ResidentSet> residentSets() throws IOException {
    List<ResidentSet> sets = new ArrayList<>();
    for (String line : Files.readAllLines(residentFile(), StandardCharsets.UTF_8)) {
      int comma = line.indexOf(',');
      sets.add(
          ResidentSet.newBuilder()
              .setTimeMs(Long.parseLong(line.substring(0, comma)))
              .setBytes(Long.parseLong(line.substring(comma + 1)))
              .build());
    }
    return sets;
  }

  /** Keeps a run; the chunks of a repository one after the other are a recording. */
  void write(Path repository, List<ResidentSet> residentSets, Facts facts) throws IOException {
    Files.createDirectories(directory);
    List<Path> chunks = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(repository, "*.jfr")) {
      files.forEach(chunks::add);
    }
    chunks.sort(null);
    try (OutputStream out = Files.newOutputStream(recording())) {
      for (Path chunk : chunks) {
        Files.copy(chunk, out);
      }
    }
    List<String> lines =
        residentSets.stream().map(set -> set.getTimeMs() + "," + set.getBytes()).toList();
    Files.write(residentFile(), lines, StandardCharsets.UTF_8);
    MAPPER.writeValue(factsFile().toFile(), facts);
  }

  private Path residentFile() {
    return directory.resolve("resident.csv");
  }

  private Path factsFile() {
    return directory.resolve("facts.json");
  }
}
