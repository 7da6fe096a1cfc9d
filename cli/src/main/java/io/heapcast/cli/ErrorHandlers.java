package io.heapcast.cli;

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
final class ErrorHandlers implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final boolean verbose;

  ErrorHandlers(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            e.getCause() instanceof UserError error
                ? ErrorLine.of(error)
                : ErrorLine.of("command line: " + usage(e)));
    printTrace(e, command);
    return UserError.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    command
        .getErr()
        .println(e instanceof UserError error ? ErrorLine.of(error) : ErrorLine.unexpected(e));
    printTrace(e, command);
    return e instanceof UserError error ? error.exitCode() : UserError.ENVIRONMENT;
  }

  private void printTrace(Exception e, CommandLine command) {
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }

  private static String usage(ParameterException e) {
    String remedy =
        "See '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName());
    return e instanceof UnmatchedArgumentException unmatched
        ? "found %s, expected %s. %s".formatted(unknown(unmatched), nearest(unmatched), remedy)
        : "%s. %s".formatted(e.getMessage(), remedy);
  }

  private static String unknown(UnmatchedArgumentException e) {
    String kind = e.isUnknownOption() ? "option" : "argument";
    return "unknown " + kind + " '" + e.getUnmatched().get(0) + "'";
  }

  private static String nearest(UnmatchedArgumentException e) {
    List<String> suggestions = e.getSuggestions();
    return suggestions.isEmpty()
        ? "one that its help names"
        : "perhaps '" + suggestions.get(0) + "'";
  }
}
