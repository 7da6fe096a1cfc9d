package io.heapcast.collector;

import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.JvmInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a JVM is, put together from the process, its allow-listed properties and what its events say.
 *
 * @param hostName name of this host
 * @param environmentName {@code deployment.environment.name} where the JVM says none; empty: none
 */
record JvmDescription(String hostName, String environmentName) {

  /**
   * The identity as far as it is known. Before the JVM's own events have told its start, that of
   * the process stands in.
   *
   * @param properties asked of the JVM; empty before it was attached to
   * @param facts null before its events are read
   */
  JvmInfo of(JvmProcess process, Map<String, String> properties, @Nullable JvmFacts facts) {
    Instant start = facts == null ? process.start() : facts.start().orElse(process.start());
    JvmId id = new JvmId(hostName, process.pid(), start.getEpochSecond());
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
    Map<String, String> all = new HashMap<>(process.commandLine().properties());
    all.keySet().retainAll(ServiceNaming.PROPERTIES);
    all.put("sun.java.command", process.commandLine().main());
    all.putAll(properties);
    ServiceNaming.name(info, process.environment(), all, process.commandLine().program());
    put(all.get("java.version"), info::setJdkVersion);
    put(all.get("java.vendor"), info::setJdkVendor);
    if (facts != null) {
      info.setCollector(facts.collector());
      facts.maxHeapBytes().ifPresent(info::setMaxHeapBytes);
      facts.containerLimitBytes().ifPresent(info::setContainerMemoryLimitBytes);
    }
    return info.build();
  }

  private static void put(@Nullable String value, java.util.function.Consumer<String> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
