package io.heapcast.bench.host;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code heapcast up} as the launcher runs it: its flags; killed with -9. */
final class UpProcess {

  /** As in the launcher. */
  private static final List<String> FLAGS =
      List.of(
          "--add-exports",
          "jdk.attach/sun.tools.attach=ALL-UNNAMED",
          "-Djdk.attach.allowStreamingOutput=false",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UseSerialGC",
          "-Xmx192m",
          "-Xss512k",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=48m");

  private final Process process;
  private final Path log;

  private UpProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param directory of its data and its log
   * @param port of its broker
   * @param pid that it watches
   */
  static UpProcess start(Path directory, int port, long pid) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.heapcast.cli.Main",
            "up",
            "--data-dir",
            directory.resolve("data").toString()));
    Map.of(
            Setting.BROKER_PORT,
            Integer.toString(port),
            Setting.SERVER_PORT,
            "0",
            Setting.WATCH_PIDS,
            Long.toString(pid),
            Setting.ATTACH_MIN_AGE,
            "0s")
        .forEach((key, value) -> command.addAll(List.of("--set", key.key() + "=" + value)));
    Path log = directory.resolve("up.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new UpProcess(builder.start(), log);
  }

  void requireAlive() {
    if (!process.isAlive()) {
      throw UserError.environment(
          "heapcast up", "it ended with " + process.exitValue(), "a running one", "See " + log);
    }
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
