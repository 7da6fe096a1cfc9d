package io.heapcast.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a command said, run in this process.
 *
 * @param out lines of standard output
 * @param err lines of standard error
 */
public record Commands(int exitCode, List<String> out, List<String> err) {

  /** Runs {@code heapcast} with these arguments, to its end. */
  public static Commands run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine(false)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Commands(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }
}
