package io.heapcast.collector.host;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A JVM as seen from outside, before anything was asked of it. Stays on this host.
 *
 * @param key which process
 * @param uid effective user id
 * @param start when the process started
 * @param commandLine what it was started with
 * @param environment the variables of {@link JvmDiscovery#VARIABLES} that it has
 * @param openJ9 whether it is an OpenJ9 instead of a HotSpot JVM
 * @param cgroup its control group; empty: not told
 * @param containerName the name its container goes by; empty: it is in none, or has none
 * @param podFiles what Kubernetes' files in its container tell: by OpenTelemetry's names, labels by
 *     their own
 */
public record JvmProcess(
    ProcessKey key,
    long uid,
    Instant start,
    JavaCommandLine commandLine,
    Map<String, String> environment,
    boolean openJ9,
    Optional<Cgroup> cgroup,
    String containerName,
    Map<String, String> podFiles) {

  public JvmProcess {
    podFiles = Map.copyOf(podFiles);
    environment = Map.copyOf(environment);
  }

  public long pid() {
    return key.pid();
  }

  /** One of the labels {@code app.kubernetes.io/<name>} of its pod; empty: not told. */
  public Optional<Told> label(String name) {
    String label = "app.kubernetes.io/" + name;
    return Optional.ofNullable(podFiles.get(label))
        .map(value -> new Told(value, "the pod's label " + label));
  }

  /** Whether {@code -XX:+name} is in force; the command line wins over the variables. */
  public boolean flag(String name) {
    return JavaCommandLine.flag(
        name,
        commandLine.options(),
        environment.getOrDefault("JAVA_TOOL_OPTIONS", "")
            + " "
            + environment.getOrDefault("JDK_JAVA_OPTIONS", ""));
  }
}
