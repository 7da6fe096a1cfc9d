package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.RecordedJvm;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One JVM of a log, read. */
record ReadLog(List<TelemetryBatch> batches, List<Long> bytesDone, List<String> missing) {

  /** A log among the test's resources. */
  static Path fixture(String name) {
    URL url = Objects.requireNonNull(ReadLog.class.getResource("/gclog/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<ReadLog> all(Path... files) throws IOException {
    List<ReadLog> read = new ArrayList<>();
    for (RecordedJvm jvm : GcLogs.open(List.of(files))) {
      List<TelemetryBatch> batches = new ArrayList<>();
      List<Long> bytesDone = new ArrayList<>();
      jvm.read(batches::add, bytesDone::add);
      read.add(new ReadLog(batches, bytesDone, jvm.missing()));
    }
    return read;
  }

  static ReadLog only(Path file) throws IOException {
    List<ReadLog> all = all(file);
    if (all.size() != 1) {
      throw new AssertionError("found %d JVMs, expected one".formatted(all.size()));
    }
    return all.get(0);
  }

  /** A log of these lines. */
  static ReadLog of(Path directory, String... lines) throws IOException {
    return only(write(directory, "gc.log", lines));
  }

  static Path write(Path directory, String name, String... lines) throws IOException {
    String text = String.join("\n", lines) + "\n";
    return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  JvmInfo info() {
    return batches.get(0).getInfo();
  }

  List<GcCycle> cycles() {
    return batches.stream().flatMap(batch -> batch.getGcCyclesList().stream()).toList();
  }

  List<GcCycle> cycles(GcKind kind) {
    return cycles().stream().filter(cycle -> cycle.getKind() == kind).toList();
  }

  GcCycle cycle(int id) {
    return cycles().stream().filter(cycle -> cycle.getGcId() == id).findFirst().orElseThrow();
  }
}
