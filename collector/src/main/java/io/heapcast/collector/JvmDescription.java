package io.heapcast.collector;

import io.heapcast.collector.host.Cgroup;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.NameRules;
import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.host.Told;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.collector.repository.JarManifest;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
  static Optional<Told> version(JvmProcess process) {
    return ServiceNaming.version(process.environment(), known(process, Map.of()));
  }

  /** Properties of the command line, asked of the JVM, and what its jar says. */
  private static Map<String, String> known(JvmProcess process, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(process.commandLine().properties());
    all.keySet().retainAll(ServiceNaming.PROPERTIES);
    all.put("sun.java.command", process.commandLine().main());
    all.putAll(properties);
    manifest(process, all)
        .version()
        .ifPresent(version -> all.put(ServiceNaming.MANIFEST_VERSION, version));
    process.label("version").ifPresent(told -> all.put(ServiceNaming.LABEL_VERSION, told.value()));
    return all;
  }

  /** In a container the pod's or container's name stands for the host. */
  String placeName(JvmProcess process) {
    return place(process).value();
  }

  /** What stands for the host in a JVM's id. */
  Told place(JvmProcess process) {
    Told host = new Told(hostName, "this host's name, or heapcast.host.name");
    if (process.cgroup().flatMap(Cgroup::containerId).isEmpty()) {
      return host;
    }
    return pod(process, "K8S_POD_NAME", "POD_NAME")
        .or(
            () ->
                Optional.ofNullable(process.podFiles().get("k8s.pod.name"))
                    .map(name -> new Told(name, "/etc/podinfo/name in its container")))
        .or(
            () ->
                Optional.of(process.containerName())
                    .filter(name -> !name.isEmpty())
                    .map(name -> new Told(name, "its container's host name")))
        .orElse(host);
  }

  /** Namespace of a JVM's service that was not asked; empty: nothing tells it. */
  static Optional<Told> namespace(JvmProcess process) {
    return ServiceNaming.namespace(process.environment(), known(process, Map.of()));
  }

  /** Where a JVM that was not asked is deployed; empty: nothing tells it. */
  Optional<Told> deploymentEnvironment(JvmProcess process) {
    return ServiceNaming.deploymentEnvironment(process.environment(), known(process, Map.of()))
        .or(
            () ->
                environmentName.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Told(environmentName, Setting.ENVIRONMENT.key())));
  }

  private static JarManifest manifest(JvmProcess process, Map<String, String> properties) {
    return JarManifest.of(
        Path.of("/proc", Long.toString(process.pid()), "root"),
        ServiceNaming.mainOf(properties.getOrDefault("sun.java.command", "")));
  }

  /**
   * The operator's rules win; a workload, a systemd unit and the title of a jar say more than a
   * main class.
   */
  private void betterName(
      JvmInfo.Builder info, JvmProcess process, Map<String, String> properties) {
    Optional<String> ruled =
        rules.name(ServiceNaming.mainOf(properties.getOrDefault("sun.java.command", "")));
    if (ruled.isPresent()) {
      info.setServiceName(ruled.get()).setServiceNameSource(ServiceNameSource.CONFIGURED);
      return;
    }
    if (info.getServiceNameSource() != ServiceNameSource.MAIN_CLASS
        && info.getServiceNameSource() != ServiceNameSource.DOUBTFUL) {
      return;
    }
    Optional<String> workload =
        ServiceNaming.workload(process.environment())
            .or(() -> process.label("name"))
            .map(Told::value);
    Optional<String> unit = process.cgroup().flatMap(Cgroup::systemdUnit);
    if (workload.isPresent()) {
      info.setServiceName(workload.get()).setServiceNameSource(ServiceNameSource.WORKLOAD);
    } else if (unit.isPresent()) {
      info.setServiceName(unit.get()).setServiceNameSource(ServiceNameSource.SYSTEMD_UNIT);
    } else {
      manifest(process, properties)
          .title()
          .filter(title -> !ServiceNaming.isGeneric(title))
          .ifPresent(
              title ->
                  info.setServiceName(title)
                      .setServiceNameSource(ServiceNameSource.MANIFEST_TITLE));
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
    for (String name : List.of("k8s.pod.name", "k8s.namespace.name")) {
      attribute(
          info,
          name,
          Optional.ofNullable(process.podFiles().get(name)).map(value -> new Told(value, "")));
    }
    attribute(info, "k8s.cluster.name", pod(process, "K8S_CLUSTER_NAME"));
    attribute(info, "k8s.container.name", pod(process, "K8S_CONTAINER_NAME"));
  }

  /** What OpenTelemetry's resource attributes said stays. */
  private static void attribute(JvmInfo.Builder info, String name, Optional<Told> told) {
    told.filter(found -> !info.containsAttributes(name))
        .ifPresent(found -> info.putAttributes(name, found.value()));
  }

  private static Optional<Told> pod(JvmProcess process, String... variables) {
    for (String variable : variables) {
      String value = process.environment().getOrDefault(variable, "").strip();
      if (!value.isEmpty() && value.length() <= MOST_NAME) {
        return Optional.of(new Told(value, variable + " in its environment"));
      }
    }
    return Optional.empty();
  }

  private static void put(@Nullable String value, java.util.function.Consumer<String> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
