package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How much of an alert people get to hear, as long as trust in it grows. */
enum AlertMode {
  /** Computed, stored and drawn; nothing is delivered. */
  SHADOW,
  /** Nothing above a ticket. */
  TICKET,
  /** Everything, pages included. */
  PAGE;

  /** The mode of every service, and of some. */
  record Modes(AlertMode ofAll, Map<String, AlertMode> ofServices) {

    AlertMode of(String service) {
      return ofServices.getOrDefault(service, ofAll);
    }
  }

  /**
   * As configured.
   *
   * @throws UserError when a mode is none, or a service's mode is not {@code service=mode}
   */
  static Modes of(Settings settings) {
    AlertMode ofAll = parsed(Setting.ALERT_MODE, settings.text(Setting.ALERT_MODE));
    Map<String, AlertMode> ofServices = new HashMap<>();
    for (String entry : settings.list(Setting.ALERT_MODE_SERVICES)) {
      int equals = entry.lastIndexOf('=');
      if (equals < 1) {
        throw UserError.usage(
            Setting.ALERT_MODE_SERVICES.key(),
            "'" + entry + "'",
            "service=mode",
            "Such as checkout=shadow,billing=ticket");
      }
      String service = entry.substring(0, equals).strip();
      ofServices.put(
          service, parsed(Setting.ALERT_MODE_SERVICES, entry.substring(equals + 1).strip()));
    }
    return new Modes(ofAll, Map.copyOf(ofServices));
  }

  private static AlertMode parsed(Setting setting, String text) {
    Optional<AlertMode> mode =
        Arrays.stream(values())
            .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
    return mode.orElseThrow(
        () ->
            UserError.usage(
                setting.key(), "'" + text + "'", "shadow, ticket or page", "Correct it"));
  }
}
