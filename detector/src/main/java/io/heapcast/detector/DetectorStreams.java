package io.heapcast.detector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import io.heapcast.topology.RunningTopology;
import io.heapcast.topology.TopologyConfig;
import java.util.Map;
import org.apache.kafka.streams.TopologyDescription;

/** The running detector: {@link DetectorTopology} on a Kafka cluster. */
public final class DetectorStreams implements AutoCloseable {

  private static final String APPLICATION = "heapcast-detector";

  private final RunningTopology running;

  private DetectorStreams(RunningTopology running) {
    this.running = running;
  }

  /**
   * Creates missing topics, starts the topology and waits until it runs.
   *
   * @throws UserError when the cluster cannot be reached or does not let it run
   */
  public static DetectorStreams start(Settings settings) {
    Topics.createMissing(
        settings,
        Topic.WINDOWS,
        Topic.VERDICTS,
        Topic.ALERTS,
        Topic.OUT_OF_MEMORY,
        Topic.EVIDENCE_REQUESTS,
        Topic.DEAD_LETTERS);
    return new DetectorStreams(
        RunningTopology.start(settings, APPLICATION, "detector", DetectorTopology.build(settings)));
  }

  /** The topology with its topics and stores. */
  public static TopologyDescription describe(Settings settings) {
    return DetectorTopology.build(settings).describe();
  }

  /** The application id, which is also the group's and the begin of its internal topics' names. */
  public static String applicationId(Settings settings) {
    return settings.text(Setting.PREFIX) + APPLICATION;
  }

  /** What Kafka Streams is started with, but for the directory of this process. */
  public static Map<String, Object> config(Settings settings) {
    return TopologyConfig.of(settings, APPLICATION);
  }

  /** Whether it runs or is handing over; false once it has stopped for good. */
  public boolean healthy() {
    return running.healthy();
  }

  @Override
  public void close() {
    running.close();
  }
}
