package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The topologies as operators see them. A store, topic or node with another name loses its state or
 * its rights on every cluster, so a difference here is a change of contract: to accept it, run with
 * {@code -Dheapcast.golden=write}.
 */
class DescribeTest {

  @ParameterizedTest
  @ValueSource(strings = {"stream", "detect"})
  void theDescriptionIsPinned(String part) throws IOException {
    Commands described = describe(part);
    Path golden = Path.of("src/test/resources/describe", part + ".txt");
    if (System.getProperty("heapcast.golden", "").equals("write")) {
      Files.createDirectories(golden.getParent());
      Files.write(golden, described.out());
    }
    assertThat(described.exitCode()).isZero();
    assertThat(described.out()).isEqualTo(Files.readAllLines(golden));
  }

  @Test
  void secretsAreMaskedAndThePrefixAndTheSettingsAreThere() {
    Commands described =
        describe(
            "stream",
            "--set",
            "heapcast.prefix=team-a.",
            "--set",
            "heapcast.standby.replicas=1",
            "--set",
            "heapcast.kafka.sasl.jaas.config=hunter2",
            "--bootstrap-servers",
            "kafka:9092");
    assertThat(described.out())
        .contains(
            "Application team-a.heapcast-streams",
            "  application.id=team-a.heapcast-streams",
            "  bootstrap.servers=kafka:9092",
            "  num.standby.replicas=1",
            "  sasl.jaas.config=********")
        .noneMatch(line -> line.contains("hunter2"))
        .anyMatch(
            line -> line.startsWith("  reads     team-a.heapcast.telemetry.v1, 12 partitions"))
        .anyMatch(line -> line.contains("team-a.heapcast-streams-window-state-changelog"));
  }

  private static Commands describe(String part, String... options) {
    List<String> arguments = new java.util.ArrayList<>(List.of(part, "--describe"));
    arguments.addAll(List.of(options));
    return Commands.run(arguments.toArray(String[]::new));
  }
}
