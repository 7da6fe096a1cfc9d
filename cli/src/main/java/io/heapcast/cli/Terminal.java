package io.heapcast.cli;

/** Whether standard output is a terminal, on which lines can be redrawn in place. */
public final class Terminal {

  /**
   * Set by the launcher: up to JDK 21 a JVM cannot tell by itself when only input is redirected.
   */
  private static final String PROPERTY = "heapcast.terminal";

  private Terminal() {}

  /** False when output goes to a file or a pipe, or when not run by the launcher. */
  public static boolean interactive() {
    return Boolean.getBoolean(PROPERTY);
  }
}
