package io.heapcast.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyConfigTest {

  private static Map<String, Object> of(Map<String, String> commandLine) {
    return TopologyConfig.of(Settings.load(null, Map.of(), commandLine), "heapcast-streams");
  }

  @Test
  void everyApplicationIsExactlyOnceWithItsPrefixBeforeItsName() {
    assertThat(of(Map.of("heapcast.bootstrap.servers", "b:9092", "heapcast.prefix", "x-")))
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("application.id", "x-heapcast-streams")
        .containsEntry("bootstrap.servers", "b:9092")
        .containsEntry("commit.interval.ms", 5_000L)
        .containsEntry("consumer.session.timeout.ms", 45_000)
        .containsEntry("consumer.heartbeat.interval.ms", 3_000)
        .containsEntry("probing.rebalance.interval.ms", 60_000L)
        .containsEntry("topic.segment.bytes", 16 * 1024 * 1024)
        .containsEntry("consumer.auto.offset.reset", "earliest");
  }

  @Test
  void kafkaSettingsOfTheUserWinButNotTheIdentity() {
    assertThat(
            of(
                Map.of(
                    "heapcast.bootstrap.servers", "b:9092",
                    "heapcast.kafka.processing.guarantee", "at_least_once",
                    "heapcast.kafka.application.id", "other",
                    "heapcast.kafka.bootstrap.servers", "other:1")))
        .containsEntry("processing.guarantee", "at_least_once")
        .containsEntry("application.id", "heapcast-streams")
        .containsEntry("bootstrap.servers", "b:9092");
  }

  @Test
  void withoutBrokersTheSettingIsNamed() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> of(Map.of()))
        .withMessageStartingWith("heapcast.bootstrap.servers: found nothing");
  }

  @Test
  void standbysMembershipAndReplicasAreAsConfigured() {
    assertThat(of(Map.of("heapcast.bootstrap.servers", "b:9092")))
        .containsEntry("num.standby.replicas", 0)
        .containsEntry("replication.factor", -1)
        .doesNotContainKeys("consumer.group.instance.id", "topic.min.insync.replicas");
    assertThat(
            of(
                Map.of(
                    "heapcast.bootstrap.servers", "b:9092",
                    "heapcast.standby.replicas", "1",
                    "heapcast.topic.replication", "3",
                    "heapcast.instance.id", "streams-0")))
        .containsEntry("num.standby.replicas", 1)
        .containsEntry("replication.factor", 3)
        .containsEntry("topic.min.insync.replicas", 2)
        .containsEntry("consumer.group.instance.id", "streams-0");
  }
}
