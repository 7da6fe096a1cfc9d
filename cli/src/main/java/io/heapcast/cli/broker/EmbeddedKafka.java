package io.heapcast.cli.broker;

import io.heapcast.cli.Versions;
import io.heapcast.telemetry.UserError;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker and controller in this process, reachable on 127.0.0.1 only, its data in one
 * directory that outlives it.
 *
 * <p>Built on {@code KafkaRaftServer} and {@code Formatter}, which are public but not documented
 * API: they are used in this class alone, and its contract test pins what it relies on.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Duration DISK_INTERVAL = Duration.ofSeconds(1);

  /**
   * Between choosing a free port and binding it another process may take it: so often it is tried.
   */
  private static final int PORT_ATTEMPTS = 5;

  private final DataDirectory data;
  private final FaultWatch watch;
  private final KafkaRaftServer server;
  private final int port;
  private boolean closed;

  private EmbeddedKafka(DataDirectory data, FaultWatch watch, KafkaRaftServer server, int port) {
    this.data = data;
    this.watch = watch;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker; returns when it serves. Data of an earlier run are kept.
   *
   * @param directory created where needed; held until {@link #close}
   * @param wantedPort 0 to 65535; 0: any free one
   * @param onFault called once if the broker cannot go on, such as on a full disk; the caller ends
   *     the process
   * @throws UserError when the directory or the port cannot be used, or the broker does not start
   */
  public static EmbeddedKafka start(Path directory, int wantedPort, Consumer<UserError> onFault) {
    return start(directory, wantedPort, DISK_INTERVAL, onFault);
  }

  static EmbeddedKafka start(
      Path directory, int wantedPort, Duration diskInterval, Consumer<UserError> onFault) {
    if (wantedPort != 0) {
      FreePorts.requireFree(wantedPort);
    }
    DataDirectory data = DataDirectory.open(directory, Versions.heapcast());
    FaultWatch watch = FaultWatch.start(data, diskInterval, onFault);
    try {
      format(data.kafka());
      return startOnFreePort(data, watch, wantedPort);
    } catch (Throwable e) {
      watch.close();
      data.close();
      throw e instanceof UserError known ? known : notStarted(data, e);
    }
  }

  /** {@code 127.0.0.1:<port>}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The directory that holds the data, absolute. */
  public Path directory() {
    return data.path();
  }

  /** False once the broker has had a fault it cannot go on from. */
  public boolean healthy() {
    return watch.healthy();
  }

  /** Stops the broker and lets go of the directory; idempotent, takes about half a second. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      stop(server);
      watch.close();
      data.close();
    }
  }

  private static EmbeddedKafka startOnFreePort(
      DataDirectory data, FaultWatch watch, int wantedPort) {
    for (int attempt = 1; ; attempt++) {
      int port = wantedPort != 0 ? wantedPort : FreePorts.any();
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(BrokerConfig.of(data.kafka(), port, FreePorts.any())), Time.SYSTEM);
      try {
        server.startup();
        return new EmbeddedKafka(data, watch, server, port);
      } catch (RuntimeException e) {
        stop(server);
        if (!isPortTaken(e) || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Writes cluster id and metadata version into a new directory; leaves a formatted one alone. */
  private static void format(Path logDirectory) throws Exception {
    if (Files.exists(logDirectory.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setNodeId(BrokerConfig.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(logDirectory.toString())
        .addDirectory(logDirectory.toString())
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setIgnoreFormatted(true)
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .run();
  }

  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }

  private static boolean isPortTaken(@Nullable Throwable error) {
    return error != null && (error instanceof BindException || isPortTaken(error.getCause()));
  }

  private static UserError notStarted(DataDirectory data, Throwable cause) {
    return UserError.environment(
        "embedded broker",
        cause.toString(),
        "a broker that starts on the data in " + data.path(),
        "Start again with --verbose; if that fails too, choose another directory with --data-dir",
        cause);
  }
}
