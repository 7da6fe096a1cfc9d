package io.heapcast.telemetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern FORM = Pattern.compile("([^/]+)/([0-9]{1,18})@([0-9]{1,18})");

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
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "jvm id: found '%s', expected <host>/<pid>@<start epoch seconds>".formatted(text));
    }
    return new JvmId(
        matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
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
