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
    return report(usageError(e), e, e.getCommandLine());
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof UserError error) {
      return report(error, e, command);
    }
    command.getErr().println(ErrorLine.unexpected(e));
    printTrace(e, command);
    return UserError.ENVIRONMENT;
  }

  private int report(UserError error, Exception origin, CommandLine command) {
    command.getErr().println(ErrorLine.of(error));
    printTrace(origin, command);
    return error.exitCode();
  }

  private void printTrace(Exception e, CommandLine command) {
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }

  private static UserError usageError(ParameterException e) {
    if (e.getCause() instanceof UserError error) {
      return error;
    }
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String remedy = "See '" + command + " --help'";
    if (e instanceof UnmatchedArgumentException unmatched) {
      return UserError.usage("'" + command + "'", unknown(unmatched), nearest(unmatched), remedy);
    }
    return UserError.usage(
        "'" + command + "'",
        "arguments that do not fit (" + e.getMessage() + ")",
        "what its usage says",
        remedy);
  }

  private static String unknown(UnmatchedArgumentException e) {
    String kind = e.isUnknownOption() ? "option" : "argument";
    return "unknown " + kind + " '" + e.getUnmatched().get(0) + "'";
  }

  private static String nearest(UnmatchedArgumentException e) {
    List<String> suggestions = e.getSuggestions();
    return suggestions.isEmpty()
        ? "one of its options or subcommands"
        : "perhaps '" + suggestions.get(0) + "'";
  }
}
