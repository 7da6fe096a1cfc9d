package io.heapcast.streams;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.ThreadFailures;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.TopologyConfig;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The running window engine: {@link WindowTopology} on a Kafka cluster. */
public final class WindowStreams implements AutoCloseable {

  private static final Logger LOG = System.getLogger(WindowStreams.class.getName());
  private static final String APPLICATION = "heapcast-streams";

  /** On top of the session timeout, for which a killed predecessor's partitions are held. */
  private static final Duration START_MARGIN = Duration.ofSeconds(60);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

  private final KafkaStreams streams;
  private final Path stateDirectory;
  private final StreamCounts counts;

  private WindowStreams(KafkaStreams streams, Path stateDirectory, StreamCounts counts) {
    this.streams = streams;
    this.stateDirectory = stateDirectory;
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
    Path stateDirectory = newStateDirectory();
    Properties properties = new Properties();
    properties.putAll(config(settings, stateDirectory));
    KafkaStreams streams = new KafkaStreams(WindowTopology.build(settings, counts), properties);
    CountDownLatch settled = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == State.RUNNING || now.isShuttingDown() || now.hasCompletedShutdown()) {
            settled.countDown();
          }
        });
    ThreadFailures failures = new ThreadFailures("streams", InstantSource.system());
    streams.setUncaughtExceptionHandler(
        failure ->
            failures.mayGoOn(failure)
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    WindowStreams started = new WindowStreams(streams, stateDirectory, counts);
    streams.start();
    started.awaitRunning(settled, settings);
    return started;
  }

  /** What {@link #start} runs, for whoever drives it himself, such as the test driver. */
  public static Topology topology(Settings settings) {
    return WindowTopology.build(settings, new StreamCounts());
  }

  /** The topology with its topics and stores. */
  public static TopologyDescription describe(Settings settings) {
    return WindowTopology.build(settings, new StreamCounts()).describe();
  }

  /** The application id, which is also the group's and the begin of its internal topics' names. */
  public static String applicationId(Settings settings) {
    return settings.text(Setting.PREFIX) + APPLICATION;
  }

  /** Whether it runs or is handing over; false once it has stopped for good. */
  public boolean healthy() {
    return streams.state().isRunningOrRebalancing();
  }

  /** What it did since it started. */
  public StreamCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    streams.close(CLOSE_TIMEOUT);
    deleteRecursively(stateDirectory);
  }

  /** What Kafka Streams is started with, but for the directory of this process. */
  public static Map<String, Object> config(Settings settings) {
    return TopologyConfig.of(settings, APPLICATION);
  }

  static Map<String, Object> config(Settings settings, Path stateDirectory) {
    Map<String, Object> config = config(settings);
    config.put("state.dir", stateDirectory.toString());
    return config;
  }

  private void awaitRunning(CountDownLatch settled, Settings settings) {
    Duration limit = START_MARGIN.plus(settings.duration(Setting.SESSION_TIMEOUT));
    boolean running;
    try {
      running = settled.await(limit.toMillis(), TimeUnit.MILLISECONDS) && healthy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
    if (!running) {
      State found = streams.state();
      close();
      throw UserError.environment(
          "windows on " + settings.text(Setting.BOOTSTRAP_SERVERS),
          "state " + found,
          "RUNNING within " + limit.toSeconds() + " s",
          "See the log above; check the brokers and the rights of " + APPLICATION);
    }
  }

  /** Stores are in memory; Kafka Streams still wants a directory of its own, for its lock. */
  private static Path newStateDirectory() {
    try {
      return Files.createTempDirectory(APPLICATION + "-");
    } catch (IOException e) {
      throw UserError.environment(
          "temporary directory " + System.getProperty("java.io.tmpdir"),
          e.toString(),
          "a writable one",
          "Make room or set another by -Djava.io.tmpdir",
          e);
    }
  }

  private static void deleteRecursively(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "left behind: {0}", directory);
    }
  }
}
