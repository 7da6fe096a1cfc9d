package io.heapcast.bench.load;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes a large recording of a child JVM: every allocation outside a small thread-local buffer and
 * every new buffer is an event with its stack, so that hundreds of thousands come in a second.
 */
public final class LargeRecording {

  private static final int THREADS = 2;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MS = 200;

  private static final List<String> FLAGS =
      List.of("-XX:+UseG1GC", "-Xmx256m", "-XX:TLABSize=2k", "-XX:-ResizeTLAB");

  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        %s
      </configuration>
      """;

  private static final List<String> EVENTS =
      List.of(
          "jdk.ObjectAllocationInNewTLAB",
          "jdk.ObjectAllocationOutsideTLAB",
          "jdk.ObjectAllocationSample",
          "jdk.PromoteObjectInNewPLAB",
          "jdk.GarbageCollection",
          "jdk.GCHeapSummary",
          "jdk.GCHeapConfiguration",
          "jdk.GCConfiguration",
          "jdk.GCPhasePause",
          "jdk.YoungGarbageCollection",
          "jdk.OldGarbageCollection",
          "jdk.G1HeapSummary",
          "jdk.MetaspaceSummary",
          "jdk.JVMInformation",
          "jdk.Shutdown");

  private static final List<String> PERIODIC =
      List.of("jdk.ThreadAllocationStatistics", "jdk.JavaThreadStatistics", "jdk.CPULoad");

  private LargeRecording() {}

  /**
   * Makes the recording.
   *
   * @param file absolute; replaced when it is there
   * @param bytes that it has at least
   * @throws UserError when the child fails or takes longer than five minutes
   */
  public static void make(Path file, long bytes) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("leakbench-large-");
    try {
      Path made = work.resolve("large.jfr");
      record(work, made, bytes);
      long size = Files.exists(made) ? Files.size(made) : 0;
      if (size < bytes) {
        throw failed("a recording of " + size + " bytes", bytes, work);
      }
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(work);
    }
  }

  private static void record(Path work, Path made, long bytes)
      throws IOException, InterruptedException {
    Path repository = Files.createDirectory(work.resolve("repository"));
    Path settings = Files.writeString(work.resolve("settings.jfc"), settings());
    Process child = start(work, repository, settings, made);
    try {
      long endNanos = System.nanoTime() + LIMIT.toNanos();
      // A chunk is not quite as large in the file as in the repository: some more.
      while (size(repository) < bytes + bytes / 50) {
        if (child.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
          throw failed("exit code " + child.exitValue() + " of the child", bytes, work);
        }
        if (System.nanoTime() > endNanos) {
          throw failed(
              size(repository) + " bytes after " + LIMIT.toMinutes() + " min", bytes, work);
        }
      }
      child.getOutputStream().close();
      if (!child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw failed("a child that does not end", bytes, work);
      }
    } finally {
      child.destroyForcibly();
    }
  }

  private static Process start(Path work, Path repository, Path settings, Path made)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        Stream.of(
                Stream.of(java.toString()),
                FLAGS.stream(),
                Stream.of(
                    "-XX:FlightRecorderOptions=maxchunksize=12m,repository=" + repository,
                    "-XX:StartFlightRecording=settings=%s,filename=%s,disk=true,maxsize=0"
                        .formatted(settings, made),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Allocations.class.getName(),
                    Integer.toString(THREADS)))
            .flatMap(part -> part)
            .toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(work.resolve("child.log").toFile())
        .start();
  }

  private static String settings() {
    StringBuilder events = new StringBuilder();
    EVENTS.forEach(
        name ->
            events.append(
                """
                <event name="%s"><setting name="enabled">true</setting>\
                <setting name="stackTrace">true</setting><setting name="threshold">0 ms</setting>\
                <setting name="throttle">off</setting></event>
                """
                    .formatted(name)));
    PERIODIC.forEach(
        name ->
            events.append(
                """
                <event name="%s"><setting name="enabled">true</setting>\
                <setting name="period">1 s</setting></event>
                """
                    .formatted(name)));
    return SETTINGS.formatted(events);
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static UserError failed(String found, long bytes, Path work) throws IOException {
    Path log = work.resolve("child.log");
    String words = Files.exists(log) ? Files.readString(log).strip().replaceAll("\\s+", " ") : "";
    return UserError.environment(
        "large recording",
        found + (words.isEmpty() ? "" : " (" + words + ")"),
        bytes + " bytes or more",
        "Look whether the disk is full, or ask for less by --megabytes");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
