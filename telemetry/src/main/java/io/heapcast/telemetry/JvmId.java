package io.heapcast.telemetry;

/**
 * Identity of one run of one JVM: {@code <host>/<pid>@<start>}, the Kafka key of all its records.
 *
 * <p>The start keeps a reused process id from continuing another JVM's series.
 *
 * @param host host, pod or container name; no {@code /} and not empty
 * @param pid process id as seen from that host, positive
 * @param startEpochSecond JVM start, whole seconds since the Unix epoch ({@code
 *     jdk.JVMInformation.jvmStartTime}), not negative
 */
public record JvmId(String host, long pid, long startEpochSecond) {

  /** Of a number; more do not fit into a long. */
  private static final int MOST_DIGITS = 18;

  public JvmId {
    if (host.isEmpty() || host.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "host of a jvm id: found '%s', expected a name without '/'".formatted(host));
    }
    if (pid <= 0 || startEpochSecond < 0) {
      throw new IllegalArgumentException(
          "jvm id: found pid %d and start %d, expected pid > 0 and start >= 0"
              .formatted(pid, startEpochSecond));
    }
  }

  /**
   * Reads the form that {@link #toString()} writes.
   *
   * @throws IllegalArgumentException naming the text, when it has another form
   */
  public static JvmId parse(String text) {
    int slash = text.indexOf('/');
    int at = text.indexOf('@', slash + 1);
    if (slash < 1 || !isNumber(text, slash + 1, at) || !isNumber(text, at + 1, text.length())) {
      throw new IllegalArgumentException(
          "jvm id: found '%s', expected <host>/<pid>@<start epoch seconds>".formatted(text));
    }
    return new JvmId(
        text.substring(0, slash),
        Long.parseLong(text, slash + 1, at, 10),
        Long.parseLong(text, at + 1, text.length(), 10));
  }

  /** Not by a pattern: it is asked for every record. */
  private static boolean isNumber(String text, int begin, int end) {
    if (end <= begin || end - begin > MOST_DIGITS) {
      return false;
    }
    for (int i = begin; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The identity without the start time: the same for a restarted JVM only where its pid is. */
  public String instance() {
    return host + "/" + pid;
  }

  @Override
  public String toString() {
    return host + "/" + pid + "@" + startEpochSecond;
  }
}
