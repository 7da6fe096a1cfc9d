package io.heapcast.cli.demo;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.cli.demo.workload.WorkloadOptions;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A service of the demo as a JVM of its own. It ends itself when the pipe to its standard input is
 * closed, so it never outlives this process, however that ends.
 */
final class ChildJvm implements AutoCloseable {

  /** Exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY_EXIT = 3;

  private static final long ORDERLY_END_MILLIS = 2_000;

  /** Would change the flags that the demo counts on. */
  private static final List<String> FOREIGN_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  private final Process process;
  private final Path output;
  private final Instant started;
  private final CompletableFuture<ChildEnd> end;
  private volatile boolean stopping;

  private ChildJvm(Process process, Path output, Instant started) {
    this.process = process;
    this.output = output;
    this.started = started;
    end = process.onExit().thenApply(this::describeEnd);
  }

  /**
   * Starts a service.
   *
   * @param directory where its output goes
   * @throws UserError when the JVM cannot be started
   */
  static ChildJvm start(DemoService service, Jdk jdk, WorkloadOptions options, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(service.jvmFlags());
    command.addAll(List.of("-cp", classPath(service.mainClass()), service.mainClass().getName()));
    command.addAll(List.of(options.arguments()));
    Path output = directory.resolve(service.name() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    FOREIGN_OPTIONS.forEach(builder.environment()::remove);
    builder.environment().put("OTEL_SERVICE_NAME", service.name());
    builder
        .environment()
        .put(
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.version="
                + service.version()
                + ",service.namespace=shop,deployment.environment.name=demo");
    try {
      return new ChildJvm(builder.start(), output, Instant.now());
    } catch (IOException e) {
      throw UserError.environment(
          "service " + service.name(),
          e.toString(),
          "a JVM started from " + jdk.java(),
          "Check that JDK",
          e);
    }
  }

  long pid() {
    return process.pid();
  }

  Instant started() {
    return started;
  }

  /** Asks it to switch its feature on; one that has ended does not hear it. */
  void switchOn() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      // Its end is told elsewhere.
    }
  }

  /** How it ended; empty while it runs. */
  Optional<ChildEnd> end() {
    return Optional.ofNullable(end.getNow(null));
  }

  /** Ends it, by force if need be; returns when it is gone. */
  @Override
  public void close() {
    stopping = true;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(ORDERLY_END_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      end.join();
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private ChildEnd describeEnd(Process ended) {
    Instant time = Instant.now();
    int exitCode = ended.exitValue();
    String lastWords = lastWords();
    boolean outOfMemory = exitCode == OUT_OF_MEMORY_EXIT && lastWords.contains("OutOfMemoryError");
    How how = outOfMemory ? How.OUT_OF_MEMORY_ERROR : stopping ? How.STOPPED : How.DIED;
    return new ChildEnd(how, time, exitCode, lastWords);
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The jar, or the directory, that holds a class. */
  private static String classPath(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class path of " + type, e);
    }
  }
}
