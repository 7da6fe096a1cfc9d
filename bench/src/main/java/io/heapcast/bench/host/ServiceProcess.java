package io.heapcast.bench.host;

import io.heapcast.telemetry.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A {@link PacedService} in a JVM of its own; killed by close. */
final class ServiceProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  private ServiceProcess(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /**
   * What one does.
   *
   * @param kibPerTick allocated each tick
   * @param tickMillis between two ticks
   * @param beats whether it measures its delays
   */
  record Pace(int kibPerTick, int tickMillis, boolean beats) {

    /** A service whose delays are measured, with ticks of 10 ms. */
    static Pace measured(int kibPerTick) {
      return new Pace(kibPerTick, 10, true);
    }

    private List<String> arguments() {
      return List.of(
          Integer.toString(kibPerTick), Integer.toString(tickMillis), beats ? "beat" : "still");
    }
  }

  /** A small JVM, of which many run on one host. */
  static final List<String> SMALL =
      List.of(
          "-Xms6m",
          "-Xmx16m",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CICompilerCount=1");

  /**
   * Starts one, and waits until it runs.
   *
   * @param environment variables of its own
   * @param log what else it writes, agents' output among it
   */
  static ServiceProcess start(
      Path java, List<String> flags, Map<String, String> environment, Pace pace, Path log) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(flags);
    // And no libraries: an agent brings its own.
    command.addAll(List.of("-cp", ownClasses(), PacedService.class.getName()));
    command.addAll(pace.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      ServiceProcess service = new ServiceProcess(Children.dieWithUs(builder.start()));
      String line = service.line(log);
      while (!"ready".equals(line)) {
        line = service.line(log); // what agents print
      }
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** p50, p99, p99.9 and the longest of its delays since the last call, in microseconds. */
  long[] stallMicros() {
    try {
      in.write("stalls\n");
      in.flush();
      String line = out.readLine();
      while (line != null && !line.matches("\\d+ \\d+ \\d+ \\d+")) {
        line = out.readLine();
      }
      if (line == null) {
        throw new IOException("the service ended");
      }
      return Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the JVM in an orderly way, soon. */
  void exit() throws IOException {
    in.close();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String line(Path log) throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw UserError.environment(
          "a service under load",
          "it ended: " + lastWords(log),
          "one that runs",
          "Mend what it says");
    }
    return line;
  }

  private static String lastWords(Path log) throws IOException {
    List<String> causes =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("Caused by") || line.startsWith("Error"))
            .toList();
    return causes.isEmpty() ? "without a word" : causes.get(causes.size() - 1);
  }

  private static String ownClasses() {
    CodeSource source = PacedService.class.getProtectionDomain().getCodeSource();
    return source == null
        ? System.getProperty("java.class.path")
        : Path.of(source.getLocation().getPath()).toString();
  }
}
