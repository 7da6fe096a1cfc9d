package io.heapcast.bench.real;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is true of the recorded runs, in {@code manifest.json} beside their files.
 *
 * @param runs ordered by id
 */
record Manifest(List<Entry> runs) {

  static final String FILE = "manifest.json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * One run. Times are milliseconds since the epoch, in the event time of its file.
   *
   * @param file beside the manifest
   * @param collector as the JVM says: SERIAL, PARALLEL, G1, Z, Z_GENERATIONAL, SHENANDOAH
   * @param jdk version
   * @param library that makes what is special in the workload
   * @param resource that leaks, or seems to
   * @param startMs of the JVM
   * @param leakBeginMs null: healthy
   * @param exhaustedMs the OutOfMemoryError; null: healthy
   * @param outOfMemory the JVM's words; null: healthy
   * @param healthyState the name that a healthy run deserves; null: any that is no alarm
   * @param jmcScore of the live-set rule, 0 to 100, or n/a
   * @param jmcSeverity of the live-set rule, in its words
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String id,
      String file,
      String family,
      String collector,
      String jdk,
      int heapMiB,
      long seed,
      String library,
      String resource,
      long startMs,
      long endMs,
      @Nullable Long leakBeginMs,
      @Nullable Long exhaustedMs,
      @Nullable String outOfMemory,
      @Nullable String healthyState,
      String jmcScore,
      String jmcSeverity) {}

  Manifest {
    runs = runs.stream().sorted(Comparator.comparing(Entry::id)).toList();
  }

  /**
   * Reads the manifest of a directory.
   *
   * @throws UserError when there is none, or it is none
   */
  static Manifest read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      return MAPPER.readValue(file.toFile(), Manifest.class);
    } catch (JsonProcessingException e) {
      throw UserError.usage(
          file.toString(),
          e.getOriginalMessage(),
          "a manifest as leakbench record writes it",
          "Restore it, or record again into another directory");
    } catch (IOException e) {
      throw UserError.usage(
          file.toString(),
          String.valueOf(e.getMessage()),
          "a manifest as leakbench record writes it",
          "Name the directory that holds the recorded runs");
    }
  }

  /** The same, or an empty one where there is none yet. */
  static Manifest readOrEmpty(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE)) ? read(directory) : new Manifest(List.of());
  }

  /** Writes it, whole or not at all. */
  void write(Path directory) throws IOException {
    Path part = directory.resolve(FILE + ".part");
    Files.writeString(part, MAPPER.writeValueAsString(this) + "\n");
    try {
      Files.move(
          part,
          directory.resolve(FILE),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new IOException("removed while being written: " + part, e);
    }
  }

  /** With this run, in place of one of the same id. */
  Manifest with(Entry entry) {
    List<Entry> others =
        new java.util.ArrayList<>(
            runs.stream().filter(run -> !run.id().equals(entry.id())).toList());
    others.add(entry);
    return new Manifest(others);
  }
}
