package io.heapcast.collector.attach;

import io.heapcast.collector.host.JdkRelease;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.collector.repository.ConfinedDirectory;
import io.heapcast.collector.repository.TargetRepository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;

/**
 * Looks at what attaching to a JVM would meet, without changing it: nothing is started and a JVM
 * whose attach mechanism sleeps is not woken.
 */
public final class Examination {

  private final ProcFs proc;
  private final Duration timeout;
  private final long ownUid;

  /**
   * An examination of the JVMs that {@code proc} shows.
   *
   * @param timeout for one reply
   */
  public Examination(ProcFs proc, Duration timeout) {
    this.proc = proc;
    this.timeout = timeout;
    this.ownUid = proc.uid(ProcessHandle.current().pid()).orElse(-1);
  }

  /** What was found, in the order of the way to the JVM. */
  public List<Finding> findings(JvmProcess jvm) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.info(
            "rights", "It runs as user id %d, this process as %d.".formatted(jvm.uid(), ownUid)));
    namespaces(jvm).ifPresent(findings::add);
    Refusals.beforeAttach(jvm, ownUid, proc.catchesQuit(jvm.pid()))
        .map(Finding::of)
        .ifPresent(findings::add);
    if (proc.isStopped(jvm.pid())) {
      findings.add(Finding.of(Refusals.stopped()));
    }
    jdk(jvm, findings);
    findings.add(
        Finding.info(
            "settings",
            "It would be recorded with %s, flushed each second."
                .formatted(HeapcastRecording.inWords())));
    temporaryDirectory(jvm, findings);
    if (findings.stream().noneMatch(found -> found.kind() == Finding.Kind.REFUSED)) {
      ask(jvm, findings);
    }
    return findings;
  }

  private Optional<Finding> namespaces(JvmProcess jvm) {
    List<String> other = proc.otherNamespaces(jvm.pid());
    return other.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.info(
                "namespaces",
                "It has namespaces of its own: %s; it sees itself as process %d."
                    .formatted(String.join(", ", other), proc.pidInside(jvm.pid()))));
  }

  private void jdk(JvmProcess jvm, List<Finding> findings) {
    Optional<JdkRelease> release = JdkRelease.of(proc, jvm.pid());
    if (release.isEmpty()) {
      return;
    }
    findings.add(Finding.info("jdk", "Its JDK is " + release.get().version() + "."));
    Refusals.ofVersion(release.get().specification()).map(Finding::of).ifPresent(findings::add);
    if (!release.get().modules().isEmpty() && !release.get().modules().contains("jdk.jfr")) {
      findings.add(Finding.of(Refusals.ofReply("JFR.start", "Module jdk.jfr not found")));
    }
  }

  private void temporaryDirectory(JvmProcess jvm, List<Finding> findings) {
    try (ConfinedDirectory tmp = ConfinedDirectory.open(proc.root(jvm.pid()), "/tmp")) {
      tmp.attributes();
    } catch (IOException e) {
      findings.add(
          new Finding(
              Finding.Kind.REFUSED,
              RefusalCode.ATTACH_FAILED.code(),
              "Its /tmp cannot be used (%s); attaching needs it. Give it a /tmp, or start it with"
                      .formatted(e.getMessage())
                  + " -javaagent:heapcast-collector.jar."));
      return;
    }
    String options = proc.mountOptions(jvm.pid(), "/tmp");
    if ((" " + options.replace(',', ' ') + " ").contains(" ro ")) {
      findings.add(
          new Finding(
              Finding.Kind.REFUSED,
              RefusalCode.ATTACH_TIMEOUT.code(),
              "Its /tmp is mounted read-only; attaching writes a socket there. Mount something"
                  + " writable on /tmp, or start it with -javaagent:heapcast-collector.jar."));
    } else if (options.contains("tmpfs")) {
      findings.add(
          Finding.warning(
              "memory-backed-tmp",
              "Its /tmp is in memory: its recording takes up to 44 MB of it, counted against its"
                  + " container. -XX:FlightRecorderOptions=repository=DIR puts it elsewhere."));
    }
  }

  private void ask(JvmProcess jvm, List<Finding> findings) {
    try {
      AttachSocket socket =
          AttachSocket.of(proc.root(jvm.pid()), proc.pidInside(jvm.pid()), jvm.uid());
      if (!socket.exists()) {
        findings.add(
            Finding.info(
                "asleep", "Nobody has attached to it yet, so its recordings are not known."));
        return;
      }
      DiagnosticCommands commands = new DiagnosticCommands(socket, timeout, () -> {});
      Properties properties = commands.systemProperties();
      Refusals.ofVersion(properties.getProperty("java.specification.version", "unknown"))
          .map(Finding::of)
          .ifPresent(findings::add);
      recordings(commands, findings);
      repository(jvm, properties.getProperty("jdk.jfr.repository"), findings);
    } catch (IOException | TimeoutException e) {
      findings.add(Finding.of(Refusals.ofFailure(e, timeout)));
    }
  }

  private static void recordings(DiagnosticCommands commands, List<Finding> findings)
      throws IOException, TimeoutException {
    List<HeapcastRecording.Listed> all = HeapcastRecording.all(commands.send("JFR.check"));
    long ours = all.stream().filter(HeapcastRecording.Listed::ours).count();
    List<String> others =
        all.stream().filter(one -> !one.ours()).map(HeapcastRecording.Listed::name).toList();
    findings.add(
        Finding.info(
            "recordings",
            ours == 0
                ? "Heapcast does not record it now."
                : "Heapcast records it, in %d recordings.".formatted(ours)));
    if (!others.isEmpty()) {
      findings.add(
          Finding.info(
              "other-recordings",
              "Others record it too (%s): left as they are, and its repository is never removed."
                  .formatted(String.join(", ", others))));
    }
  }

  private void repository(
      JvmProcess jvm, @org.jspecify.annotations.Nullable String path, List<Finding> findings) {
    if (path == null) {
      return;
    }
    try (TargetRepository repository =
        TargetRepository.open(proc.root(jvm.pid()), path, jvm.uid())) {
      findings.add(Finding.info("repository", "Its JFR repository is %s.".formatted(path)));
      for (String problem : repository.refresh()) {
        findings.add(Finding.warning("repository", problem));
      }
    } catch (IOException e) {
      findings.add(Finding.of(Refusals.untrusted(e)));
    }
  }
}
