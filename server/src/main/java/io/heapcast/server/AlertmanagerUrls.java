package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** The addresses of {@link Setting#ALERTMANAGER_URLS}, checked. */
final class AlertmanagerUrls {

  private AlertmanagerUrls() {}

  /**
   * Every configured address, once.
   *
   * @throws UserError naming the first that is no address
   */
  static List<URI> of(Settings settings) {
    return settings.list(Setting.ALERTMANAGER_URLS).stream()
        .map(AlertmanagerUrls::parsed)
        .distinct()
        .toList();
  }

  private static URI parsed(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw UserError.usage(
        Setting.ALERTMANAGER_URLS.key(),
        "'" + text.replaceFirst("//[^/@]*@", "//…@") + "'",
        "http://host:port or https://host:port, without user or query",
        "Separate several by commas");
  }
}
