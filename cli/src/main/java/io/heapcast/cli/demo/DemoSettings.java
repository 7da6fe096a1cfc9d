package io.heapcast.cli.demo;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** The settings of a demo: the user's, and what suits services that live for minutes. */
final class DemoSettings {

  private static final Map<Setting, String> QUICK =
      Map.of(Setting.ATTACH_MIN_AGE, "0s", Setting.WINDOW_GRACE, "2s");

  private DemoSettings() {}

  /**
   * Settings that watch the services alone.
   *
   * @param pids of the services, comma separated
   */
  static Settings of(Settings user, String pids) {
    Settings settings =
        user.withDefaults(QUICK, "demo").with(Map.of(Setting.WATCH_PIDS, pids), "demo");
    return isFree(settings.text(Setting.SERVER_HOST), settings.integer(Setting.SERVER_PORT))
        ? settings
        : settings.withDefaults(Map.of(Setting.SERVER_PORT, "0"), "demo");
  }

  /**
   * The demo brings its own broker.
   *
   * @throws UserError when another one is set
   */
  static void requireNoCluster(Settings settings) {
    if (settings.optional(Setting.BOOTSTRAP_SERVERS).isPresent()) {
      throw UserError.usage(
          Setting.BOOTSTRAP_SERVERS.key(),
          settings.text(Setting.BOOTSTRAP_SERVERS),
          "none for 'heapcast demo', which brings its own broker",
          "Remove it");
    }
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
