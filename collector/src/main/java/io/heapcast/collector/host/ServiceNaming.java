package io.heapcast.collector.host;

import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which service a JVM is. In falling order: {@code OTEL_SERVICE_NAME}, {@code
 * OTEL_RESOURCE_ATTRIBUTES}, {@code -Dheapcast.*}, the main class or jar, the program. Only the
 * attributes named here are taken.
 */
public final class ServiceNaming {

  /** System properties of a JVM that may leave the host; of the last only the main class does. */
  public static final Set<String> PROPERTIES =
      Set.of(
          "java.version",
          "java.vendor",
          "heapcast.service.name",
          "heapcast.service.namespace",
          "heapcast.service.version",
          "heapcast.deployment.environment",
          "sun.java.command");

  /** Resource attributes that ride along under their own name. */
  private static final Set<String> ATTRIBUTES =
      Set.of("k8s.cluster.name", "k8s.namespace.name", "k8s.pod.name", "team");

  /** Main classes and jars that many services share: never a service's name. */
  private static final Set<String> GENERIC =
      Set.of(
          "main",
          "app",
          "application",
          "server",
          "service",
          "launcher",
          "bootstrap",
          "start",
          "startup",
          "starter",
          "runner",
          "jarlauncher",
          "warlauncher",
          "propertieslauncher",
          "program",
          "cli",
          "boot",
          "run",
          "java",
          "root");

  private static final Pattern JAR =
      Pattern.compile("(?:.*/)?(.+?)(?:-v?([0-9][0-9A-Za-z.+-]*))?\\.[jw]ar");

  private static final String UNKNOWN = "unknown-jvm";

  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";

  /** What may own a pod, the more telling first. */
  private static final List<String> WORKLOADS =
      List.of(
          "k8s.deployment.name",
          "k8s.statefulset.name",
          "k8s.daemonset.name",
          "k8s.cronjob.name",
          "k8s.job.name");

  /** Not a property of the JVM: what the manifest of its jar says. */
  public static final String MANIFEST_VERSION = "heapcast.manifest.version";

  /** Not a property of the JVM: what a label of its pod says. */
  public static final String LABEL_VERSION = "heapcast.label.version";

  private ServiceNaming() {}

  /**
   * Writes service attributes and main class into {@code info}.
   *
   * @param environment of the JVM
   * @param properties of the JVM, those of {@link #PROPERTIES}
   * @param program names the service where no main class does; empty: not known
   */
  public static void name(
      JvmInfo.Builder info,
      Map<String, String> environment,
      Map<String, String> properties,
      String program) {
    Map<String, String> resource = resource(environment);
    String main = mainOf(properties.getOrDefault("sun.java.command", ""));
    if (!main.isEmpty() && !isJar(main)) {
      info.setMainClass(main);
    }
    namespace(environment, properties).ifPresent(told -> info.setServiceNamespace(told.value()));
    version(environment, properties).ifPresent(told -> info.setServiceVersion(told.value()));
    deploymentEnvironment(environment, properties)
        .ifPresent(told -> info.setDeploymentEnvironmentName(told.value()));
    take(resource.get("service.instance.id"), info::setServiceInstanceId);
    for (String attribute : ATTRIBUTES) {
      take(resource.get(attribute), value -> info.putAttributes(attribute, value));
    }
    serviceName(info, environment, resource, properties, main, program);
  }

  /** The version of the service; empty: nothing tells it. Parameters as above. */
  public static Optional<Told> version(
      Map<String, String> environment, Map<String, String> properties) {
    Map<String, String> resource = resource(environment);
    String main = mainOf(properties.getOrDefault("sun.java.command", ""));
    return resource(resource, "service.version")
        .or(() -> property(properties, "heapcast.service.version"))
        .or(() -> told(properties.get(LABEL_VERSION), "the pod's label " + PodFiles.APP_VERSION))
        .or(
            () ->
                told(
                    imageTag(resource.getOrDefault("container.image.tags", "")),
                    "container.image.tags in " + RESOURCE))
        .or(() -> told(properties.get(MANIFEST_VERSION), "the manifest of its jar"))
        .or(() -> told(versionOf(main), "the name of its jar"));
  }

  /** The namespace of the service; empty: nothing tells it. Parameters as above. */
  public static Optional<Told> namespace(
      Map<String, String> environment, Map<String, String> properties) {
    return resource(resource(environment), "service.namespace")
        .or(() -> property(properties, "heapcast.service.namespace"));
  }

