package io.heapcast.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.cli.topics.TopicPlan.Planned;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPlanTest {

  private static Settings settings(Map<String, String> set) {
    return Settings.load(null, Map.of(), set);
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "30000, 12", "30001, 24", "100000, 48", "1000000, 408"})
  void partitionsGrowWithTheFleetInStepsThatInstancesCanShare(long jvms, int partitions) {
    assertThat(TopicPlan.partitions(jvms)).isEqualTo(partitions);
  }

  @Test
  void whatIsKeptFollowsFromRatesRetentionAndReplicas() {
    TopicPlan plan = TopicPlan.of(10_000, settings(Map.of("heapcast.telemetry.retention", "12h")));
    Planned telemetry = plan.topics().get(0);
    double perDay = 10_000.0 * 86_400 * Flow.of(Topic.TELEMETRY).bytes();
    assertThat(telemetry.bytesPerDay()).isCloseTo(perDay, within(1.0));
    assertThat(telemetry.bytesKept()).isCloseTo(perDay / 2 * 3, within(1.0));
    assertThat(plan.collectorBytesPerSecond())
        .isGreaterThan(Math.round(perDay / 86_400) * TopicPlan.CATCH_UP);
  }

  @Test
  void theLastSegmentOfACompactedPartitionIsKeptWholeHoweverFewKeysThereAre() {
    Planned changelog =
        TopicPlan.of(10, settings(Map.of())).topics().stream()
            .filter(planned -> planned.topic().name().endsWith("window-state-changelog"))
            .findFirst()
            .orElseThrow();
    double keys = 10 * (1 + TopicPlan.STARTS_PER_DAY) * changelog.flow().bytes();
    double segments = 12.0 * Topic.COMPACTED_SEGMENT_BYTES;
    assertThat(changelog.bytesPerDay() * TopicPlan.SEGMENT_DAYS).isGreaterThan(segments);
    assertThat(changelog.bytesKept()).isCloseTo((2 * keys + segments) * 3, within(1.0));
  }

  @Test
  void whatIsSetWinsOverWhatIsPlanned() {
    TopicPlan plan =
        TopicPlan.of(
            100_000,
            settings(Map.of("heapcast.topic.partitions", "7", "heapcast.topic.replication", "2")));
    assertThat(plan.settings().integer(Setting.TOPIC_PARTITIONS)).isEqualTo(7);
    assertThat(plan.replicas()).isEqualTo(2);
    assertThat(String.join("\n", PlanText.lines(plan))).contains("48; but 7 is set");
  }

  @Test
  void aLongerCommitIntervalWritesLessState() {
    double often = changelogs(Map.of("heapcast.commit.interval", "1s"));
    double seldom = changelogs(Map.of("heapcast.commit.interval", "30s"));
    assertThat(seldom).isLessThan(often / 5);
  }

  private static double changelogs(Map<String, String> set) {
    return TopicPlan.of(1_000, settings(set)).topics().stream()
        .filter(planned -> planned.topic().name().endsWith("-changelog"))
        .mapToDouble(Planned::bytesPerDay)
        .sum();
  }

  @Test
  void thePrefixIsBeforeEveryTopicGroupAndApplication() {
    Settings settings = settings(Map.of("heapcast.prefix", "team-a."));
    TopicPlan plan = TopicPlan.of(10, settings);
    assertThat(plan.topics()).allMatch(planned -> planned.topic().name().startsWith("team-a."));
    assertThat(Right.all(settings)).allMatch(right -> right.name().startsWith("team-a."));
  }

  @Test
  void internalTopicsAreThoseOfTheTopologies() {
    assertThat(InternalTopics.of(settings(Map.of())))
        .extracting(topic -> topic.name() + " " + topic.config())
        .containsExactly(
            "heapcast-streams-window-state-changelog {cleanup.policy=compact,"
                + " segment.bytes=16777216}",
            "heapcast-detector-detector-floors-changelog {cleanup.policy=compact,"
                + " segment.bytes=16777216}",
            "heapcast-detector-detector-state-changelog {cleanup.policy=compact,"
                + " segment.bytes=16777216}",
            "heapcast-detector-verdicts-by-service-repartition"
                + " {cleanup.policy=delete, segment.bytes=16777216, retention.ms=-1}",
            "heapcast-detector-alert-state-changelog {cleanup.policy=compact,"
                + " segment.bytes=16777216}");
  }

  @Test
  void thePlanShowsItsArithmeticRightsAndQuotas() {
    List<String> lines = PlanText.lines(TopicPlan.of(10_000, settings(Map.of())));
    assertThat(lines.get(0)).isEqualTo("10,000 JVMs, 3 replicas");
    assertThat(lines)
        .anyMatch(line -> line.matches("heapcast\\.telemetry\\.v1 +12  delete +6 h .*"))
        .anyMatch(line -> line.startsWith("  a day        telemetry: 10,000 JVMs x 86,400 s / 1 s"))
        .anyMatch(line -> line.contains("GB x 6 h / 24 h x 3 replicas"))
        .anyMatch(line -> line.matches("  stream +transactional-id +heapcast-streams\\* .*"))
        .anyMatch(line -> line.startsWith("  collect      producer_byte_rate="))
        .contains("  heapcast.topic.partitions=12", "  heapcast.topic.replication=3")
        .allMatch(line -> line.length() <= 150);
  }

  @Test
  void theScriptCreatesEveryTopicAndGrantsEveryRight() {
    TopicPlan plan = TopicPlan.of(10_000, settings(Map.of("heapcast.prefix", "x-")));
    List<String> script = TopicScript.lines(plan);
    assertThat(script)
        .filteredOn(line -> line.startsWith("kafka-topics.sh"))
        .hasSameSizeAs(plan.topics())
        .allMatch(line -> line.contains("--if-not-exists"))
        .anyMatch(
            line ->
                line.endsWith(
                    "--topic x-heapcast.jvms.v1 --partitions 12 --replication-factor 3 --config"
                        + " 'cleanup.policy=compact,delete' --config 'retention.ms=604800000'"
                        + " --config 'message.timestamp.type=LogAppendTime' --config"
                        + " 'segment.bytes=16777216' --config 'min.insync.replicas=2'"));
    assertThat(script)
        .filteredOn(line -> line.startsWith("kafka-acls.sh"))
        .hasSameSizeAs(Right.all(plan.settings()))
        .anyMatch(
            line ->
                line.endsWith(
                    "--allow-principal User:heapcast-stream --operation Write --operation Describe"
                        + " --transactional-id 'x-heapcast-streams' --resource-pattern-type"
                        + " prefixed"));
  }
}
