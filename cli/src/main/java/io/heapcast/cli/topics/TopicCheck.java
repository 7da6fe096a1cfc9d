package io.heapcast.cli.topics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a topic of the cluster against what it should be: one sentence per difference. */
final class TopicCheck {

  private static final Map<String, String> WHY =
      Map.of(
          "cleanup.policy", "What is kept would be another",
          "message.timestamp.type",
              "By times of their own, records of a replayed recording would be deleted at once",
          "retention.ms", "Shorter, unread records are lost sooner",
          "segment.bytes",
              "The last segment is never compacted and read whole when state is restored",
          "min.insync.replicas", "What was acknowledged could be lost with one broker");

  private TopicCheck() {}

  /**
   * What is wrong with the topic; empty when nothing is.
   *
   * @param found null: it is not there, or this user may not see it
   * @param replicas at least so many are wanted; 0 or less: any
   */
  static List<String> problems(WantedTopic wanted, @Nullable FoundTopic found, int replicas) {
    if (found == null) {
      return List.of(
          wanted.name()
              + ": found no such topic, expected one of "
              + wanted.partitions()
              + " partitions. 'heapcast topics --create' creates it, or what '--print' prints.");
    }
    List<String> problems = new ArrayList<>();
    if (found.partitions() != wanted.partitions()) {
      problems.add(partitions(wanted, found));
    }
    if (found.replicas() < replicas) {
      problems.add(
          "%s: found %d replicas, expected %d. Reassign its partitions."
              .formatted(wanted.name(), found.replicas(), replicas));
    }
    differing(wanted, found)
        .forEach(
            (key, value) ->
                problems.add(
                    "%s: found %s=%s, expected %s. %s: kafka-configs.sh --alter --topic %s --add-config %s"
                        .formatted(
                            wanted.name(),
                            key,
                            found.config().getOrDefault(key, "(not told)"),
                            value,
                            WHY.getOrDefault(key, "Correct it"),
                            wanted.name(),
                            argument(key, value))));
    return problems;
  }

  /** {@code key=value} as Kafka's tools take it. */
  static String argument(String key, String value) {
    return value.contains(",") ? key + "=[" + value + "]" : key + "=" + value;
  }

  private static String partitions(WantedTopic wanted, FoundTopic found) {
    return ("%s: found %d partitions, expected %d. All shared topics must have the same number, or"
            + " a JVM's records do not meet; it cannot be lowered, and raised only without"
            + " running parts. Delete the topic and create it anew, or set"
            + " heapcast.topic.partitions=%d.")
        .formatted(wanted.name(), found.partitions(), wanted.partitions(), found.partitions());
  }

  /** Longer retention, more insync replicas, smaller segments are the operator's choice. */
  private static Map<String, String> differing(WantedTopic wanted, FoundTopic found) {
    Map<String, String> differing = new LinkedHashMap<>();
    wanted
        .config()
        .forEach(
            (key, value) -> {
              if (!isGoodEnough(key, value, found.config().get(key))) {
                differing.put(key, value);
              }
            });
    return differing;
  }

  private static boolean isGoodEnough(String key, String wanted, @Nullable String found) {
    if (found == null) {
      return false;
    }
    return switch (key) {
      case "retention.ms" -> retentionMs(found) >= retentionMs(wanted);
      case "min.insync.replicas" -> Long.parseLong(found) >= Long.parseLong(wanted);
      case "segment.bytes" -> Long.parseLong(found) <= Long.parseLong(wanted);
      default -> sameParts(found, wanted);
    };
  }

  /** -1 is without end. */
  private static long retentionMs(String value) {
    long parsed = Long.parseLong(value);
    return parsed < 0 ? Long.MAX_VALUE : parsed;
  }

  private static boolean sameParts(String a, String b) {
    return List.of(a.split(",", -1)).containsAll(List.of(b.split(",", -1)))
        && List.of(b.split(",", -1)).containsAll(List.of(a.split(",", -1)));
  }
}
