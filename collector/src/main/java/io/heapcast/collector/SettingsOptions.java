package io.heapcast.collector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command is configured; a picocli mixin. */
public final class SettingsOptions {

  @Option(names = "--config", paramLabel = "FILE", description = "Settings from a properties file.")
  private @Nullable Path config;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,…",
      description = "Kafka brokers (heapcast.bootstrap.servers).")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as heapcast.prefix=test-; repeatable.")
  private final Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--verbose", description = "Stack traces, and more in the log.")
  private boolean verbose;

  /**
   * The settings in force: defaults, the file, the environment, then these options.
   *
   * @throws io.heapcast.telemetry.UserError naming the first unknown key or bad value
   */
  public Settings load() {
    Map<String, String> commandLine = new LinkedHashMap<>(set);
    if (bootstrapServers != null) {
      commandLine.put(Setting.BOOTSTRAP_SERVERS.key(), bootstrapServers);
    }
    return Settings.load(config, System.getenv(), commandLine);
  }

  /** Whether stack traces and debug records are wanted; see {@link Logs#install}. */
  public boolean verbose() {
    return verbose;
  }
}
