package io.heapcast.cli.demo;

import io.heapcast.telemetry.v1.VerdictState;
import java.util.Map;

/** How words stand out on a terminal; elsewhere, or with {@code NO_COLOR}, they do not. */
enum Style {
  COLOUR,
  PLAIN;

  private static final String RESET = "\u001b[0m";

  /**
   * The style that fits.
   *
   * @param interactive whether the output is a terminal
   * @param environment of this process
   */
  static Style of(boolean interactive, Map<String, String> environment) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return interactive && !refused ? COLOUR : PLAIN;
  }

  String strong(String text) {
    return wrapped("\u001b[1m", text);
  }

  String faint(String text) {
    return wrapped("\u001b[2m", text);
  }

  String good(String text) {
    return wrapped("\u001b[32m", text);
  }

  String bad(String text) {
    return wrapped("\u001b[1;31m", text);
  }

  String uneasy(String text) {
    return wrapped("\u001b[33m", text);
  }

  /** Text in the colour of a state. */
  String of(VerdictState state, String text) {
    return switch (state) {
      case HEALTHY -> good(text);
      case LEAK -> bad(text);
      case LEAK_SUSPECTED, LIMIT_TOO_SMALL -> uneasy(text);
      case WARMING_UP, CACHE_FILLING, LOAD_GROWTH -> text;
      case UNKNOWN, VERDICT_STATE_UNSPECIFIED, UNRECOGNIZED -> faint(text);
    };
  }

  private String wrapped(String start, String text) {
    return this == COLOUR && !text.isEmpty() ? start + text + RESET : text;
  }
}
