package io.heapcast.collector.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.repository.TargetRepository;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;

/** What is done in a JVM, step by step; each may hang as long as the JVM does. */
public final class AttachSteps {

  private static final Logger LOG = System.getLogger(AttachSteps.class.getName());

  /** Read by the JDK when it waits for a JVM to open its attach socket. */
  private static final String JDK_TIMEOUT = "sun.tools.attach.attachTimeout";

  /** Set by the agent in its own JVM. */
  private static final String AGENT = "heapcast.agent";

  private static final String REPOSITORY = "jdk.jfr.repository";

  /** Of a property that is kept. */
  private static final int MOST_CHARACTERS = 1_000;

  /**
   * For a full collection: tens of gigabytes, by several threads, take some ten seconds. One that
   * takes longer goes on; nobody waits for it any more.
   */
  static final Duration COLLECTION_TIMEOUT = Duration.ofMinutes(1);

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
    Properties before = commands.systemProperties();
    requireVersion(before);
    if ("true".equals(before.getProperty(AGENT))) {
      throw new RefusedException(
          new Refusal(
              RefusalCode.WATCHED_FROM_WITHIN, "Its own agent watches it. Nothing is missing."));
    }
    boolean recordedBefore = before.getProperty(REPOSITORY) != null;
    progress.nextStep();
    Instant asked = Instant.now();
    try {
      HeapcastRecording.Running running = recording.ensure(stepwise(commands, progress), progress);
      Properties properties = commands.systemProperties();
      progress.nextStep();
      String path = properties.getProperty(REPOSITORY);
      if (path == null) {
        throw new RefusedException(Refusals.ofReply(REPOSITORY, "no directory"));
      }
      return new Attachment(
          jvm,
          open(jvm, path, !running.adopted() && !recordedBefore),
          proc.pathSeenFromHere(jvm.pid(), path),
          allowed(properties),
          running.adopted(),
          running.shared(),
          asked);
    } catch (RefusedException | IOException e) {
      if (progress.mayRecord() && proc.isAlive(jvm.key())) {
        stopUnread(jvm, commands, progress);
      }
      throw e;
    }
  }

  /** What cannot be read must not go on being recorded. */
  private void stopUnread(JvmProcess jvm, DiagnosticCommands commands, Progress progress) {
    try {
      recording.stop(stepwise(commands, progress));
      progress.recordingStopped();
    } catch (IOException | TimeoutException | RefusedException e) {
      LOG.log(Level.WARNING, "our recording in {0} goes on: {1}", jvm.pid(), e.getMessage());
    }
  }

  private TargetRepository open(JvmProcess jvm, String path, boolean ours)
      throws IOException, RefusedException {
    TargetRepository repository;
    try {
      repository = TargetRepository.open(proc.root(jvm.pid()), path, jvm.uid());
    } catch (IOException e) {
      throw new RefusedException(Refusals.untrusted(e));
    }
    try {
      if (!proc.isAlive(jvm.key())) { // the root may have been that of another process
        throw new RefusedException(Refusals.died());
      }
      if (ours) {
        repository.makePrivate();
      }
      repository.refresh();
      return repository;
    } catch (IOException | RuntimeException | RefusedException e) {
      repository.close();
      throw e;
    }
  }

  void stop(JvmProcess jvm, Progress progress)
      throws IOException, TimeoutException, AttachNotSupportedException, RefusedException {
    if (proc.isAlive(jvm.key())) {
      recording.stop(stepwise(connect(jvm, progress), progress));
    }
  }

  /** Whether one full collection was run; false: the JVM does none that it is asked for. */
  boolean collect(JvmProcess jvm, Progress progress)
      throws IOException, TimeoutException, AttachNotSupportedException, RefusedException {
    String reply = connect(jvm, progress, COLLECTION_TIMEOUT).send(DiagnosticCommands.COLLECT);
    if (reply.contains("Explicit GC is disabled")) {
      return false;
    }
    if (!reply.isBlank()) {
      throw new IOException("GC.run answered '%s'".formatted(reply.strip()));
    }
    return true;
  }

  private DiagnosticCommands connect(JvmProcess jvm, Progress progress)
      throws IOException, AttachNotSupportedException, RefusedException {
    return connect(jvm, progress, timeout);
  }

  private DiagnosticCommands connect(JvmProcess jvm, Progress progress, Duration replyWithin)
      throws IOException, AttachNotSupportedException, RefusedException {
    if (!proc.isAlive(jvm.key())) {
      throw new RefusedException(Refusals.died());
    }
    Optional<Refusal> refusal = Refusals.beforeAttach(jvm, ownUid, proc.catchesQuit(jvm.pid()));
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    if (proc.isStopped(jvm.pid())) {
      throw new RefusedException(Refusals.stopped());
    }
    DiagnosticCommands commands =
        DiagnosticCommands.attach(
            AttachSocket.of(proc.root(jvm.pid()), proc.pidInside(jvm.pid()), jvm.uid()),
            jvm.pid(),
            replyWithin);
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
        allowed.put(name, value.substring(0, Math.min(value.length(), MOST_CHARACTERS)));
      }
    }
    allowed.computeIfPresent("sun.java.command", (name, value) -> ServiceNaming.mainOf(value));
    return allowed;
  }
}
