package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Addresses that alerts are posted to, checked. */
final class TargetUrls {

  private TargetUrls() {}

  /**
   * Every configured address, once.
   *
   * @throws UserError naming the first that is no address
   */
  static List<URI> of(Settings settings, Setting setting) {
    return settings.list(setting).stream().map(text -> parsed(text, setting)).distinct().toList();
  }

  private static URI parsed(String text, Setting setting) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && queryAllowed(uri, setting)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw UserError.usage(
        setting.key(),
        "'" + text.replaceFirst("//[^/@]*@", "//…@") + "'",
        "http://host:port or https://host:port, without user"
            + (setting == Setting.WEBHOOK_URLS ? "" : " or query"),
        "Separate several by commas");
  }

  /** A webhook may carry its token in the query; an Alertmanager's API is below its address. */
  private static boolean queryAllowed(URI uri, Setting setting) {
    return setting == Setting.WEBHOOK_URLS || uri.getQuery() == null;
  }
}
