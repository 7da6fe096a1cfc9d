package io.heapcast.collector;

import io.heapcast.collector.host.Cgroup;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.NameRules;
import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.collector.repository.ManifestVersion;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who a JVM is, put together from the process, its allow-listed properties and what its events say.
 *
 * @param hostName name of this host
 * @param rules the operator's own for names of services
 * @param environmentName {@code deployment.environment.name} where the JVM says none; empty: none
 */
record JvmDescription(String hostName, String environmentName, NameRules rules) {

  /** The longest name that DNS knows. */
  private static final int MOST_NAME = 253;

  /** As below; until the JVM tells its own start, that of the process stands in. */
  JvmInfo of(JvmProcess process, Map<String, String> properties, @Nullable JvmFacts facts) {
    return of(process, process.start(), properties, facts);
  }

  /**
   * The identity as far as it is known.
   *
   * @param presumedStart goes until the JVM's own events have told its start
   * @param properties asked of the JVM; empty before it was attached to
   * @param facts null before its events are read
   */
  JvmInfo of(
      JvmProcess process,
      Instant presumedStart,
      Map<String, String> properties,
      @Nullable JvmFacts facts) {
    Instant start = facts == null ? presumedStart : facts.start().orElse(presumedStart);
    JvmId id = new JvmId(placeName(process), process.pid(), start.getEpochSecond());
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(id.toString())
            .setHostName(hostName)
            .setProcessPid(process.pid())
            .setStartTimeMs(start.toEpochMilli())
            .setServiceInstanceId(id.instance());
    if (!environmentName.isEmpty()) {
      info.setDeploymentEnvironmentName(environmentName);
    }
    Map<String, String> all = known(process, properties);
    ServiceNaming.name(info, process.environment(), all, process.commandLine().program());
    betterName(info, process, all);
    place(info, process);
    put(all.get("java.version"), info::setJdkVersion);
    put(all.get("java.vendor"), info::setJdkVendor);
    if (facts != null) {
      info.setCollector(facts.collector());
      facts.maxHeapBytes().ifPresent(info::setMaxHeapBytes);
      facts.containerLimitBytes().ifPresent(info::setContainerMemoryLimitBytes);
    }
    return info.build();
  }

  /** The version of a JVM that was not asked, and where it stands; empty: nothing tells it. */
  static Optional<ServiceNaming.Version> version(JvmProcess process) {
    return ServiceNaming.version(process.environment(), known(process, Map.of()));
  }

  /** Properties of the command line, asked of the JVM, and what its jar says. */
  private static Map<String, String> known(JvmProcess process, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(process.commandLine().properties());
    all.keySet().retainAll(ServiceNaming.PROPERTIES);
    all.put("sun.java.command", process.commandLine().main());
    all.putAll(properties);
    manifestVersion(process, all)
        .ifPresent(version -> all.put(ServiceNaming.MANIFEST_VERSION, version));
    return all;
  }

  /** In a container the pod's or container's name stands for the host. */
  String placeName(JvmProcess process) {
    String told = pod(process, "K8S_POD_NAME", "POD_NAME");
    String pod = told.isEmpty() ? process.podFiles().getOrDefault("k8s.pod.name", "") : told;
    if (process.cgroup().flatMap(Cgroup::containerId).isEmpty()) {
      return hostName;
    }
    if (!pod.isEmpty()) {
      return pod;
    }
    return process.containerName().isEmpty() ? hostName : process.containerName();
  }

  private static Optional<String> manifestVersion(
      JvmProcess process, Map<String, String> properties) {
    return ManifestVersion.of(
        Path.of("/proc", Long.toString(process.pid()), "root"),
        ServiceNaming.mainOf(properties.getOrDefault("sun.java.command", "")));
  }

  /** The operator's rules win; a systemd unit says more than a main class. */
  private void betterName(
      JvmInfo.Builder info, JvmProcess process, Map<String, String> properties) {
    Optional<String> ruled =
        rules.name(ServiceNaming.mainOf(properties.getOrDefault("sun.java.command", "")));
    Optional<String> unit = process.cgroup().flatMap(Cgroup::systemdUnit);
    if (ruled.isPresent()) {
      info.setServiceName(ruled.get()).setServiceNameSource(ServiceNameSource.CONFIGURED);
    } else if (unit.isPresent()
        && (info.getServiceNameSource() == ServiceNameSource.MAIN_CLASS
            || info.getServiceNameSource() == ServiceNameSource.DOUBTFUL)) {
      info.setServiceName(unit.get()).setServiceNameSource(ServiceNameSource.SYSTEMD_UNIT);
    }
  }

  private static void place(JvmInfo.Builder info, JvmProcess process) {
    process.cgroup().flatMap(Cgroup::containerId).ifPresent(info::setContainerId);
    process
        .cgroup()
        .flatMap(Cgroup::podUid)
        .ifPresent(uid -> info.putAttributes("k8s.pod.uid", uid));
    process
        .cgroup()
        .map(Cgroup::memoryLimitBytes)
        .filter(OptionalLong::isPresent)
        .ifPresent(limit -> info.setContainerMemoryLimitBytes(limit.getAsLong()));
    attribute(info, "k8s.pod.name", pod(process, "K8S_POD_NAME", "POD_NAME"));
    attribute(info, "k8s.namespace.name", pod(process, "K8S_NAMESPACE_NAME", "POD_NAMESPACE"));
    process.podFiles().forEach((name, value) -> attribute(info, name, value));
    attribute(info, "k8s.cluster.name", pod(process, "K8S_CLUSTER_NAME"));
    attribute(info, "k8s.container.name", pod(process, "K8S_CONTAINER_NAME"));
  }

  /** What OpenTelemetry's resource attributes said stays. */
  private static void attribute(JvmInfo.Builder info, String name, String value) {
    if (!value.isEmpty() && !info.containsAttributes(name)) {
      info.putAttributes(name, value);
    }
  }

  private static String pod(JvmProcess process, String... variables) {
    for (String variable : variables) {
      String value = process.environment().getOrDefault(variable, "").strip();
      if (!value.isEmpty() && value.length() <= MOST_NAME) {
        return value;
      }
    }
    return "";
  }

  private static void put(@Nullable String value, java.util.function.Consumer<String> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
