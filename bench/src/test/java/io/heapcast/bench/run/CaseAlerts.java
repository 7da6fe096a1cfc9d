package io.heapcast.bench.run;

import io.heapcast.bench.leak.Case;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The alerts that a case raises: telemetry → windows → verdicts → alerts, as the topologies do. */
final class CaseAlerts {

  private static final Settings SETTINGS = Settings.defaults();
  private static final Duration GRACE = SETTINGS.duration(Setting.WINDOW_GRACE);
  private static final Duration TTL = SETTINGS.duration(Setting.STATE_TTL);
  private static final AlertPolicy POLICY = AlertPolicy.of(SETTINGS);

  private final String service;
  private final Map<String, WindowEngine> engines = new LinkedHashMap<>();
  private final Map<String, JvmDetector> detectors = new LinkedHashMap<>();
  private final Map<Resource, ServiceAlert> scopes = new EnumMap<>(Resource.class);
  private final Map<String, LeakAlert> alerts = new LinkedHashMap<>();
  private long firstMs = Long.MAX_VALUE;
  private long lastMs = Long.MIN_VALUE;

  private CaseAlerts(String service) {
    this.service = service;
  }

  /** Plays the case, under this service name, and for as long after it as an alert may wait. */
  static CaseAlerts of(Case played, String service) {
    CaseAlerts alerts = new CaseAlerts(service);
    try {
      played.telemetry().play(alerts::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    alerts.scopes.values().forEach(alerts::expire);
    return alerts;
  }

  /** Those that began to fire, in their last form. */
  List<LeakAlert> fired() {
    return alerts.values().stream().filter(alert -> alert.getStartedMs() > 0).toList();
  }

  /** Begin of the first window. */
  long firstMs() {
    return firstMs;
  }

  private void accept(TelemetryBatch batch) {
    String jvmId = batch.getJvmId();
    engines
        .computeIfAbsent(jvmId, id -> new WindowEngine(id, GRACE))
        .accept(batch)
        .forEach(window -> accept(jvmId, window));
  }

  private void accept(String jvmId, JvmWindow window) {
    firstMs = Math.min(firstMs, window.getStartTimeMs());
    lastMs = Math.max(lastMs, window.getEndTimeMs());
    detectors.computeIfAbsent(jvmId, id -> new JvmDetector()).accept(window).ifPresent(this::judge);
  }

  private void judge(JvmVerdict verdict) {
    for (ResourceVerdict resource : verdict.getResourcesList()) {
      AlertScope scope =
          Scopes.of(verdict.getInfo(), resource.getResource()).toBuilder()
              .setServiceName(service)
              .clearServiceInstanceId()
              .build();
      scopes
          .computeIfAbsent(
              resource.getResource(),
              key -> new ServiceAlert(ScopeState.getDefaultInstance(), POLICY))
          .accept(scope, verdict, resource, verdict.getAsOfMs())
          .alert()
          .ifPresent(alert -> alerts.put(alert.getLeakId(), alert));
    }
  }

  private void expire(ServiceAlert alert) {
    Optional<LeakAlert> last = alert.expire(lastMs + TTL.toMillis() + 1, TTL);
    last.ifPresent(resolved -> alerts.put(resolved.getLeakId(), resolved));
  }
}
