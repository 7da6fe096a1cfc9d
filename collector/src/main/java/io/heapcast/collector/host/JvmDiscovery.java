package io.heapcast.collector.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Finds the JVMs of this host by what they have mapped, so also those without performance data or
 * with another user's temporary directory. Not thread-safe.
 */
public final class JvmDiscovery {

  /** The only environment variables of other processes that are looked at. */
  static final Set<String> VARIABLES =
      Set.of(
          "OTEL_SERVICE_NAME",
          "OTEL_RESOURCE_ATTRIBUTES",
          // What the owner wants.
          "HEAPCAST_IGNORE",
          "HEAPCAST_WATCH",
          // What Kubernetes manifests commonly set from the pod's own fields.
          "POD_NAME",
          "POD_NAMESPACE",
          "K8S_POD_NAME",
          "K8S_NAMESPACE_NAME",
          "K8S_CLUSTER_NAME",
          "K8S_CONTAINER_NAME",
          // Flags may hide here; they do not leave the host.
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS");

  /**
   * A process that was no JVM is looked at again after so many scans: a program that embeds a JVM
   * maps it some time after its start. One that replaces itself by a JVM shows another program.
   */
  private static final int SCANS_BEFORE_SECOND_LOOK = 15;

  private record Seen(ProcFs.Running running, Optional<JvmProcess> jvm, long scan) {}

  private final ProcFs proc;
  private final LongPredicate wanted;
  private Map<Long, Seen> seen = new HashMap<>();
  private long scan;

  /**
   * A discovery that knows nothing yet.
   *
   * @param wanted process ids to look at
   */
  public JvmDiscovery(ProcFs proc, LongPredicate wanted) {
    this.proc = proc;
    this.wanted = wanted;
  }

  /** The JVMs that run now. */
  public List<JvmProcess> scan() {
    scan++;
    Map<Long, Seen> now = new HashMap<>();
    List<JvmProcess> jvms = new ArrayList<>();
    for (long pid : proc.pids()) {
      if (wanted.test(pid)) {
        look(pid)
            .ifPresent(
                found -> {
                  now.put(pid, found);
                  found.jvm().ifPresent(jvms::add);
                });
      }
    }
    seen = now;
    return jvms;
  }

  private Optional<Seen> look(long pid) {
    Optional<ProcFs.Running> running = proc.running(pid);
    if (running.isEmpty()) {
      return Optional.empty();
    }
    Seen before = seen.get(pid);
    if (before != null
        && before.running().equals(running.get())
        && (before.jvm().isPresent() || scan - before.scan() < SCANS_BEFORE_SECOND_LOOK)) {
      return Optional.of(before);
    }
    ProcessKey key = running.get().key();
    return Optional.of(new Seen(running.get(), jvm(key, proc.executable(pid)), scan));
  }

  private Optional<JvmProcess> jvm(ProcessKey key, String executable) {
    List<String> arguments = proc.commandLine(key.pid());
    String maps = proc.maps(key.pid());
    boolean mapped = maps.contains("/libjvm.so");
    // Of other users' processes only the command line can be read.
    boolean looksLikeOne =
        maps.isEmpty()
            && executable.isEmpty()
            && !arguments.isEmpty()
            && arguments.get(0).matches("(.*/)?java");
    OptionalLong uid = proc.uid(key.pid());
    if (uid.isEmpty() || !(mapped || looksLikeOne)) {
      return Optional.empty();
    }
    Optional<Cgroup> cgroup = proc.cgroup(key.pid());
    boolean contained = cgroup.flatMap(Cgroup::containerId).isPresent();
    return Optional.of(
        new JvmProcess(
            key,
            uid.getAsLong(),
            proc.startTime(key),
            JavaCommandLine.parse(arguments),
            proc.environment(key.pid(), VARIABLES),
            maps.contains("/libj9vm"),
            cgroup,
            contained ? proc.containerName(key.pid()) : "",
            contained ? PodFiles.read(proc.root(key.pid())) : Map.of()));
  }
}
