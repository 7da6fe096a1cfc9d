package io.heapcast.cli;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.nio.file.Path;
import java.util.Map;

/** Where {@code up} keeps its broker's data. */
final class DataDirectories {

  private DataDirectories() {}

  /** The configured directory, else one for this user after the XDG base directory rules. */
  static Path of(Settings settings, Map<String, String> environment) {
    return settings
        .optional(Setting.DATA_DIR)
        .map(Path::of)
        .orElseGet(() -> state(environment).resolve("heapcast"));
  }

  private static Path state(Map<String, String> environment) {
    String configured = environment.getOrDefault("XDG_STATE_HOME", "");
    return configured.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "state")
        : Path.of(configured);
  }
}
