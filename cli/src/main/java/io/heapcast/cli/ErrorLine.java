package io.heapcast.cli;

import io.heapcast.telemetry.UserError;

/** How an error looks on standard error: one line, whatever it was. */
final class ErrorLine {

  private ErrorLine() {}

  /** {@code heapcast: <what>: found …, expected …. <remedy>.} */
  static String of(UserError error) {
    return of(String.valueOf(error.getMessage()));
  }

  /** The same form for a message that is already a sentence. */
  static String of(String message) {
    return "heapcast: " + message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** For an error nobody foresaw. */
  static String unexpected(Throwable error) {
    return of("unexpected " + error + "; run again with --verbose");
  }
}
