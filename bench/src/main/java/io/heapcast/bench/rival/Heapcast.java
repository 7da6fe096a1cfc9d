package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.detector.alert.AlertPolicy;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.model.LeakModel;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Heapcast itself: the detector that watches the fleet, one per JVM, and the alerts of its service,
 * as they are. An alarm is the state {@code LEAK} of a resource, in the verdict or in the alert.
 */
public final class Heapcast implements Contender {

  /** In the report. */
  public static final String NAME = "Heapcast";

  private static final AlertPolicy POLICY = AlertPolicy.of(Settings.defaults());

  private final String name;
  private final String about;
  private final LeakModel model;
  private final UnaryOperator<JvmWindow> seen;
  private final Map<String, ServiceAlert> alerts = new HashMap<>();

  /** As it stands. */
  public Heapcast() {
    this(
        NAME,
        "Heapcast's detector as it stands; an alarm is the state LEAK (docs/detection.md).",
        LeakModel.standard(),
        UnaryOperator.identity());
  }

  private Heapcast(String name, String about, LeakModel model, UnaryOperator<JvmWindow> seen) {
    this.name = name;
    this.about = about;
    this.model = model;
    this.seen = seen;
  }

  /**
   * One that differs from it.
   *
   * @param seen what it sees of a window
   */
  public static Heapcast variant(
      String name, String about, LeakModel model, UnaryOperator<JvmWindow> seen) {
    return new Heapcast(name, about, model, seen);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public Heapcast onCase() {
    return new Heapcast(name, about, model, seen);
  }

  @Override
  public HeapcastWatch watch(Case watched, String jvmId) {
    return new HeapcastWatch(model, seen, this::alert);
  }

  private ServiceAlert alert(String scope) {
    return alerts.computeIfAbsent(
        scope, key -> new ServiceAlert(ScopeState.getDefaultInstance(), POLICY));
  }
}
