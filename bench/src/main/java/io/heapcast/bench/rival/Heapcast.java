package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * Heapcast itself: the detector that watches the fleet, one per JVM, and the alerts of its service,
 * as they are. An alarm is the state {@code LEAK} of a resource, in the verdict or in the alert.
 */
public final class Heapcast implements Contender {

  /** In the report. */
  public static final String NAME = "Heapcast";

  private static final AlertPolicy POLICY = AlertPolicy.of(Settings.defaults());

  private final Map<String, ServiceAlert> alerts = new HashMap<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String about() {
    return "Heapcast's detector as it stands; an alarm is the state LEAK (docs/detection.md).";
  }

  @Override
  public Heapcast onCase() {
    return new Heapcast();
  }

  @Override
  public HeapcastWatch watch(Case watched, String jvmId) {
    return new HeapcastWatch(this::alert);
  }

  private ServiceAlert alert(String scope) {
    return alerts.computeIfAbsent(
        scope, key -> new ServiceAlert(ScopeState.getDefaultInstance(), POLICY));
  }
}
