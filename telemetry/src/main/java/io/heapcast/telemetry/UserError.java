package io.heapcast.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Something the user can mend: shown as one line that names the thing, what was found, what was
 * expected and the remedy; no stack trace unless asked for.
 */
public final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Exit code of a usage or input error. */
  public static final int USAGE = 2;

  /** Exit code when the environment failed: a port in use, no broker, a full disk. */
  public static final int ENVIRONMENT = 3;

  private final int exitCode;

  private UserError(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * An error in what the user wrote.
   *
   * @param what the thing, such as {@code --port}
   * @param found what was there
   * @param expected what should be there
   * @param remedy what to do now; a sentence without its full stop
   */
  public static UserError usage(String what, String found, String expected, String remedy) {
    return new UserError(USAGE, sentence(what, found, expected, remedy), null);
  }

  /** An error of the machine or the cluster; parameters as for {@link #usage}. */
  public static UserError environment(String what, String found, String expected, String remedy) {
    return new UserError(ENVIRONMENT, sentence(what, found, expected, remedy), null);
  }

  /** As {@link #environment(String, String, String, String)}, keeping the cause for --verbose. */
  public static UserError environment(
      String what, String found, String expected, String remedy, Throwable cause) {
    return new UserError(ENVIRONMENT, sentence(what, found, expected, remedy), cause);
  }

  /** {@link #USAGE} or {@link #ENVIRONMENT}. */
  public int exitCode() {
    return exitCode;
  }

  private static String sentence(String what, String found, String expected, String remedy) {
    return "%s: found %s, expected %s. %s.".formatted(what, found, expected, remedy);
  }
}
