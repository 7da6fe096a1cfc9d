package io.heapcast.streams;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import io.heapcast.topology.RunningTopology;
import io.heapcast.topology.TopologyConfig;
import java.util.Map;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/** The running window engine: {@link WindowTopology} on a Kafka cluster. */
public final class WindowStreams implements AutoCloseable {

  private static final String APPLICATION = "heapcast-streams";

  private final RunningTopology running;
  private final StreamCounts counts;

  private WindowStreams(RunningTopology running, StreamCounts counts) {
    this.running = running;
    this.counts = counts;
  }

  /**
   * Creates missing topics, starts the topology and waits until it runs.
   *
   * @throws UserError when the cluster cannot be reached or does not let it run
   */
  public static WindowStreams start(Settings settings) {
    Topics.createMissing(settings, Topic.TELEMETRY, Topic.WINDOWS, Topic.DEAD_LETTERS);
    StreamCounts counts = new StreamCounts();
    Topology topology = WindowTopology.build(settings, counts);
    return new WindowStreams(
        RunningTopology.start(settings, APPLICATION, "streams", topology), counts);
  }

  /** What {@link #start} runs, for whoever drives it himself, such as the test driver. */
  public static Topology topology(Settings settings) {
    return WindowTopology.build(settings, new StreamCounts());
  }

  /** The topology with its topics and stores. */
  public static TopologyDescription describe(Settings settings) {
    return topology(settings).describe();
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

  /** What it did since it started. */
  public StreamCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    running.close();
  }
}
