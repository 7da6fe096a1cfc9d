package io.heapcast.cli.topics;

import io.heapcast.detector.DetectorStreams;
import io.heapcast.server.remotewrite.RemoteWriteExport;
import io.heapcast.streams.WindowStreams;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a part must be allowed on the cluster.
 *
 * @param part as in {@code heapcast <part>}; its principal is {@code heapcast-<part>} in what is
 *     printed
 * @param resource {@code topic}, {@code group} or {@code transactional-id}
 * @param prefixed whether the name is the begin of many
 * @param operations by Kafka's names
 */
record Right(String part, String resource, String name, boolean prefixed, List<String> operations) {

  private static final List<String> READ = List.of("Read", "Describe");
  private static final List<String> WRITE = List.of("Write", "Describe");

  /**
   * What the parts need when all topics are there; with the right to create topics besides, they
   * create them.
   */
  static List<Right> all(Settings settings) {
    List<Right> rights = new ArrayList<>();
    rights.addAll(topics("collect", WRITE, settings, Topic.TELEMETRY, Topic.JVMS));
    if (settings.flag(Setting.EVIDENCE_FULL_COLLECTION)) {
      rights.addAll(topics("collect", READ, settings, Topic.EVIDENCE_REQUESTS));
    }
    rights.addAll(topics("stream", READ, settings, Topic.TELEMETRY));
    rights.addAll(topics("stream", WRITE, settings, Topic.WINDOWS, Topic.DEAD_LETTERS));
    rights.addAll(application("stream", WindowStreams.applicationId(settings)));
    rights.addAll(topics("detect", READ, settings, Topic.WINDOWS));
    rights.addAll(
        topics(
            "detect",
            WRITE,
            settings,
            Topic.VERDICTS,
            Topic.ALERTS,
            Topic.OUT_OF_MEMORY,
            Topic.EVIDENCE_REQUESTS,
            Topic.DEAD_LETTERS));
    rights.addAll(application("detect", DetectorStreams.applicationId(settings)));
    rights.add(
        new Right("serve", "topic", settings.text(Setting.PREFIX) + "heapcast.", true, READ));
    rights.addAll(topics("serve", List.of("Write"), settings, Topic.FEEDBACK, Topic.DEAD_LETTERS));
    rights.add(
        new Right("serve", "group", RemoteWriteExport.group(settings), false, List.of("Read")));
    // For heapcast_part_lag_records.
    Stream.of(WindowStreams.applicationId(settings), DetectorStreams.applicationId(settings))
        .forEach(
            group -> rights.add(new Right("serve", "group", group, false, List.of("Describe"))));
    return rights;
  }

  /** Group, transactions and internal topics of a topology. */
  private static List<Right> application(String part, String id) {
    return List.of(
        new Right(part, "group", id, false, READ),
        new Right(part, "transactional-id", id, true, WRITE),
        // Delete: of records of what was repartitioned, once they were read.
        new Right(part, "topic", id + "-", true, List.of("Read", "Write", "Describe", "Delete")));
  }

  private static List<Right> topics(
      String part, List<String> operations, Settings settings, Topic... topics) {
    return Stream.of(topics)
        .map(topic -> new Right(part, "topic", topic.name(settings), false, operations))
        .toList();
  }
}
