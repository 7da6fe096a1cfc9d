package io.heapcast.topology;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** A topology that runs on a Kafka cluster, in this process and with a directory of its own. */
public final class RunningTopology implements AutoCloseable {

  /**
   * On top of the session timeout, for which a killed predecessor's partitions are held. A cluster
   * that answers assigns them within seconds.
   */
  private static final Duration START_MARGIN = Duration.ofSeconds(60);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

  private final KafkaStreams streams;
  private final StateDirectory directory;
  private final CloseOptions atClose;

  private RunningTopology(KafkaStreams streams, StateDirectory directory, CloseOptions atClose) {
    this.streams = streams;
    this.directory = directory;
    this.atClose = atClose;
  }

  /**
   * Starts a topology and waits until it runs. A thread of it that dies is replaced, as {@link
   * ThreadFailures} says.
   *
   * @param application such as {@code heapcast-streams}; {@link Setting#PREFIX} is put before it
   * @param part its name in messages, such as {@code streams}
   * @throws UserError when the cluster cannot be reached or does not let it run
   */
  public static RunningTopology start(
      Settings settings, String application, String part, Topology topology) {
    StateDirectory directory = StateDirectory.create(application);
    Map<String, Object> config = TopologyConfig.of(settings, application);
    config.put("state.dir", directory.path().toString());
    Properties properties = new Properties();
    properties.putAll(config);
    KafkaStreams streams = new KafkaStreams(topology, properties);
    CountDownLatch settled = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == State.RUNNING || now.isShuttingDown() || now.hasCompletedShutdown()) {
            settled.countDown();
          }
        });
    ThreadFailures failures = new ThreadFailures(part, InstantSource.system());
    streams.setUncaughtExceptionHandler(
        failure ->
            failures.mayGoOn(failure)
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    RunningTopology started = new RunningTopology(streams, directory, atClose(config));
    streams.start();
    started.awaitRunning(settled, settings, application, part);
    return started;
  }

  /** Whether it runs or is handing over; false once it has stopped for good. */
  public boolean healthy() {
    return streams.state().isRunningOrRebalancing();
  }

  @Override
  public void close() {
    streams.close(atClose);
    directory.close();
  }

  /** One with a name is expected back; another's partitions must not wait until it timed out. */
  static CloseOptions atClose(Map<String, Object> config) {
    boolean named =
        config.containsKey("consumer.group.instance.id") || config.containsKey("group.instance.id");
    return CloseOptions.timeout(CLOSE_TIMEOUT)
        .withGroupMembershipOperation(
            named
                ? GroupMembershipOperation.REMAIN_IN_GROUP
                : GroupMembershipOperation.LEAVE_GROUP);
  }

  private void awaitRunning(
      CountDownLatch settled, Settings settings, String application, String part) {
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
          part + " on " + settings.text(Setting.BOOTSTRAP_SERVERS),
          "state " + found,
          "RUNNING within " + limit.toSeconds() + " s",
          "See the log above; check the brokers and the rights of " + application);
    }
  }
}
