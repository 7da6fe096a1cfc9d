package io.heapcast.collector;

import io.heapcast.collector.attach.Finding;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.host.Told;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Under which names a JVM would be watched, each with who says so. */
final class NameFindings {

  private NameFindings() {}

  static List<Finding> of(JvmProcess jvm, JvmInfo info, JvmDescription description) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.info(
            "name",
            "Service '%s', from %s; %s."
                .formatted(
                    info.getServiceName(),
                    source(jvm, info),
                    told("version", JvmDescription.version(jvm))
                        .orElse("no version (set service.version in OTEL_RESOURCE_ATTRIBUTES)"))));
    if (info.getServiceNameSource() == ServiceNameSource.DOUBTFUL) {
      findings.add(
          Finding.warning(
              "doubtful-name",
              "'%s' is what many programs are called, so its JVMs are never taken for one service."
                      .formatted(info.getServiceName())
                  + " Set OTEL_SERVICE_NAME, or a rule in heapcast.naming.rules."));
    }
    Told place = description.place(jvm);
    findings.add(
        Finding.info(
            "place",
            "%s; %s; its ids begin with '%s', from %s."
                .formatted(
                    told("Namespace", JvmDescription.namespace(jvm)).orElse("No namespace"),
                    told("environment", description.deploymentEnvironment(jvm))
                        .orElse("no environment"),
                    place.value(),
                    place.source())));
    return findings;
  }

  private static Optional<String> told(String what, Optional<Told> told) {
    return told.map(found -> "%s '%s', from %s".formatted(what, found.value(), found.source()));
  }

  private static String source(JvmProcess jvm, JvmInfo info) {
    return switch (info.getServiceNameSource()) {
      case CONFIGURED -> "heapcast.naming.rules";
      case OTEL_SERVICE_NAME -> "OTEL_SERVICE_NAME";
      case OTEL_RESOURCE_ATTRIBUTES -> "service.name in OTEL_RESOURCE_ATTRIBUTES";
      case SYSTEM_PROPERTY -> "-Dheapcast.service.name";
      case WORKLOAD ->
          ServiceNaming.workload(jvm.environment())
              .or(() -> jvm.label("name"))
              .map(Told::source)
              .orElse("its workload");
      case SYSTEMD_UNIT -> "its systemd unit";
      case MANIFEST_TITLE -> "Implementation-Title in the manifest of its jar";
      case MAIN_CLASS, DOUBTFUL, SERVICE_NAME_SOURCE_UNSPECIFIED, UNRECOGNIZED ->
          "its main class, jar or program";
    };
  }
}
