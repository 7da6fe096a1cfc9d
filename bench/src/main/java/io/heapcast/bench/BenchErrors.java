package io.heapcast.bench;

import io.heapcast.telemetry.UserError;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every failure as one line on standard error and an exit code; traces with --verbose only. */
final class BenchErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final boolean verbose;

  BenchErrors(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    show(
        command,
        "command line: %s. See '%s --help'."
            .formatted(e.getMessage(), command.getCommandSpec().qualifiedName()),
        e);
    return UserError.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof UserError error) {
      show(command, String.valueOf(error.getMessage()), e);
      return error.exitCode();
    }
    show(command, "unexpected " + e + "; run again with --verbose", e);
    return UserError.ENVIRONMENT;
  }

  private void show(CommandLine command, String message, Exception e) {
    command.getErr().println("leakbench: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }
}
