package io.heapcast.collector;

import java.util.List;
import picocli.CommandLine;

/** Entry point of {@code heapcast-collector.jar}: {@code collect} and nothing else. */
public final class CollectorMain {

  private CollectorMain() {}

  /** Runs the collector and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command; returns its exit code. */
  static int run(String... args) {
    CommandErrors errors = new CommandErrors(List.of(args).contains("--verbose"));
    return new CommandLine(new CollectCommand())
        .setCommandName("heapcast collect")
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .execute(args);
  }
}
