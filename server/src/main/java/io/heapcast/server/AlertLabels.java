package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.LeakAlert;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of every series of an alert: {@code leak_id}, {@code service_name}, {@code resource}
 * and, when known, {@code service_namespace}, {@code deployment_environment_name} and {@code
 * cluster}.
 */
final class AlertLabels {

  private AlertLabels() {}

  static Labels of(LeakAlert alert) {
    AlertScope scope = alert.getScope();
    List<String> names = new ArrayList<>(List.of("leak_id", "service_name", "resource"));
    List<String> values =
        new ArrayList<>(
            List.of(
                alert.getLeakId(),
                scope.getServiceName(),
                FleetMetrics.lowerCase(scope.getResource())));
    if (scope.hasServiceNamespace()) {
      names.add("service_namespace");
      values.add(scope.getServiceNamespace());
    }
    if (scope.hasDeploymentEnvironmentName()) {
      names.add("deployment_environment_name");
      values.add(scope.getDeploymentEnvironmentName());
    }
    if (scope.hasCluster()) {
      names.add("cluster");
      values.add(scope.getCluster());
    }
    return Labels.of(names, values);
  }
}
