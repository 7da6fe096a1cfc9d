package io.heapcast.collector.host;

import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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

  /** Not a property of the JVM: what the manifest of its jar says. */
  public static final String MANIFEST_VERSION = "heapcast.manifest.version";

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
    Map<String, String> resource =
        resourceAttributes(environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""));
    String main = mainOf(properties.getOrDefault("sun.java.command", ""));
    if (!main.isEmpty() && !isJar(main)) {
      info.setMainClass(main);
    }
    first(resource.get("service.namespace"), properties.get("heapcast.service.namespace"))
        .ifPresent(info::setServiceNamespace);
    version(environment, properties).ifPresent(version -> info.setServiceVersion(version.value()));
    first(
            resource.get("deployment.environment.name"),
            resource.get("deployment.environment"),
            properties.get("heapcast.deployment.environment"))
        .ifPresent(info::setDeploymentEnvironmentName);
    first(resource.get("service.instance.id")).ifPresent(info::setServiceInstanceId);
    for (String attribute : ATTRIBUTES) {
      first(resource.get(attribute)).ifPresent(value -> info.putAttributes(attribute, value));
    }
    serviceName(info, environment, resource, properties, main, program);
  }

  /**
   * A version and where it stands.
   *
   * @param value never blank
   * @param source in words, such as {@code its jar's manifest}
   */
  public record Version(String value, String source) {}

  /** The version of the service; empty: nothing tells it. Parameters as above. */
  public static Optional<Version> version(
      Map<String, String> environment, Map<String, String> properties) {
    Map<String, String> resource =
        resourceAttributes(environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""));
    String main = mainOf(properties.getOrDefault("sun.java.command", ""));
    return version(resource.get("service.version"), "service.version in OTEL_RESOURCE_ATTRIBUTES")
        .or(() -> version(properties.get("heapcast.service.version"), "-Dheapcast.service.version"))
        .or(
            () ->
                version(
                    imageTag(resource.getOrDefault("container.image.tags", "")),
                    "container.image.tags in OTEL_RESOURCE_ATTRIBUTES"))
        .or(() -> version(properties.get(MANIFEST_VERSION), "the manifest of its jar"))
        .or(() -> version(versionOf(main), "the name of its jar"));
  }

  private static Optional<Version> version(
      @org.jspecify.annotations.Nullable String value, String source) {
    return first(value).map(found -> new Version(found, source));
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
      boolean generic = simple.isEmpty() || GENERIC.contains(simple.toLowerCase(Locale.ROOT));
      info.setServiceName(simple.isEmpty() ? unnamed : simple)
          .setServiceNameSource(
              generic ? ServiceNameSource.DOUBTFUL : ServiceNameSource.MAIN_CLASS);
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

  private static Optional<String> first(@org.jspecify.annotations.Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isBlank()) {
        return Optional.of(value.strip());
      }
    }
    return Optional.empty();
  }

  private static boolean take(
      @org.jspecify.annotations.Nullable String value, Consumer<String> setter) {
    Optional<String> text = first(value);
    text.ifPresent(setter);
    return text.isPresent();
  }
}
