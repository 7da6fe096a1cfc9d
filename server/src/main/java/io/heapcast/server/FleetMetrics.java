package io.heapcast.server;

import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.WatchState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code /metrics} says: one snapshot of the fleet, and of this server, per scrape. */
final class FleetMetrics implements MultiCollector {

  private static final List<WatchState> WATCH_STATES =
      List.of(WatchState.ATTACHING, WatchState.WATCHED, WatchState.REFUSED);

  private static final List<WatchState> NOT_READ =
      List.of(WatchState.ATTACHING, WatchState.REFUSED);

  /**
   * Series of a JVM, those of alerts aside: a fleet of 10,000 is then no more than one Prometheus
   * carries easily.
   */
  static final int MOST_OF_A_JVM = 40;

  /** About 20 series each. */
  private static final int MOST_WITH_ALLOCATIONS = 200;

  private final Fleet fleet;
  private final ServerStats stats;
  private final Clock clock;
  private final long startedMs;

  FleetMetrics(Fleet fleet, ServerStats stats, Clock clock) {
    this.fleet = fleet;
    this.stats = stats;
    this.clock = clock;
    this.startedMs = clock.millis();
  }

  @Override
  public MetricSnapshots collect() {
    Exposition exposition = new Exposition();
    List<JvmView> views = fleet.views();
    Map<Labels, JvmView> distinct = JvmLabels.distinct(views);
    distinct.forEach((labels, view) -> addJvm(exposition, labels, view));
    addCounts(exposition, views);
    exposition.add(Metric.JVMS_SILENT, Labels.EMPTY, views.stream().filter(this::isSilent).count());
    exposition.add(Metric.JVMS_HIDDEN, Labels.EMPTY, views.size() - distinct.size());
    List<AlertView> alerts = fleet.alertViews();
    alerts.forEach(view -> AlertMetrics.add(exposition, view.alert()));
    addAllocations(exposition, distinct, alerts);
    addSelf(exposition);
    return exposition.snapshots();
  }

  private void addJvm(Exposition exposition, Labels labels, JvmView view) {
    int before = exposition.series();
    exposition.add(Metric.JVM_INFO, labels.merge(identity(view.info())), 1);
    JvmStatus status = view.status();
    // Of a JVM that was never watched it is known only about; a later value would look like a
    // restart.
    boolean about =
        status != null && view.verdict() == null && NOT_READ.contains(status.getState());
    if (view.info().getStartTimeMs() > 0 && !about) {
      exposition.add(Metric.JVM_START, labels, view.info().getStartTimeMs() / 1000.0);
    }
    if (status != null && WATCH_STATES.contains(status.getState())) {
      exposition.add(Metric.JVM_WATCH_STATE, labels.merge(watchState(status)), 1);
    }
    WindowMetrics.add(exposition, labels, view.windows(), clock.millis());
    if (view.verdict() != null) {
      int room = MOST_OF_A_JVM - (exposition.series() - before);
      VerdictMetrics.add(exposition, labels, view.verdict(), room);
    }
  }

  /** None is while this server, or the JVM itself, is younger than that. */
  private boolean isSilent(JvmView view) {
    JvmStatus status = view.status();
    long sinceMs =
        Math.max(startedMs, Math.max(view.windows().appendedMs(), view.info().getStartTimeMs()));
    return status != null
        && status.getState() == WatchState.WATCHED
        && sinceMs < clock.millis() - WindowMetrics.FRESH.toMillis();
  }

  private static Labels identity(JvmInfo info) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
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
    String team = info.getAttributesOrDefault("team", "");
    if (!team.isEmpty()) {
      names.add("team");
      values.add(team);
    }
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

  private void addAllocations(
      Exposition exposition, Map<Labels, JvmView> jvms, List<AlertView> alerts) {
    Set<String> members =
        alerts.stream()
            .filter(view -> view.alert().getState() != AlertState.RESOLVED)
            .flatMap(view -> AlertMembers.running(view.alert()).stream())
            .limit(MOST_WITH_ALLOCATIONS)
            .map(member -> member.getInfo().getJvmId())
            .collect(Collectors.toSet());
    jvms.forEach(
        (labels, view) -> {
          if (members.contains(view.info().getJvmId())) {
            WindowMetrics.addAllocations(exposition, labels, view.windows(), clock.millis());
          }
        });
  }

  private void addSelf(Exposition exposition) {
    fleet
        .alertCounts()
        .forEach(
            (outcome, count) ->
                exposition.add(Metric.ALERTS, Labels.of("outcome", outcome), count));
    fleet
        .unforeseenCounts()
        .forEach(
            (resource, count) ->
                exposition.add(Metric.OOM_WITHOUT_ALERT, Labels.of("resource", resource), count));
    fleet
        .outOfMemoryCounts()
        .forEach(
            (alerted, count) ->
                exposition.add(
                    Metric.OUT_OF_MEMORY, Labels.of("alerted", alerted.toString()), count));
    fleet
        .forecastCounts()
        .forEach(
            (result, count) ->
                exposition.add(Metric.FORECASTS, Labels.of("result", result), count));
    exposition.add(Metric.WINDOWS, Labels.EMPTY, fleet.windowsSeen());
    stats.addTo(exposition);
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