  /** Where it is deployed; empty: the JVM does not tell it. Parameters as above. */
  public static Optional<Told> deploymentEnvironment(
      Map<String, String> environment, Map<String, String> properties) {
    Map<String, String> resource = resource(environment);
    return resource(resource, "deployment.environment.name")
        .or(() -> resource(resource, "deployment.environment"))
        .or(() -> property(properties, "heapcast.deployment.environment"));
  }

  /** The owner of a pod by OpenTelemetry's attributes; empty: nothing tells it. */
  public static Optional<Told> workload(Map<String, String> environment) {
    Map<String, String> resource = resource(environment);
    return WORKLOADS.stream()
        .map(attribute -> resource(resource, attribute))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Whether a name is one that many services share. */
  public static boolean isGeneric(String name) {
    return name.isEmpty() || GENERIC.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Map<String, String> resource(Map<String, String> environment) {
    return resourceAttributes(environment.getOrDefault(RESOURCE, ""));
  }

  private static Optional<Told> resource(Map<String, String> resource, String attribute) {
    return told(resource.get(attribute), attribute + " in " + RESOURCE);
  }

  private static Optional<Told> property(Map<String, String> properties, String key) {
    return told(properties.get(key), "-D" + key);
  }

  private static Optional<Told> told(
      @org.jspecify.annotations.Nullable String value, String source) {
    return Optional.ofNullable(value)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> new Told(text, source));
  }

  private static void serviceName(
      JvmInfo.Builder info,
      Map<String, String> environment,
      Map<String, String> resource,
      Map<String, String> properties,
      String main,
      String program) {
    if (take(environment.get("OTEL_SERVICE_NAME"), info::setServiceName)) {
      info.setServiceNameSource(ServiceNameSource.OTEL_SERVICE_NAME);
    } else if (take(resource.get("service.name"), info::setServiceName)) {
      info.setServiceNameSource(ServiceNameSource.OTEL_RESOURCE_ATTRIBUTES);
    } else if (take(properties.get("heapcast.service.name"), info::setServiceName)) {
      info.setServiceNameSource(ServiceNameSource.SYSTEM_PROPERTY);
    } else {
      String simple = simpleName(main);
      String unnamed = program.isEmpty() ? UNKNOWN : program;
      info.setServiceName(simple.isEmpty() ? unnamed : simple)
          .setServiceNameSource(
              isGeneric(simple) ? ServiceNameSource.DOUBTFUL : ServiceNameSource.MAIN_CLASS);
    }
  }

  /** Of {@code module/a.b.Main arg…}: {@code a.b.Main}; of {@code /x/app.jar arg…}: that path. */
  public static String mainOf(String javaCommand) {
    String first = javaCommand.strip().split("\\s+", 2)[0];
    return isJar(first) ? first : first.substring(first.indexOf('/') + 1);
  }

  /** The first tag that names one image; null: none. */
  private static @org.jspecify.annotations.Nullable String imageTag(String tags) {
    for (String tag : tags.replaceAll("[\\[\\]\"]", "").split(",", -1)) {
      if (!tag.isBlank() && !tag.strip().equals("latest")) {
        return tag.strip();
      }
    }
    return null;
  }

  /** Of {@code orders-1.2.3.jar}: {@code 1.2.3}; null: none. */
  private static @org.jspecify.annotations.Nullable String versionOf(String main) {
    Matcher jar = JAR.matcher(main);
    return jar.matches() ? jar.group(2) : null;
  }

  private static boolean isJar(String main) {
    return main.endsWith(".jar") || main.endsWith(".war");
  }

  private static String simpleName(String main) {
    Matcher jar = JAR.matcher(main);
    if (jar.matches()) {
      return jar.group(1);
    }
    String simple = main.substring(main.lastIndexOf('.') + 1);
    // Kotlin's file classes.
    return simple.length() > 2 && simple.endsWith("Kt")
        ? simple.substring(0, simple.length() - 2)
        : simple;
  }

  /** {@code key=value,…} with percent-encoded values. */
  private static Map<String, String> resourceAttributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        attributes.put(pair.substring(0, equals).strip(), decoded(pair.substring(equals + 1)));
      }
    }
    return attributes;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value.strip();
    }
  }

  private static boolean take(
      @org.jspecify.annotations.Nullable String value, Consumer<String> setter) {
    Optional<Told> told = told(value, "");
    told.ifPresent(found -> setter.accept(found.value()));
    return told.isPresent();
  }
}
