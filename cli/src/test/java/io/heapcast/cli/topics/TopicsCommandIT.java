package io.heapcast.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.Commands;
import io.heapcast.cli.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heapcast topics} against a real broker. */
class TopicsCommandIT {

  private final EmbeddedKafka kafka;

  TopicsCommandIT(@TempDir Path directory) {
    kafka = EmbeddedKafka.start(directory, 0, fault -> {});
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  @Test
  void whatIsCreatedIsRightAndCreatingItAgainChangesNothing() {
    Commands missing = topics("--verify");
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err())
        .hasSize(9)
        .allMatch(line -> line.matches("heapcast: topic \\S+: found no such topic, expected .*"));

    for (int time = 0; time < 2; time++) {
      Commands created = topics("--create");
      assertThat(created.err()).isEmpty();
      assertThat(created.exitCode()).isZero();
    }
    Commands verified = topics("--verify");
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out())
        .anyMatch(
            line -> line.matches("ok +heapcast\\.telemetry\\.v1  12 partitions, 1 replicas,.*"))
        .anyMatch(line -> line.matches("none +heapcast-streams-window-state-changelog .*"));
  }

  @Test
  void aWrongTopicIsOneLineEachAndExitCodeThree() throws Exception {
    create(
        new NewTopic("heapcast.windows.v1", Optional.of(5), Optional.empty())
            .configs(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "60000")));
    create(
        new NewTopic("heapcast-streams-window-state-changelog", 3, (short) 1)
            .configs(Map.of("cleanup.policy", "delete", "segment.bytes", "1048576")));

    Commands created = topics("--create");
    assertThat(created.exitCode()).isEqualTo(3);
    assertThat(created.err())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "heapcast: topic heapcast.windows.v1: found 5 partitions, expected 12.")
                    .endsWith("set heapcast.topic.partitions=5."),
            line ->
                assertThat(line)
                    .startsWith(
                        "heapcast: topic heapcast.windows.v1: found retention.ms=60000, expected"
                            + " 172800000."),
            line ->
                assertThat(line)
                    .startsWith(
                        "heapcast: topic heapcast.windows.v1: found"
                            + " message.timestamp.type=CreateTime, expected LogAppendTime."),
            line ->
                assertThat(line)
                    .startsWith(
                        "heapcast: topic heapcast-streams-window-state-changelog: found 3"
                            + " partitions"),
            line ->
                assertThat(line)
                    .startsWith(
                        "heapcast: topic heapcast-streams-window-state-changelog: found"
                            + " cleanup.policy=delete, expected compact."));
    assertThat(created.out()).filteredOn(line -> line.startsWith("wrong ")).hasSize(2);
  }

  @Test
  void thePrefixIsAClusterOfItsOwn() {
    assertThat(topics("--create", "--set", "heapcast.prefix=a.").exitCode()).isZero();
    assertThat(topics("--verify").exitCode()).isEqualTo(3);
    assertThat(topics("--verify", "--set", "heapcast.prefix=a.").exitCode()).isZero();
  }

  private void create(NewTopic topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(Set.of(topic)).all().get();
    }
  }

  private Commands topics(String... options) {
    List<String> arguments = new ArrayList<>(List.of("topics"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    return Commands.run(arguments.toArray(String[]::new));
  }
}
