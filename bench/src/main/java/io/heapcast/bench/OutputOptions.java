package io.heapcast.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results go and how fast they come. */
final class OutputOptions {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "For leakbench.html and leakbench.json; default: ${DEFAULT-VALUE}.")
  private Path out = RunCommand.defaultOut();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs played at the same time; default: one per processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  Path out() {
    return out;
  }

  int threads() {
    return Math.max(1, threads);
  }
}
