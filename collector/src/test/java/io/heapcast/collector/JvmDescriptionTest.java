package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.heapcast.collector.attach.Finding;
import io.heapcast.collector.host.JavaCommandLine;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.host.NameRules;
import io.heapcast.collector.host.ProcessKey;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ServiceNameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JvmDescriptionTest {

  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "cart", "app.kubernetes.io/version", "7");

  private final JvmDescription description =
      new JvmDescription("host-1", "prod", NameRules.parse(""));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  @Test
  void theTitleOfAJarNamesWhatItsFileDoesNot() throws IOException {
    JvmInfo info = described(jvm(jar("orders"), Map.of(), Map.of()));

    assertThat(info.getServiceName()).isEqualTo("orders");
    assertThat(info.getServiceNameSource()).isEqualTo(ServiceNameSource.MANIFEST_TITLE);
  }

  @Test
  void aGenericTitleIsNoName() throws IOException {
    JvmInfo info = described(jvm(jar("Launcher"), Map.of(), Map.of()));

    assertThat(info.getServiceName()).isEqualTo("app");
    assertThat(info.getServiceNameSource()).isEqualTo(ServiceNameSource.DOUBTFUL);
  }

  @Test
  void thePodsLabelComesBeforeTheJarAndTheOwnerBeforeTheLabel() throws IOException {
    JvmInfo labelled = described(jvm(jar("orders"), Map.of(), LABELS));
    assertThat(labelled.getServiceName()).isEqualTo("cart");
    assertThat(labelled.getServiceNameSource()).isEqualTo(ServiceNameSource.WORKLOAD);
    assertThat(labelled.getServiceVersion()).isEqualTo("7");
    assertThat(labelled.getAttributesMap()).isEmpty();

    Map<String, String> owner = Map.of("OTEL_RESOURCE_ATTRIBUTES", "k8s.deployment.name=cart-blue");
    assertThat(described(jvm(jar("orders"), owner, LABELS)).getServiceName())
        .isEqualTo("cart-blue");

    JvmInfo told = described(jvm(jar("orders"), Map.of("OTEL_SERVICE_NAME", "own"), LABELS));
    assertThat(told.getServiceName()).isEqualTo("own");
  }

  @Test
  void doctorSaysOfEachValueWhoToldIt() throws IOException {
    JvmProcess jvm =
        jvm(
            jar("Launcher"),
            Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=shop"),
            Map.of("app.kubernetes.io/version", "7"));

    assertThat(NameFindings.of(jvm, described(jvm), description))
        .extracting(Finding::code, Finding::text)
        .containsExactly(
            tuple(
                "name",
                "Service 'app', from its main class, jar or program; version '7', from the pod's"
                    + " label app.kubernetes.io/version."),
            tuple(
                "doubtful-name",
                "'app' is what many programs are called, so its JVMs are never taken for one"
                    + " service. Set OTEL_SERVICE_NAME, or a rule in heapcast.naming.rules."),
            tuple(
                "place",
                "Namespace 'shop', from service.namespace in OTEL_RESOURCE_ATTRIBUTES; environment"
                    + " 'prod', from heapcast.deployment.environment; its ids begin with 'host-1',"
                    + " from this host's name, or heapcast.host.name."));
  }

  private JvmInfo described(JvmProcess jvm) {
    return description.of(jvm, Map.of(), null);
  }

  /** This process, said to run that jar. */
  private static JvmProcess jvm(
      Path jar, Map<String, String> environment, Map<String, String> podFiles) {
    return new JvmProcess(
        new ProcessKey(ProcessHandle.current().pid(), 1),
        0,
        Instant.EPOCH,
        JavaCommandLine.parse(List.of("java", "-jar", jar.toString())),
        environment,
        false,
        Optional.empty(),
        "",
        podFiles);
  }

  private Path jar(String title) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, title);
    Path jar = directory.resolve("app.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
