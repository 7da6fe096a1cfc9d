package io.heapcast.collector;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * How a Heapcast process logs: to standard error, one line per record.
 *
 * <pre>
 * 2026-11-21T07:46:32.123Z INFO    Collector: watching host/1234@1795247192 (orders, G1, JDK 17.0.15)
 * </pre>
 */
public final class Logs {

  /** Loggers of libraries whose chatter is no news; kept, as the JDK holds loggers weakly. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("org.apache.kafka"), Logger.getLogger("kafka"));

  /**
   * A broker that cannot be reached is told once by the part that wants it; these would say it
   * every second.
   */
  private static final List<Logger> SILENT =
      List.of(
          Logger.getLogger("org.apache.kafka.clients.NetworkClient"),
          Logger.getLogger("org.apache.kafka.clients.ClientUtils"),
          Logger.getLogger("org.apache.kafka.clients.producer.internals.Sender"));

  /** The only records of more than one line. */
  private static final String ALERTS = "io.heapcast.server.AlertDelivery";

  private static final Logger HEAPCAST = Logger.getLogger("io.heapcast");

  private Logs() {}

  /**
   * Replaces what is configured. Heapcast logs from {@code INFO} up, Kafka from {@code WARNING} up,
   * except for what it repeats while a broker is away.
   *
   * @param verbose adds stack traces and Heapcast's {@code DEBUG} records
   */
  public static void install(boolean verbose) {
    LogManager.getLogManager().reset();
    Handler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine(verbose));
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(Level.INFO);
    HEAPCAST.setLevel(verbose ? Level.FINE : Level.INFO);
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    SILENT.forEach(logger -> logger.setLevel(verbose ? Level.WARNING : Level.SEVERE));
  }

  /** Time, level, short logger, message; the cause behind it, as a stack trace only when asked. */
  static final class OneLine extends Formatter {

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final boolean stackTraces;

    OneLine(boolean stackTraces) {
      this.stackTraces = stackTraces;
    }

    @Override
    public String format(LogRecord record) {
      return "%s %-7s %s: %s%n"
          .formatted(
              TIME.format(record.getInstant()),
              name(record.getLevel()),
              shortName(String.valueOf(record.getLoggerName())),
              text(record) + cause(record));
    }

    private String text(LogRecord record) {
      String message = formatMessage(record);
      // An alert is laid out for people; anything else with line breaks could forge a record.
      return ALERTS.equals(record.getLoggerName())
          ? message
          : message.replaceAll("\\s*\\R\\s*", " ");
    }

    private static String name(Level level) {
      int value = level.intValue();
      if (value >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (value >= Level.WARNING.intValue()) {
        return "WARNING";
      }
      return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String shortName(String logger) {
      return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private String cause(LogRecord record) {
      Throwable thrown = record.getThrown();
      if (thrown == null) {
        return "";
      }
      if (!stackTraces) {
        return " (" + thrown.toString().replaceAll("\\s*\\R\\s*", " ") + ")";
      }
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      return System.lineSeparator() + trace.toString().stripTrailing();
    }
  }
}
