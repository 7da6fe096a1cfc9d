package io.heapcast.cli;

import io.heapcast.cli.broker.EmbeddedKafka;
import io.heapcast.collector.Collector;
import io.heapcast.detector.DetectorStreams;
import io.heapcast.server.Fleet;
import io.heapcast.server.HeapcastServer;
import io.heapcast.streams.WindowStreams;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Every part in one process around an embedded broker: what {@code up}, {@code demo} and the
 * end-to-end test run. The parts are those that run alone against a cluster; they know nothing of
 * each other, so all but the broker start side by side.
 */
public final class Pipeline implements AutoCloseable {

  /** What suits one host better than the defaults, which suit a cluster. */
  private static final Map<Setting, String> ONE_HOST =
      Map.of(
          Setting.TOPIC_PARTITIONS, "1",
          Setting.TOPIC_REPLICATION, "1",
          Setting.COMMIT_INTERVAL, "1s",
          Setting.SESSION_TIMEOUT, "6s",
          // The only one of its group: a killed one's successor need not wait until it timed out.
          Setting.INSTANCE_ID, "up");

  private final EmbeddedKafka kafka;
  private final Settings settings;
  private final Duration brokerReady;
  private final Stop stop;
  private final Parts parts;

  private record Parts(
      Collector collector,
      WindowStreams streams,
      DetectorStreams detector,
      HeapcastServer server) {}

  private Pipeline(
      EmbeddedKafka kafka, Settings settings, Duration brokerReady, Stop stop, Parts parts) {
    this.kafka = kafka;
    this.settings = settings;
    this.brokerReady = brokerReady;
    this.stop = stop;
    this.parts = parts;
  }

  /**
   * Starts everything; returns when all parts are up.
   *
   * @param dataDirectory the broker's data, kept over restarts
   * @param onFault called once if the broker cannot go on, such as on a full disk; see {@link
   *     ProcessEnd}
   * @throws UserError from the first part that cannot start; nothing is left running then
   */
  public static Pipeline start(
      Settings settings, Path dataDirectory, Progress progress, Consumer<UserError> onFault) {
    long start = System.nanoTime();
    EmbeddedKafka kafka =
        progress.step(
            "broker",
            () ->
                EmbeddedKafka.start(dataDirectory, settings.integer(Setting.BROKER_PORT), onFault),
            EmbeddedKafka::bootstrapServers);
    Duration brokerReady = Duration.ofNanos(System.nanoTime() - start);
    Settings embedded =
        settings
            .withDefaults(ONE_HOST, "embedded broker")
            .withDefaults(
                Map.of(Setting.COLLECTOR_DIR, dataDirectory.resolve("collector").toString()),
                "embedded broker")
            .with(Map.of(Setting.BOOTSTRAP_SERVERS, kafka.bootstrapServers()), "embedded broker");
    PartGroup group = new PartGroup();
    // Before any recording starts: a signal may come at any moment from then on.
    Stop stop = new Stop(group, kafka);
    try {
      progress.step("topics", () -> createTopics(embedded));
      Parts parts = startParts(embedded, progress, group);
      return new Pipeline(kafka, embedded, brokerReady, stop, parts);
    } catch (Throwable e) {
      stop.run();
      throw e;
    }
  }

  /** The settings in force, with the broker's address. */
  public Settings settings() {
    return settings;
  }

  /** What the server knows of the fleet now. */
  public Fleet fleet() {
    return parts.server().fleet();
  }

  /** The JVMs of this host as the collector sees them now. */
  public List<JvmStatus> coverage() {
    return parts.collector().coverage();
  }

  /** {@code http://host:port/metrics}. */
  public String metricsUrl() {
    return metricsUrl(settings, parts.server());
  }

  /** Address of the broker for clients of this host. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public Path dataDirectory() {
    return kafka.directory();
  }

  /** How long the broker took to serve. */
  public Duration brokerReady() {
    return brokerReady;
  }

  /**
   * Checks that every part still works.
   *
   * @throws UserError naming the one that does not
   */
  public void requireHealthy() {
    RunningPart.requireHealthy("streams", parts.streams()::healthy);
    RunningPart.requireHealthy("detector", parts.detector()::healthy);
  }

  /** Stops all parts, then the broker; idempotent, takes less than 5 s. */
  @Override
  public void close() {
    stop.run();
  }

  /** Stops everything once, whether it has started or not; also when the process ends. */
  private static final class Stop {

    private final PartGroup group;
    private final EmbeddedKafka kafka;
    private final Thread atExit = new Thread(this::once, "heapcast-stop-early");
    private boolean stopped;

    Stop(PartGroup group, EmbeddedKafka kafka) {
      this.group = group;
      this.kafka = kafka;
      Runtime.getRuntime().addShutdownHook(atExit);
    }

    void run() {
      once();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The process is ending: the hook runs, and finds nothing to do.
      }
    }

    private synchronized void once() {
      if (!stopped) {
        stopped = true;
        group.close();
        kafka.close();
      }
    }
  }

  private static void createTopics(Settings settings) {
    try (Admin admin = Admin.create(settings.kafkaClient())) {
      Topics.createMissing(admin, settings);
    }
  }

  private static Parts startParts(Settings settings, Progress progress, PartGroup group) {
    var streams =
        group.start(() -> progress.step("streams", () -> WindowStreams.start(settings), s -> ""));
    var detector =
        group.start(
            () -> progress.step("detector", () -> DetectorStreams.start(settings), d -> ""));
    var server =
        group.start(
            () ->
                progress.step(
                    "server",
                    () -> HeapcastServer.start(settings),
                    started -> metricsUrl(settings, started)));
    var collector =
        group.start(() -> progress.step("collector", () -> Collector.start(settings), c -> ""));
    return new Parts(
        group.await(collector), group.await(streams), group.await(detector), group.await(server));
  }

  private static String metricsUrl(Settings settings, HeapcastServer server) {
    return "http://%s:%d/metrics".formatted(settings.text(Setting.SERVER_HOST), server.port());
  }
}
