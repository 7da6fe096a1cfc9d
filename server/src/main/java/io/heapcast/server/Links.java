package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.LeakAlert;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where alerts send their reader.
 *
 * @param dashboards base address of Grafana; empty: no links there
 * @param runbooks base address of the runbook pages, {@code <base>/<alertname>.md}; empty: no links
 */
record Links(Optional<String> dashboards, Optional<String> runbooks) {

  static final Links NONE = new Links(Optional.empty(), Optional.empty());

  static Links of(Settings settings) {
    return new Links(
        settings.optional(Setting.DASHBOARD_URL), settings.optional(Setting.RUNBOOK_URL));
  }

  /** The board of the leak. */
  Optional<String> leak(LeakAlert alert) {
    return board("heapcast-leak", alert.getScope())
        .map(url -> url + "&var-leak=" + encoded(alert.getLeakId()));
  }

  /** The board of all replicas and versions of a service. */
  Optional<String> service(AlertScope scope) {
    return board("heapcast-service", scope);
  }

  /** The board of the fleet. */
  Optional<String> fleet() {
    return dashboards.map(base -> trimmed(base) + "/d/heapcast-fleet");
  }

  /** The page on what to do about an alert. */
  Optional<String> runbook(String alertName) {
    return runbookBase().map(base -> base + "/" + alertName + ".md");
  }

  /** Where the pages of all alerts are, without a slash at the end. */
  Optional<String> runbookBase() {
    return runbooks.map(Links::trimmed);
  }

  private Optional<String> board(String uid, AlertScope scope) {
    return dashboards.map(
        base -> trimmed(base) + "/d/" + uid + "?var-service=" + encoded(scope.getServiceName()));
  }

  private static String trimmed(String base) {
    return base.replaceFirst("/+$", "");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
