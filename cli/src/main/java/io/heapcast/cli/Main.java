package io.heapcast.cli;

import java.util.List;
import picocli.CommandLine;

/** Entry point of the {@code heapcast} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command; returns its exit code. */
  static int run(String... args) {
    return commandLine(List.of(args).contains("--verbose")).execute(args);
  }

  /** The whole command; {@code verbose} shows stack traces of errors. */
  static CommandLine commandLine(boolean verbose) {
    ErrorHandlers errors = new ErrorHandlers(verbose);
    return new CommandLine(new HeapcastCommand())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }
}
