package io.heapcast.cli.topics;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operators of a cluster run where Heapcast may not create: commands of Kafka's own tools.
 */
final class TopicScript {

  private TopicScript() {}

  /** A shell script; running it again changes nothing. */
  static List<String> lines(TopicPlan plan) {
    Settings settings = plan.settings();
    List<String> lines = new ArrayList<>();
    lines.add("#!/bin/sh");
    lines.add("# Topics, rights and quotas of Heapcast for " + plan.jvms() + " JVMs.");
    lines.add("# The parts run as users heapcast-collect, -stream, -detect and -serve.");
    lines.add("set -eu");
    lines.add(
        "brokers=\"${BOOTSTRAP_SERVERS:-%s}\""
            .formatted(settings.optional(Setting.BOOTSTRAP_SERVERS).orElse("localhost:9092")));
    lines.add("client=\"${COMMAND_CONFIG:-/dev/null}\"  # TLS and SASL of an administrator");
    lines.add("");
    plan.topics().forEach(planned -> lines.add(create(planned.topic(), settings)));
    lines.add("");
    Right.all(settings).forEach(right -> lines.add(allow(right)));
    lines.add("");
    lines.add(
        "kafka-configs.sh --bootstrap-server \"$brokers\" --command-config \"$client\" --alter"
            + " --entity-type users --entity-name heapcast-collect --add-config producer_byte_rate="
            + plan.collectorBytesPerSecond());
    return lines;
  }

  private static String create(WantedTopic topic, Settings settings) {
    StringBuilder command = new StringBuilder();
    command
        .append("kafka-topics.sh --bootstrap-server \"$brokers\" --command-config \"$client\"")
        .append(" --create --if-not-exists --topic ")
        .append(topic.name())
        .append(" --partitions ")
        .append(topic.partitions());
    int replicas = settings.integer(Setting.TOPIC_REPLICATION);
    if (replicas > 0) {
      command.append(" --replication-factor ").append(replicas);
    }
    topic
        .config()
        .forEach(
            (key, value) ->
                command.append(" --config '").append(key).append('=').append(value).append('\''));
    return command.toString();
  }

  private static String allow(Right right) {
    StringBuilder command = new StringBuilder();
    command
        .append("kafka-acls.sh --bootstrap-server \"$brokers\" --command-config \"$client\" --add")
        .append(" --allow-principal User:heapcast-")
        .append(right.part());
    right.operations().forEach(operation -> command.append(" --operation ").append(operation));
    command.append(" --").append(right.resource()).append(" '").append(right.name()).append('\'');
    if (right.prefixed()) {
      command.append(" --resource-pattern-type prefixed");
    }
    return command.toString();
  }
}
