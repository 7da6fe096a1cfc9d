package io.heapcast.collector.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.heapcast.telemetry.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Diagnostic commands of one JVM. Holds no connection: each command opens and closes its own.
 *
 * <p>Only commands of the flight recorder are sent, and one full collection where it is asked for,
 * whose reply comes after it. Others, such as those for histograms and thread dumps, write their
 * reply from within a safepoint in JDK 25: a collector that is stopped in the wrong moment would
 * stop that JVM too.
 */
final class DiagnosticCommands {

  /** A full collection with the cause "Diagnostic Command"; without a reply where it was done. */
  static final String COLLECT = "GC.run";

  private static final Set<String> ALLOWED = Set.of("JFR.check", "JFR.start", "JFR.stop", COLLECT);

  private final AttachSocket socket;
  private final Duration timeout;
  private final Runnable onReply;

  DiagnosticCommands(AttachSocket socket, Duration timeout, Runnable onReply) {
    this.socket = socket;
    this.timeout = timeout;
    this.onReply = onReply;
  }

  /**
   * Checks that this Java can wake the attach mechanism of others.
   *
   * @throws UserError when it cannot
   */
  static void requireAccess() {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw UserError.environment(
          "attach mechanism of Java " + Runtime.version(),
          "no module jdk.attach",
          "a JDK, not a JRE",
          "Start with the heapcast launcher or the java of a JDK 17 or newer");
    }
  }

  /** Makes the JVM listen if it does not yet. */
  static DiagnosticCommands attach(AttachSocket socket, long pid, Duration timeout)
      throws AttachNotSupportedException, IOException {
    if (!socket.exists()) {
      VirtualMachine.attach(Long.toString(pid)).detach();
    }
    return new DiagnosticCommands(socket, timeout, () -> {});
  }

  /** The same, calling {@code listener} after each reply. */
  DiagnosticCommands onReply(Runnable listener) {
    return new DiagnosticCommands(socket, timeout, listener);
  }

  /** System properties of the JVM, secrets included: not to be kept. */
  Properties systemProperties() throws IOException, TimeoutException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(socket.send(timeout, "properties")));
    } catch (IllegalArgumentException e) {
      throw new IOException("system properties that cannot be read: " + e.getMessage(), e);
    }
    return properties;
  }

  /**
   * Sends one command, on the calling thread.
   *
   * @return the JVM's reply
   * @throws IllegalArgumentException for a command that could stall a JVM
   */
  String send(String command) throws IOException, TimeoutException {
    if (!ALLOWED.contains(command.split(" ", 2)[0])) {
      throw new IllegalArgumentException("found " + command + ", expected one of " + ALLOWED);
    }
    String reply = new String(socket.send(timeout, "jcmd", command), StandardCharsets.UTF_8);
    onReply.run();
    return reply;
  }
}
