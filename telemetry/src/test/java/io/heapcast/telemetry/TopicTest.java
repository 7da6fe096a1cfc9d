package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTest {

  private static final Settings DEFAULTS = Settings.defaults();

  @Test
  void namesPartitionsAndSettingsArePinned() {
    StringBuilder table = new StringBuilder();
    for (Topic topic : Topic.values()) {
      table.append(
          "%s | %d | %s%n"
              .formatted(topic.name(""), topic.partitions(DEFAULTS), topic.config(DEFAULTS)));
    }
    assertThat(table.toString())
        .isEqualToNormalizingNewlines(
            """
            heapcast.telemetry.v1 | 12 | {cleanup.policy=delete, retention.ms=21600000, message.timestamp.type=LogAppendTime}
            heapcast.jvms.v1 | 12 | {cleanup.policy=compact,delete, retention.ms=604800000, message.timestamp.type=LogAppendTime, segment.bytes=16777216}
            heapcast.windows.v1 | 12 | {cleanup.policy=delete, retention.ms=172800000, message.timestamp.type=LogAppendTime}
            heapcast.verdicts.v1 | 12 | {cleanup.policy=compact,delete, retention.ms=604800000, message.timestamp.type=LogAppendTime, segment.bytes=16777216}
            heapcast.alerts.v1 | 12 | {cleanup.policy=compact,delete, retention.ms=2592000000, message.timestamp.type=LogAppendTime, segment.bytes=16777216}
            heapcast.ooms.v1 | 12 | {cleanup.policy=compact,delete, retention.ms=2592000000, message.timestamp.type=LogAppendTime, segment.bytes=16777216}
            heapcast.feedback.v1 | 1 | {cleanup.policy=compact,delete, retention.ms=31536000000, message.timestamp.type=LogAppendTime, segment.bytes=16777216}
            heapcast.evidence-requests.v1 | 1 | {cleanup.policy=delete, retention.ms=3600000, message.timestamp.type=LogAppendTime}
            heapcast.deadletter.v1 | 1 | {cleanup.policy=delete, retention.ms=604800000, message.timestamp.type=LogAppendTime}
            """);
  }

  @Test
  void thePrefixIsPutBeforeEveryName() {
    Settings settings = Settings.load(null, Map.of(), Map.of("heapcast.prefix", "team-a."));
    assertThat(Topic.values())
        .allSatisfy(topic -> assertThat(topic.name(settings)).startsWith("team-a.heapcast."));
  }

  @Test
  void telemetryIsKeptAsLongAsConfiguredAndThreeReplicasAreWrittenToTwo() {
    Settings settings =
        Settings.load(
            null,
            Map.of(),
            Map.of("heapcast.telemetry.retention", "36h", "heapcast.topic.replication", "3"));
    assertThat(Topic.TELEMETRY.config(settings))
        .containsEntry("retention.ms", Long.toString(36 * 3_600_000L))
        .containsEntry("min.insync.replicas", "2");
    assertThat(Topic.WINDOWS.config(settings)).containsEntry("retention.ms", "172800000");
    assertThat(Topic.WINDOWS.config(DEFAULTS)).doesNotContainKey("min.insync.replicas");
  }
}
