package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.WatchState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code /metrics} says: one snapshot of the fleet, and of this server, per scrape. */
final class FleetMetrics implements MultiCollector {

  private static final List<WatchState> WATCH_STATES =
      List.of(WatchState.ATTACHING, WatchState.WATCHED, WatchState.REFUSED);

  private final Fleet fleet;
  private final ServerStats stats;
  private final Clock clock;

  FleetMetrics(Fleet fleet, ServerStats stats, Clock clock) {
    this.fleet = fleet;
    this.stats = stats;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Exposition exposition = new Exposition();
    List<JvmView> views = fleet.views();
    Map<Labels, JvmView> distinct = JvmLabels.distinct(views);
    distinct.forEach((labels, view) -> addJvm(exposition, labels, view));
    addCounts(exposition, views);
    exposition.add(Metric.JVMS_HIDDEN, Labels.EMPTY, views.size() - distinct.size());
    fleet.alertViews().forEach(view -> addAlert(exposition, view.alert()));
    addSelf(exposition);
    return exposition.snapshots();
  }

  private void addJvm(Exposition exposition, Labels labels, JvmView view) {
    exposition.add(Metric.JVM_INFO, labels.merge(identity(view.info())), 1);
    JvmStatus status = view.status();
    if (status != null && WATCH_STATES.contains(status.getState())) {
      exposition.add(Metric.JVM_WATCH_STATE, labels.merge(watchState(status)), 1);
    }
    if (view.verdict() != null) {
      VerdictMetrics.add(exposition, labels, view.verdict());
    }
    WindowMetrics.add(exposition, labels, view.windows(), clock.millis());
  }

  private static Labels identity(JvmInfo info) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    if (info.hasServiceVersion()) {
      names.add("service_version");
      values.add(info.getServiceVersion());
    }
    if (info.hasJdkVersion()) {
      names.add("jdk_version");
      values.add(info.getJdkVersion());
    }
    if (info.getCollectorValue() > 0) {
      names.add("collector");
      values.add(info.getCollector().name());
    }
    names.add("host_name");
    values.add(info.getHostName());
    names.add("process_pid");
    values.add(Long.toString(info.getProcessPid()));
    return Labels.of(names, values);
  }

  private static Labels watchState(JvmStatus status) {
    Labels state = Labels.of("state", lowerCase(status.getState()));
    return status.getReasonCode().isEmpty() ? state : state.add("reason", status.getReasonCode());
  }

  private static void addCounts(Exposition exposition, List<JvmView> views) {
    for (WatchState state : WATCH_STATES) {
      long count =
          views.stream()
              .filter(view -> view.status() != null && view.status().getState() == state)
              .count();
      exposition.add(Metric.JVMS, Labels.of("state", lowerCase(state)), count);
    }
  }

  private static void addAlert(Exposition exposition, LeakAlert alert) {
    if (alert.getState() == AlertState.FIRING) {
      Labels labels =
          Labels.of(
              "leak_id", alert.getLeakId(),
              "service_name", alert.getScope().getServiceName(),
              "resource", lowerCase(alert.getScope().getResource()),
              "severity", lowerCase(alert.getSeverity()));
      exposition.add(Metric.ALERT_STATE, labels, 1);
    }
  }

  private void addSelf(Exposition exposition) {
    fleet
        .alertCounts()
        .forEach(
            (outcome, count) ->
                exposition.add(Metric.ALERTS, Labels.of("outcome", outcome), count));
    exposition.add(Metric.WINDOWS, Labels.EMPTY, fleet.windowsSeen());
    stats.addTo(exposition);
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
