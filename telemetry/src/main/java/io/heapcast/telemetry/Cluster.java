package io.heapcast.telemetry;

import io.heapcast.telemetry.v1.JvmInfo;

/** Which cluster a JVM runs in, by one rule for labels of metrics and scopes of alerts. */
public final class Cluster {

  private Cluster() {}

  /**
   * OpenTelemetry's {@code k8s.cluster.name}, else a configured {@code cluster}; empty: unknown.
   */
  public static String of(JvmInfo info) {
    return info.getAttributesOrDefault(
        "k8s.cluster.name", info.getAttributesOrDefault("cluster", ""));
  }
}
