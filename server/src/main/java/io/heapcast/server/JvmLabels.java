package io.heapcast.server;

import io.heapcast.telemetry.Cluster;
import io.heapcast.telemetry.v1.JvmInfo;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of every series of a JVM: {@code service_name}, {@code service_instance_id} and, when
 * known, {@code service_version}, {@code service_namespace}, {@code deployment_environment_name}
 * and {@code cluster}. The version is among them so that versions can be told apart in every query;
 * one instance has a new one with its next deploy only.
 *
 * <p>They do not hold the start time, so that a restart goes on in the same series; two JVMs may
 * therefore have the same ones, and a scrape with two equal series is refused as a whole.
 */
final class JvmLabels {

  private JvmLabels() {}

  static Labels of(JvmInfo info) {
    List<String> names = new ArrayList<>(List.of("service_name", "service_instance_id"));
    List<String> values =
        new ArrayList<>(List.of(info.getServiceName(), info.getServiceInstanceId()));
    if (info.hasServiceVersion()) {
      names.add("service_version");
      values.add(info.getServiceVersion());
    }
    if (info.hasServiceNamespace()) {
      names.add("service_namespace");
      values.add(info.getServiceNamespace());
    }
    if (info.hasDeploymentEnvironmentName()) {
      names.add("deployment_environment_name");
      values.add(info.getDeploymentEnvironmentName());
    }
    String cluster = Cluster.of(info);
    if (!cluster.isEmpty()) {
      names.add("cluster");
      values.add(cluster);
    }
    return Labels.of(names, values);
  }

  /** The youngest JVM of each set of labels. */
  static Map<Labels, JvmView> distinct(List<JvmView> views) {
    Map<Labels, JvmView> youngest = new LinkedHashMap<>();
    for (JvmView view : views) {
      youngest.merge(of(view.info()), view, JvmLabels::younger);
    }
    return youngest;
  }

  private static JvmView younger(JvmView a, JvmView b) {
    return b.info().getStartTimeMs() >= a.info().getStartTimeMs() ? b : a;
  }
}
