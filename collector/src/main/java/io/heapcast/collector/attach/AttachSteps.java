package io.heapcast.collector.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.collector.host.ServiceNaming;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;

/** What is done in a JVM, step by step; each may hang as long as the JVM does. */
public final class AttachSteps {

  /** Read by the JDK when it waits for a JVM to open its attach socket. */
  private static final String JDK_TIMEOUT = "sun.tools.attach.attachTimeout";

  private final ProcFs proc;
  private final Duration timeout;
  private final HeapcastRecording recording = new HeapcastRecording();
  private final long ownUid;

  /**
   * Steps for the JVMs that {@code proc} shows.
   *
   * @param timeout for one reply
   * @throws io.heapcast.telemetry.UserError when this Java cannot attach
   */
  public AttachSteps(ProcFs proc, Duration timeout) {
    DiagnosticCommands.requireAccess();
    if (System.getProperty(JDK_TIMEOUT) == null) {
      System.setProperty(JDK_TIMEOUT, Long.toString(timeout.toMillis()));
    }
    this.proc = proc;
    this.timeout = timeout;
    this.ownUid = proc.uid(ProcessHandle.current().pid()).orElse(-1);
  }

  Attachment start(JvmProcess jvm, Progress progress)
      throws IOException, TimeoutException, AttachNotSupportedException, RefusedException {
    DiagnosticCommands commands = connect(jvm, progress);
    requireVersion(commands.systemProperties());
    progress.nextStep();
    Instant asked = Instant.now();
    HeapcastRecording.Running running = recording.ensure(stepwise(commands, progress));
    Properties properties = commands.systemProperties();
    String repository = properties.getProperty("jdk.jfr.repository");
    if (repository == null) {
      throw new RefusedException(Refusals.ofReply("jdk.jfr.repository", "no directory"));
    }
    return new Attachment(
        jvm,
        proc.pathSeenFromHere(jvm.pid(), repository),
        allowed(properties),
        running.adopted(),
        asked);
  }

  void stop(JvmProcess jvm, Progress progress)
      throws IOException, TimeoutException, AttachNotSupportedException, RefusedException {
    if (proc.isAlive(jvm.key())) {
      recording.stop(stepwise(connect(jvm, progress), progress));
    }
  }

  private DiagnosticCommands connect(JvmProcess jvm, Progress progress)
      throws IOException, AttachNotSupportedException, RefusedException {
    if (!proc.isAlive(jvm.key())) {
      throw new RefusedException(
          new Refusal(RefusalCode.DIED_WHILE_ATTACHING, "It ended while being attached to."));
    }
    Optional<Refusal> refusal = Refusals.beforeAttach(jvm, ownUid, proc.catchesQuit(jvm.pid()));
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    if (proc.isStopped(jvm.pid())) {
      throw new RefusedException(Refusals.stopped());
    }
    DiagnosticCommands commands = DiagnosticCommands.attach(jvm.pid(), timeout);
    progress.nextStep();
    return commands;
  }

  private static DiagnosticCommands stepwise(DiagnosticCommands commands, Progress progress) {
    return commands.onReply(progress::nextStep);
  }

  private static void requireVersion(Properties properties) throws RefusedException {
    Optional<Refusal> refusal =
        Refusals.ofVersion(properties.getProperty("java.specification.version", "unknown"));
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
  }

  /** All else in the properties, secrets among it, goes no further. */
  private static Map<String, String> allowed(Properties properties) {
    Map<String, String> allowed = new HashMap<>();
    for (String name : ServiceNaming.PROPERTIES) {
      String value = properties.getProperty(name);
      if (value != null) {
        allowed.put(name, value);
      }
    }
    allowed.computeIfPresent("sun.java.command", (name, value) -> ServiceNaming.mainOf(value));
    return allowed;
  }
}
