package io.heapcast.collector.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostic commands of one JVM, as {@code jcmd} sends them. Holds no connection: each command
 * opens and closes its own.
 */
final class DiagnosticCommands {

  /** Replies of the commands used here have a few lines. */
  private static final int MOST_REPLY_BYTES = 1 << 20;

  /** Not exported: the launcher's {@code --add-exports} or the jar's manifest opens it. */
  private static final String PACKAGE = "sun.tools.attach";

  private final VirtualMachine jvm;
  private final Duration timeout;
  private final Runnable onReply;

  private DiagnosticCommands(VirtualMachine jvm, Duration timeout, Runnable onReply) {
    this.jvm = jvm;
    this.timeout = timeout;
    this.onReply = onReply;
  }

  /**
   * Checks that this Java can send commands.
   *
   * @throws UserError when it cannot
   */
  static void requireAccess() {
    Module attach = ModuleLayer.boot().findModule("jdk.attach").orElse(null);
    if (attach == null || !attach.isExported(PACKAGE, DiagnosticCommands.class.getModule())) {
      throw UserError.environment(
          "attach mechanism of Java " + Runtime.version(),
          attach == null ? "no module jdk.attach" : "package " + PACKAGE + " closed",
          "a JDK run with --add-exports jdk.attach/" + PACKAGE + "=ALL-UNNAMED",
          "Start with the heapcast launcher or java -jar heapcast-collector.jar");
    }
  }

  static DiagnosticCommands attach(long pid, Duration timeout)
      throws AttachNotSupportedException, IOException {
    return new DiagnosticCommands(VirtualMachine.attach(Long.toString(pid)), timeout, () -> {});
  }

  /** The same, calling {@code listener} after each reply. */
  DiagnosticCommands onReply(Runnable listener) {
    return new DiagnosticCommands(jvm, timeout, listener);
  }

  /** System properties of the JVM, secrets included: not to be kept. */
  Properties systemProperties() throws IOException {
    return jvm.getSystemProperties();
  }

  /**
   * Sends one command, on the calling thread, which may hang as long as the JVM does.
   *
   * @return the JVM's reply
   */
  String send(String command) throws IOException, TimeoutException {
    String reply = BoundedReply.read(execute(command), MOST_REPLY_BYTES, timeout);
    onReply.run();
    return reply;
  }

  private InputStream execute(String command) throws IOException {
    try {
      Method execute =
          Class.forName(PACKAGE + ".HotSpotVirtualMachine").getMethod("executeJCmd", String.class);
      Object reply = execute.invoke(jvm, command);
      if (reply instanceof InputStream stream) {
        return stream;
      }
      throw new IOException("no reply to " + command);
    } catch (InvocationTargetException e) {
      throw ioException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("this Java cannot send diagnostic commands: " + e, e);
    }
  }

  private static IOException ioException(@Nullable Throwable cause) {
    return cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
  }
}
