package io.heapcast.detector.alert;

import io.heapcast.telemetry.Cluster;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.util.Locale;

/** What belongs under one alert: cluster, environment, namespace, service and resource. */
public final class Scopes {

  private Scopes() {}

  /** The scope of a JVM; its own, where its service name is too doubtful to merge JVMs under it. */
  public static AlertScope of(JvmInfo info, Resource resource) {
    AlertScope.Builder scope =
        AlertScope.newBuilder().setServiceName(info.getServiceName()).setResource(resource);
    String cluster = Cluster.of(info);
    if (!cluster.isEmpty()) {
      scope.setCluster(cluster);
    }
    if (info.hasDeploymentEnvironmentName()) {
      scope.setDeploymentEnvironmentName(info.getDeploymentEnvironmentName());
    }
    if (info.hasServiceNamespace()) {
      scope.setServiceNamespace(info.getServiceNamespace());
    }
    if (isDoubtful(info.getServiceNameSource())) {
      scope.setServiceInstanceId(info.getServiceInstanceId());
    }
    return scope.build();
  }

  /** The scope as one line, {@code cluster/environment/namespace/service[/instance]/resource}. */
  public static String key(AlertScope scope) {
    String key =
        String.join(
            "/",
            scope.getCluster(),
            scope.getDeploymentEnvironmentName(),
            scope.getServiceNamespace(),
            scope.getServiceName());
    if (scope.hasServiceInstanceId()) {
      key += "/" + scope.getServiceInstanceId();
    }
    return key + "/" + scope.getResource().name().toLowerCase(Locale.ROOT);
  }

  private static boolean isDoubtful(ServiceNameSource source) {
    return source == ServiceNameSource.DOUBTFUL
        || source == ServiceNameSource.SERVICE_NAME_SOURCE_UNSPECIFIED;
  }
}
