package io.heapcast.collector;

import io.heapcast.telemetry.UserError;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Every failure of a command as one line on standard error and an exit code: 2 for what the user
 * wrote, 3 for the environment and for what nobody foresaw. Stack traces with --verbose only.
 */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final boolean verbose;

  CommandErrors(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    print(e.getCommandLine(), "command line: " + usage(e), e);
    return UserError.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof UserError error) {
      print(command, String.valueOf(error.getMessage()), error);
      return error.exitCode();
    }
    print(command, "unexpected " + e + "; run again with --verbose", e);
    return UserError.ENVIRONMENT;
  }

  private void print(CommandLine command, String message, Exception e) {
    command.getErr().println("heapcast: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }

  private static String usage(ParameterException e) {
    String remedy = "See '%s --help'.".formatted(e.getCommandLine().getCommandName());
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "%s. %s".formatted(e.getMessage(), remedy);
    }
    List<String> nearest = unmatched.getSuggestions();
    return "found unknown %s '%s', expected %s. %s"
        .formatted(
            unmatched.isUnknownOption() ? "option" : "argument",
            unmatched.getUnmatched().get(0),
            nearest.isEmpty() ? "one that its help names" : "perhaps '" + nearest.get(0) + "'",
            remedy);
  }
}
