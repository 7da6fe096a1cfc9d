package io.heapcast.cli;

import io.heapcast.telemetry.UserError;

/** How an error looks on standard error: one line, whatever it was. */
final class ErrorLine {

  private ErrorLine() {}

  /** {@code heapcast: <what>: found …, expected …. <remedy>.} */
  static String of(UserError error) {
    return line(String.valueOf(error.getMessage()));
  }

  /** For an error nobody foresaw. */
  static String unexpected(Throwable error) {
    return line("unexpected " + error + "; run again with --verbose");
  }

  private static String line(String message) {
    return "heapcast: " + message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
