package io.heapcast.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that writes its own GC log, in namespaces of its own or not; killed by close. */
final class LoggingService implements AutoCloseable {

  /** Planted in environment, arguments, system properties and a thread's name. */
  static final String SECRET = "hunter2-of-nothing-lost";

  /** A JVM writes its events out once a second; more for a starved machine. */
  private static final long UNFLUSHED_MILLIS = 2_500;

  /** A collection that runs while the collector begins may not be recorded from its start. */
  private static final int MAY_HAVE_BEGUN = 2;

  private static final Pattern GC_LINE = Pattern.compile("^\\[(\\d+)ms] GC\\((\\d+)\\) .*");

  private static final Pattern FREED_NOTHING =
      Pattern.compile(".* GC\\((\\d+)\\) Pause Young .* (\\d+M)->\\2\\(.*");

  private static final Pattern FULL = Pattern.compile(".* GC\\((\\d+)\\) Pause Full .*");

  private final ChildJvm process;
  private final ProcessHandle jvm;
  private final String name;
  private final Path log;
  private final Path repositories;
  private int first = Integer.MAX_VALUE;
  private long killedMs = Long.MAX_VALUE;

  private LoggingService(ChildJvm process, ProcessHandle jvm, String name, Path directory) {
    this.process = process;
    this.jvm = jvm;
    this.name = name;
    this.log = log(directory);
    this.repositories = repositories(directory);
  }

  /**
   * Starts one.
   *
   * @param directory for what it writes; empty
   * @param wrapper the command that runs it, such as {@code unshare}; empty: none
   */
  static LoggingService start(Path jdk, List<String> flags, Path directory, List<String> wrapper)
      throws IOException {
    Files.createDirectory(repositories(directory));
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(List.of(jdk.resolve("bin/java").toString(), "-Xmx64m"));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xlog:gc:file=" + log(directory) + ":timemillis:filecount=0",
            "-XX:FlightRecorderOptions=repository=" + repositories(directory),
            "-Dheapcast.test.pause.nanos=2000000",
            "-Dtoken=" + SECRET,
            "-Dheapcast.test.thread=" + SECRET,
            "-cp",
            System.getProperty("java.class.path"),
            Allocating.class.getName(),
            "--password=" + SECRET));
    ChildJvm process = ChildJvm.start(command, Map.of("DATABASE_PASSWORD", SECRET));
    ProcessHandle jvm =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> jvm(process, jdk), Optional::isPresent)
            .orElseThrow();
    String where = wrapper.isEmpty() ? "" : " in " + wrapper.get(0);
    return new LoggingService(
        process, jvm, String.join(" ", flags) + " on " + jdk.getFileName() + where, directory);
  }

  /** The process itself, or the one below its wrapper that runs Java. */
  private static Optional<ProcessHandle> jvm(ChildJvm process, Path jdk) {
    return ProcessHandle.of(process.pid()).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .filter(
            handle ->
                handle
                    .info()
                    .command()
                    .filter(jdk.resolve("bin/java").toString()::equals)
                    .isPresent())
        .findFirst();
  }

  /** As this host sees it. */
  long pid() {
    return jvm.pid();
  }

  long killedMs() {
    return killedMs;
  }

  /** Collections from about now on must arrive. */
  void expectFromNow() {
    first = lastCollection() + MAY_HAVE_BEGUN;
  }

  int lastCollection() {
    return collections().isEmpty() ? -1 : collections().lastKey();
  }

  Set<Integer> logged() {
    return collections().keySet();
  }

  /**
   * What must have arrived: all but the first, what the JVM could not write out any more, and what
   * it did not even begin.
   */
  Set<Integer> expected() {
    Set<Integer> notBegun = name.contains("Serial") ? notBegun() : Set.of();
    return collections().tailMap(first).entrySet().stream()
        .filter(collection -> collection.getValue() < killedMs - UNFLUSHED_MILLIS)
        .map(Map.Entry::getKey)
        .filter(id -> !notBegun.contains(id))
        .collect(Collectors.toSet());
  }

  List<Path> repositoriesLeft() {
    try (Stream<Path> left = Files.list(repositories)) {
      return left.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    killedMs = System.currentTimeMillis();
    jvm.destroyForcibly();
    process.exitCode(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    jvm.destroyForcibly();
    process.close();
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Young collections that Serial has logged and not even begun, as the old generation had no room:
   * the full one right behind is the collection. JDK 17's flight recorder is not told of them.
   */
  private Set<Integer> notBegun() {
    Set<Integer> notBegun = new HashSet<>();
    try {
      int freedNothing = Integer.MIN_VALUE;
      for (String line : Files.readAllLines(log)) {
        Matcher young = FREED_NOTHING.matcher(line);
        Matcher full = FULL.matcher(line);
        if (young.matches()) {
          freedNothing = Integer.parseInt(young.group(1));
        } else if (full.matches() && Integer.parseInt(full.group(1)) == freedNothing + 1) {
          notBegun.add(freedNothing);
        }
      }
      return notBegun;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Time of the last line of each collection. */
  private NavigableMap<Integer, Long> collections() {
    NavigableMap<Integer, Long> collections = new TreeMap<>();
    try {
      if (Files.exists(log)) {
        for (String line : Files.readAllLines(log)) {
          Matcher matcher = GC_LINE.matcher(line);
          if (matcher.matches()) {
            collections.put(Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(1)));
          }
        }
      }
      return collections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path log(Path directory) {
    return directory.resolve("gc.log");
  }

  private static Path repositories(Path directory) {
    return directory.resolve("repositories");
  }
}
