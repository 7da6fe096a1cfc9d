package io.heapcast.bench.real;

import io.heapcast.bench.real.workload.Announcements;
import io.heapcast.bench.real.workload.WorkloadMain;
import io.heapcast.bench.real.workload.WorkloadOptions;
import io.heapcast.bench.real.workload.Workloads;
import io.heapcast.collector.attach.Attacher;
import io.heapcast.collector.attach.Attachment;
import io.heapcast.collector.host.JvmDiscovery;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.telemetry.v1.ResidentSet;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs one workload as a JVM of its own, with the recording that the collector starts in it. */
final class RunRecorder {

  private static final Duration ATTACH_AFTER = Duration.ofMillis(1_500);
  private static final Duration RESIDENT_EVERY = Duration.ofSeconds(5);

  /** From this version on the JVM tells its resident set itself. */
  private static final int TELLS_RESIDENT_SET = 21;

  /** A leak that has not exhausted its resource after so many times its length is a failed run. */
  private static final double PATIENCE = 2;

  private static final List<String> FOREIGN_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  private final ProcFs proc = new ProcFs(Path.of("/proc"));
  private final Attacher attacher;
  private final Path workDirectory;

  /**
   * A recorder.
   *
   * @param workDirectory for files of the runs; each deletes its own
   */
  RunRecorder(Attacher attacher, Path workDirectory) {
    this.attacher = attacher;
    this.workDirectory = workDirectory;
  }

  /** A run that is of no use, and why. */
  static final class RunFailed extends Exception {
    private static final long serialVersionUID = 1;

    RunFailed(String why) {
      super(why);
    }
  }

  /** Runs it to its end. */
  void record(RunSpec spec, BenchJdk jdk, RecordedRun to)
      throws IOException, InterruptedException, RunFailed {
    Path directory = workDirectory.resolve(spec.fileName());
    deleteTree(directory);
    Files.createDirectories(directory);
    Path output = directory.resolve("output.txt");
    Process child = start(spec, jdk, directory, output);
    try {
      Instant started = Instant.now();
      if (child.waitFor(ATTACH_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RunFailed("ended at once: " + lastLine(output));
      }
      Attachment attachment = attach(child, output);
      List<ResidentSet> residentSets = watch(spec, jdk, child, started);
      boolean alive = child.isAlive();
      if (alive) {
        child.destroyForcibly().waitFor();
      }
      Instant end = Instant.now();
      RecordedRun.Facts facts = facts(spec, jdk, alive, end, output);
      to.write(attachment.repositoryPath(), residentSets, facts);
    } finally {
      child.destroyForcibly().waitFor();
      deleteTree(directory);
    }
  }

  private static Process start(RunSpec spec, BenchJdk jdk, Path directory, Path output)
      throws IOException {
    WorkloadOptions options =
        new WorkloadOptions(spec.family(), spec.seed(), spec.heapMiB(), spec.seconds());
    List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
    command.addAll(
        List.of(
            "-Xmx" + spec.heapMiB() + "m",
            "-XX:+Use" + spec.collector() + "GC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:FlightRecorderOptions=repository=" + directory.resolve("repository")));
    if (spec.collector().equals("Z") && jdk.feature() >= 21 && jdk.feature() < 24) {
      command.add("-XX:+ZGenerational");
    }
    Stream.of(Workloads.flags(spec.family()).split(" ", -1))
        .filter(flag -> !flag.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("-cp", classPath(), WorkloadMain.class.getName()));
    command.addAll(options.arguments());
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    FOREIGN_OPTIONS.forEach(builder.environment()::remove);
    return builder.start();
  }

  /** Ours; the child runs in another directory. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Attachment attach(Process child, Path output)
      throws IOException, RunFailed, InterruptedException {
    JvmProcess process =
        new JvmDiscovery(proc, pid -> pid == child.pid())
            .scan().stream()
                .findFirst()
                .orElseThrow(() -> new RunFailed("no JVM seen in process " + child.pid()));
    try {
      return attacher.attach(process).get();
    } catch (ExecutionException e) {
      throw new RunFailed("not attached: " + e.getCause() + " " + lastLine(output));
    }
  }

  /** Until the run ends, or its time is over. */
  private List<ResidentSet> watch(RunSpec spec, BenchJdk jdk, Process child, Instant started)
      throws InterruptedException {
    double factor = spec.kind().leaking() ? PATIENCE : 1;
    Instant until = started.plusMillis((long) (spec.seconds() * factor * 1_000));
    List<ResidentSet> residentSets = new ArrayList<>();
    boolean ended = false;
    for (Instant now = Instant.now(); !ended && now.isBefore(until); now = Instant.now()) {
      OptionalLong bytes =
          jdk.feature() < TELLS_RESIDENT_SET
              ? proc.memory(child.pid()).resident()
              : OptionalLong.empty();
      if (bytes.isPresent()) {
        residentSets.add(
            ResidentSet.newBuilder()
                .setTimeMs(now.toEpochMilli())
                .setBytes(bytes.getAsLong())
                .build());
      }
      long left = Duration.between(now, until).toMillis();
      ended = child.waitFor(Math.min(RESIDENT_EVERY.toMillis(), left), TimeUnit.MILLISECONDS);
    }
    return residentSets;
  }

  private static RecordedRun.Facts facts(
      RunSpec spec, BenchJdk jdk, boolean alive, Instant end, Path output)
      throws IOException, RunFailed {
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    Long leakBegin = time(lines, Announcements.LEAK_BEGIN).orElse(null);
    Optional<String> words =
        lines.stream().filter(line -> line.contains("java.lang.OutOfMemoryError")).findFirst();
    if (spec.kind().leaking() && (alive || words.isEmpty() || leakBegin == null)) {
      throw new RunFailed(
          "leaks, but without an OutOfMemoryError: "
              + (alive ? "still running after " + PATIENCE + " times its length; " : "")
              + lastLine(output));
    }
    if (!spec.kind().leaking() && !alive) {
      throw new RunFailed("healthy, but ended by itself: " + lastLine(output));
    }
    @Nullable Long outOfMemory =
        words.isEmpty()
            ? null
            : time(lines, Announcements.OUT_OF_MEMORY).orElse(end.toEpochMilli());
    return new RecordedRun.Facts(
        jdk.version(), end.toEpochMilli(), leakBegin, outOfMemory, words.orElse(null));
  }

  private static Optional<Long> time(List<String> lines, String announcement) {
    return lines.stream()
        .filter(line -> line.startsWith(announcement))
        .map(line -> Long.parseLong(line.substring(announcement.length()).strip()))
        .findFirst();
  }

  private static String lastLine(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }

  static void deleteTree(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
