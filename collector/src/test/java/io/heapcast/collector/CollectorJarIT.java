package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.collector.Jdks.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar that runs alone on every host. */
@Timeout(60)
final class CollectorJarIT {

  private static final Path JAR = Path.of("target", "heapcast-collector.jar");

  static Stream<Jdk> jdks() {
    return Jdks.all().stream();
  }

  @Test
  void itHoldsTheCollectorItsLicencesAndNothingOfTheOtherParts() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();

      assertThat(names)
          .contains(
              "io/heapcast/collector/CollectorMain.class",
              "META-INF/LICENSE",
              "META-INF/THIRD-PARTY",
              "META-INF/services/io.heapcast.shaded.kafka.common.config.provider.ConfigProvider")
          .noneMatch(
              name ->
                  name.startsWith("smile/")
                      || name.startsWith("kafka/server/")
                      || name.startsWith("org/apache/kafka/streams/")
                      || name.startsWith("org/apache/logging/")
                      || name.startsWith("com/fasterxml/")
                      || name.startsWith("org/apache/kafka/")
                      || name.startsWith("com/google/")
                      || name.startsWith("org/slf4j/")
                      || name.startsWith("picocli/")
                      || name.startsWith("io/heapcast/detector/"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Add-Exports"))
          .isEqualTo("jdk.attach/sun.tools.attach");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void itExplainsItselfOnEveryJdk(Jdk jdk) throws Exception {
    assertThat(run(jdk, 0, "--help")).contains("Usage: heapcast collect", "--bootstrap-servers");
    assertThat(run(jdk, 0, "--version")).startsWith("heapcast-collector ");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aUsageErrorIsOneLineAndExitCodeTwo(Jdk jdk) throws Exception {
    assertThat(run(jdk, 2)).hasLineCount(1).contains("heapcast.bootstrap.servers", "expected");
    assertThat(run(jdk, 2, "--bootstrap-server", "a:1")).hasLineCount(1).contains("perhaps");
    assertThat(run(jdk, 2, "--set", "heapcast.prefx=a")).contains("perhaps 'heapcast.prefix'");
    assertThat(run(jdk, 2, "--bootstrap-servers", "a:1", "--set", "heapcast.watch.pids=x"))
        .hasLineCount(1)
        .contains("found 'x'");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anUnknownBrokerIsOneLineAndExitCodeThree(Jdk jdk) throws Exception {
    assertThat(run(jdk, 3, "--bootstrap-servers", "broker.invalid:9092"))
        .hasLineCount(1)
        .contains("broker.invalid:9092");
  }

  private static String run(Jdk jdk, int exitCode, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.java(), "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
    return output;
  }
}
