package io.heapcast.cli;

import io.heapcast.collector.Logs;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which log records of the Kafka libraries are news to the user of a command. What ends a part is
 * told by Heapcast itself, in one line.
 */
public final class CommandLogs {

  /** Kept here, as the JDK holds loggers weakly. */
  private static final List<Logger> KAFKA =
      List.of(
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("kafka"),
          Logger.getLogger("state.change.logger"));

  private static final Logger STREAMS = Logger.getLogger("org.apache.kafka.streams");

  private CommandLogs() {}

  /**
   * For a process with its own broker: that it elects itself, or that a client meets it half
   * stopped, is no news.
   *
   * @param verbose shows Kafka's warnings, and stack traces
   */
  public static void embedded(boolean verbose) {
    Logs.install(verbose);
    setKafkaLevel(verbose ? Level.WARNING : Level.OFF);
    STREAMS.setLevel(verbose ? Level.WARNING : Level.SEVERE);
  }

  /** Before a cluster has answered: an error line will say all that its clients would. */
  public static void starting(boolean verbose) {
    Logs.install(verbose);
    setKafkaLevel(verbose ? Level.WARNING : Level.OFF);
  }

  /** Once it has: what goes wrong from now on is for the operator to see. */
  static void running() {
    setKafkaLevel(Level.WARNING);
  }

  private static void setKafkaLevel(Level level) {
    KAFKA.forEach(logger -> logger.setLevel(level));
  }
}
