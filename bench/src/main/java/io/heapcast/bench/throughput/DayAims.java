package io.heapcast.bench.throughput;

import io.heapcast.telemetry.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a day of one JVM through the topology has to hold. */
final class DayAims {

  /** CPU of the whole process in a warm JVM, in seconds. */
  static final double MOST_SECONDS = 2;

  private DayAims() {}

  /**
   * The windows of the topology are the plain engine's, byte for byte.
   *
   * @throws UserError naming the first that differs
   */
  static void sameWindows(List<byte[]> found, List<byte[]> expected) {
    if (found.size() != expected.size()) {
      throw differ(found.size() + " windows", expected.size() + ", as of the plain engine");
    }
    for (int i = 0; i < found.size(); i++) {
      int at = Arrays.mismatch(found.get(i), expected.get(i));
      if (at >= 0) {
        throw differ(
            "window %d of %d bytes to differ from byte %d on".formatted(i, found.get(i).length, at),
            "the %d bytes of the plain engine".formatted(expected.get(i).length));
      }
    }
  }

  private static UserError differ(String found, String expected) {
    return UserError.environment(
        "windows of the topology", found, expected, "Look for what differs in 'streams'");
  }

  /**
   * The warm run needs little CPU.
   *
   * @throws UserError when it needed more than {@link #MOST_SECONDS}
   */
  static void cheap(Cost warm) {
    double seconds = warm.cpuNanos() / 1e9;
    if (seconds > MOST_SECONDS) {
      throw UserError.environment(
          "a day through the topology",
          String.format(Locale.ROOT, "%.2f s of CPU in a warm JVM", seconds),
          String.format(Locale.ROOT, "at most %.0f s", MOST_SECONDS),
          "Run it again when nothing else does");
    }
  }
}
