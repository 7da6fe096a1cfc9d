package io.heapcast.collector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The collector inside the JVM that it watches, for JVMs that cannot be attached to:
 *
 * <pre>
 * java -javaagent:heapcast-collector.jar=bootstrap.servers=kafka:9092,deployment.environment=prod …
 * </pre>
 *
 * <p>Keys are those of the settings, with or without {@code heapcast.}; {@code config=FILE} names a
 * file of them. Whatever goes wrong is logged through {@code System.Logger} and ends the agent,
 * never the application.
 */
public final class CollectorAgent {

  /** Tells a collector outside that this JVM is watched already. */
  static final String PROPERTY = "heapcast.agent";

  private static final Logger LOG = System.getLogger(CollectorAgent.class.getName());

  private static final String PREFIX = "heapcast.";

  private CollectorAgent() {}

  /** Called by the JVM before the application's main method; returns at once. */
  public static void premain(@Nullable String arguments) {
    System.setProperty(PROPERTY, "true");
    Thread thread = new Thread(() -> start(arguments == null ? "" : arguments), "heapcast-agent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void start(String arguments) {
    try {
      Settings settings = settings(arguments, System.getenv());
      if (settings.optional(Setting.COLLECTOR_DIR).isEmpty()) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        settings =
            settings.withDefaults(
                Map.of(Setting.COLLECTOR_DIR, AgentDirectory.in(temporary).toString()), "agent");
      }
      AgentTail tail = AgentTail.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(tail::close, "heapcast-agent-stop"));
    } catch (Throwable e) {
      System.clearProperty(PROPERTY);
      LOG.log(Level.WARNING, "this JVM is not watched: {0}", String.valueOf(e.getMessage()));
    }
  }

  /** {@code key=value,…}; a comma in a value is written twice. */
  static Settings settings(String arguments, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    Path file = null;
    for (String part : arguments.replace(",,", "\0").split(",", -1)) {
      int equals = part.indexOf('=');
      if (part.isBlank()) {
        continue;
      }
      String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip().replace('\0', ',');
      if (key.equals("config")) {
        file = Path.of(value);
      } else {
        values.put(key.startsWith(PREFIX) ? key : PREFIX + key, value);
      }
    }
    return Settings.load(file, environment, values)
        .withDefaults(Map.of(Setting.SPOOL_MAX_MIB, "64"), "agent");
  }
}
