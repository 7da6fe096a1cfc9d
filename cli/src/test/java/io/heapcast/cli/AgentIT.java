package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.cli.broker.BrokerProcess;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The collector's jar as an agent, in a JVM that cannot be attached to. */
@Timeout(180)
class AgentIT {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
  private static final Path JAR =
      Path.of("..", "collector", "target", "heapcast-collector.jar").toAbsolutePath();

  @Test
  void aJvmTellsOfItselfUntilItsEnd(@TempDir Path directory) throws Exception {
    try (ChildJvm broker =
            ChildJvm.start(
                List.of("-Xmx160m", "-XX:+UseSerialGC"),
                BrokerProcess.class,
                directory.resolve("data").toString(),
                "0",
                "1000");
        ChildJvm service = service(address(broker), directory)) {
      Settings settings =
          Settings.defaults().with(Map.of(Setting.BOOTSTRAP_SERVERS, address(broker)), "test");
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> service.err().stream().anyMatch(line -> line.contains("from within")));
      await()
          .atMost(LONG_ENOUGH)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> cycles(settings).size() > 5);
      service.terminate();
      service.exitCode(Duration.ofSeconds(20));

      List<TelemetryBatch> batches = batches(settings);
      assertThat(batches).anyMatch(batch -> batch.getEnded().getReason() == EndReason.SHUTDOWN);
      assertThat(cycles(settings)).extracting(GcCycle::getGcId).doesNotHaveDuplicates();
      assertThat(batches.get(0).getInfo().getServiceName()).isEqualTo("Allocating");
      assertThat(batches.get(0).getInfo().getProcessPid()).isEqualTo(service.pid());
      assertThat(batches.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void anAgentThatCannotStartLeavesTheApplicationAlone() throws Exception {
    try (ChildJvm service = start(List.of("-javaagent:" + JAR + "=bootstrap.server=typo"))) {
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> service.err().stream().anyMatch(line -> line.contains("is not watched")));
      assertThat(service.isAlive()).isTrue();
    }
  }

  private static String address(ChildJvm broker) {
    await().atMost(LONG_ENOUGH).until(() -> !broker.out().isEmpty());
    return broker.out().get(0);
  }

  private static ChildJvm service(String bootstrap, Path directory) {
    return start(
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:+DisableAttachMechanism",
            "-Dtoken=hunter2",
            "-javaagent:"
                + JAR
                + "=bootstrap.servers="
                + bootstrap
                + ",collector.dir="
                + directory.resolve("agent")));
  }

  /** With nothing of Heapcast on its class path but the agent. */
  private static ChildJvm start(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            Allocating.class.getName(),
            "hunter2"));
    return ChildJvm.start(command, Map.of());
  }

  private static List<TelemetryBatch> batches(Settings settings) {
    return TopicRecords.read(settings, Topic.TELEMETRY, TelemetryBatch.getDefaultInstance())
        .values()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<GcCycle> cycles(Settings settings) {
    return batches(settings).stream().flatMap(batch -> batch.getGcCyclesList().stream()).toList();
  }
}
