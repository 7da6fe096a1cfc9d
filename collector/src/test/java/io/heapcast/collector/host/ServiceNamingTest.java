package io.heapcast.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceNamingTest {

  @ParameterizedTest
  @CsvSource({
    "com.acme.orders.OrderService --port 1,OrderService,MAIN_CLASS",
    "com.acme.orders.OrderServiceKt,OrderService,MAIN_CLASS",
    "orders.module/com.acme.Orders,Orders,MAIN_CLASS",
    "/opt/orders-service-1.4.2.jar --debug,orders-service,MAIN_CLASS",
    "orders-service.jar,orders-service,MAIN_CLASS",
    "petclinic-v2.0.war,petclinic,MAIN_CLASS",
    "/app/app.jar,app,DOUBTFUL",
    "org.springframework.boot.loader.launch.JarLauncher,JarLauncher,DOUBTFUL",
    "org.apache.catalina.startup.Bootstrap start,Bootstrap,DOUBTFUL",
    "com.acme.Main,Main,DOUBTFUL",
    "'',unknown-jvm,DOUBTFUL"
  })
  void withoutAnyDeclarationTheMainClassOrJarNamesTheService(
      String command, String name, ServiceNameSource source) {
    JvmInfo info = named(Map.of(), Map.of("sun.java.command", command));

    assertThat(info.getServiceName()).isEqualTo(name);
    assertThat(info.getServiceNameSource()).isEqualTo(source);
  }

  @Test
  void whatOpenTelemetryDeclaresComesFirst() {
    Map<String, String> properties =
        Map.of("heapcast.service.name", "c", "sun.java.command", "d.D");
    Map<String, String> resource =
        Map.of(
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.name=b,service.namespace=shop%20front,service.version=1+2,secret=x,team=blue");

    JvmInfo both = named(Map.of("OTEL_SERVICE_NAME", "a"), properties);
    assertThat(both.getServiceName()).isEqualTo("a");
    assertThat(both.getServiceNameSource()).isEqualTo(ServiceNameSource.OTEL_SERVICE_NAME);

    JvmInfo attributes = named(resource, properties);
    assertThat(attributes.getServiceName()).isEqualTo("b");
    assertThat(attributes.getServiceNamespace()).isEqualTo("shop front");
    assertThat(attributes.getServiceVersion()).isEqualTo("1+2");
    assertThat(attributes.getAttributesMap()).containsExactly(Map.entry("team", "blue"));
    assertThat(attributes.toString()).doesNotContain("secret");

    JvmInfo property = named(Map.of("OTEL_RESOURCE_ATTRIBUTES", "team="), properties);
    assertThat(property.getServiceName()).isEqualTo("c");
    assertThat(property.getServiceNameSource()).isEqualTo(ServiceNameSource.SYSTEM_PROPERTY);
    assertThat(property.hasServiceNamespace()).isFalse();
  }

  @Test
  void theVersionIsTheFirstThatIsKnown() {
    Map<String, String> jar = Map.of("sun.java.command", "/app/orders-1.2.3.jar");
    Map<String, String> manifest =
        Map.of(
            "sun.java.command",
            "/app/orders-1.2.3.jar",
            ServiceNaming.MANIFEST_VERSION,
            "1.2.3+build");
    Map<String, String> image =
        Map.of("OTEL_RESOURCE_ATTRIBUTES", "container.image.tags=%5B%22latest%22%2C%22v7%22%5D");

    assertThat(named(Map.of(), Map.of("sun.java.command", "a.B")).hasServiceVersion()).isFalse();
    assertThat(named(Map.of(), jar).getServiceVersion()).isEqualTo("1.2.3");
    assertThat(named(Map.of(), manifest).getServiceVersion()).isEqualTo("1.2.3+build");
    assertThat(named(image, manifest).getServiceVersion()).isEqualTo("v7");
    Map<String, String> labelled =
        Map.of("sun.java.command", "/app/orders-1.2.3.jar", ServiceNaming.LABEL_VERSION, "2026.11");
    assertThat(named(image, labelled).getServiceVersion()).isEqualTo("2026.11");
  }

  @Test
  void theWorkloadIsThatWhichOwnsThePod() {
    assertThat(ServiceNaming.workload(Map.of())).isEmpty();
    assertThat(
            ServiceNaming.workload(
                Map.of(
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "k8s.job.name=cart-28,k8s.cronjob.name=cart,k8s.pod.name=cart-28-x")))
        .contains(new Told("cart", "k8s.cronjob.name in OTEL_RESOURCE_ATTRIBUTES"));
  }

  @Test
  void aCommandLineIsReadUpToTheMainClass() {
    JavaCommandLine line =
        JavaCommandLine.parse(
            List.of(
                "/usr/bin/java",
                "-Xmx1g",
                "-Da.b=c=d",
                "-Dflag",
                "-cp",
                "x.jar:y.jar",
                "--add-modules",
                "m",
                "@args",
                "a.Main",
                "-Dnot=ours",
                "-jar",
                "no.jar"));

    assertThat(line.options()).containsExactly("-Xmx1g");
    assertThat(line.properties()).containsOnly(Map.entry("a.b", "c=d"), Map.entry("flag", ""));
    assertThat(line.main()).isEqualTo("a.Main");
    assertThat(JavaCommandLine.parse(List.of("java", "-jar", "a.jar", "b")).main())
        .isEqualTo("a.jar");
    assertThat(JavaCommandLine.parse(List.of("java", "-m", "m/a.B")).main()).isEqualTo("m/a.B");
    assertThat(JavaCommandLine.parse(List.of()).main()).isEmpty();
    assertThat(JavaCommandLine.parse(List.of("java.exe", "a.B")).main()).isEqualTo("a.B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launcher|-password|hunter2",
        "/opt/x/launcher|-jar|hunter2.jar",
        "launcher|hunter2|-m|hunter2/x",
        "/opt/launcher -password a/hunter2"
      })
  void ofAProgramOtherThanJavaOnlyItsFileNameIsTaken(String arguments) {
    JavaCommandLine line = JavaCommandLine.parse(List.of(arguments.split("\\|")));
    JvmInfo.Builder info = JvmInfo.newBuilder();
    ServiceNaming.name(info, Map.of(), Map.of("sun.java.command", line.main()), line.program());

    assertThat(info.getServiceName()).isEqualTo("launcher");
    assertThat(info.getServiceNameSource()).isEqualTo(ServiceNameSource.DOUBTFUL);
    assertThat(info.hasMainClass()).isFalse();
    assertThat(info.toString()).doesNotContain("password", "hunter2");
  }

  private static JvmInfo named(Map<String, String> environment, Map<String, String> properties) {
    JvmInfo.Builder info = JvmInfo.newBuilder();
    ServiceNaming.name(info, environment, properties, "");
    return info.build();
  }
}
