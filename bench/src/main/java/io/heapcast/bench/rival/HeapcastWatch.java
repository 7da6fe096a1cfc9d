package io.heapcast.bench.rival;

import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.leak.Opinion.Interval;
import io.heapcast.bench.leak.Watch;
import io.heapcast.detector.alert.Scopes;
import io.heapcast.detector.alert.ServiceAlert;
import io.heapcast.detector.model.FeatureSink;
import io.heapcast.detector.model.JvmDetector;
import io.heapcast.detector.model.LeakModel;
import io.heapcast.detector.v1.DetectorState;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Heapcast} on one JVM. */
public final class HeapcastWatch implements Watch {

  /** Nothing is foretold beyond: a hundred years, in seconds. */
  private static final double FAR_S = 100 * 365.25 * 86_400;

  private final JvmDetector detector;
  private final UnaryOperator<JvmWindow> seen;
  private final Function<String, ServiceAlert> alerts;
  private final Map<Resource, Opinion> told = new EnumMap<>(Resource.class);
  private @Nullable JvmVerdict lastVerdict;

  /**
   * A watch.
   *
   * @param seen what the detector sees of a window
   * @param alerts the alert of a scope, by {@link Scopes#key}; that of its service
   */
  HeapcastWatch(
      LeakModel model, UnaryOperator<JvmWindow> seen, Function<String, ServiceAlert> alerts) {
    this.detector = new JvmDetector(DetectorState.getDefaultInstance(), model, FeatureSink.NONE);
    this.seen = seen;
    this.alerts = alerts;
  }

  /** The last verdict so far; absent: none yet. */
  public Optional<JvmVerdict> lastVerdict() {
    return Optional.ofNullable(lastVerdict);
  }

  @Override
  public List<Opinion> accept(JvmWindow window) {
    Optional<JvmVerdict> verdict = detector.accept(seen.apply(window));
    if (verdict.isEmpty()) {
      return List.of();
    }
    lastVerdict = verdict.get();
    return opinions(verdict.get());
  }

  private List<Opinion> opinions(JvmVerdict verdict) {
    List<Opinion> news = new ArrayList<>();
    for (ResourceVerdict alone : verdict.getResourcesList()) {
      ResourceVerdict resource = withService(verdict, alone);
      Opinion opinion = opinion(verdict.getAsOfMs(), resource);
      Opinion before = told.put(resource.getResource(), opinion);
      if (before == null || !before.equals(at(before.timeMs(), opinion))) {
        news.add(opinion);
      }
    }
    return news;
  }

  /** What the alert of the service makes of a verdict: what it says of this JVM while it fires. */
  private ResourceVerdict withService(JvmVerdict verdict, ResourceVerdict alone) {
    AlertScope scope = Scopes.of(verdict.getInfo(), alone.getResource());
    ServiceAlert alert = alerts.apply(Scopes.key(scope));
    alert.accept(scope, verdict, alone, verdict.getAsOfMs());
    if (alone.getState() == VerdictState.LEAK) {
      return alone;
    }
    return alert.firing().stream()
        .flatMap(firing -> firing.getMembersList().stream())
        .filter(member -> member.getInfo().getJvmId().equals(verdict.getInfo().getJvmId()))
        .filter(member -> member.getOutcome() != AlertOutcome.REFUTED)
        .map(AlertMember::getVerdict)
        .filter(said -> said.getState() == VerdictState.LEAK)
        .findFirst()
        .orElse(alone);
  }

  private static Opinion opinion(long timeMs, ResourceVerdict verdict) {
    return new Opinion(
        timeMs,
        verdict.getResource(),
        verdict.getState() == VerdictState.LEAK,
        Optional.of(verdict.getState()),
        verdict.hasProbability()
            ? OptionalDouble.of(verdict.getProbability())
            : OptionalDouble.empty(),
        inflection(verdict),
        exhaustion(timeMs, verdict));
  }

  private static Optional<Interval> inflection(ResourceVerdict verdict) {
    if (!verdict.hasInflectionMs()) {
      return Optional.empty();
    }
    long midMs = verdict.getInflectionMs();
    return Optional.of(
        new Interval(
            verdict.hasInflectionLowMs() ? verdict.getInflectionLowMs() : midMs,
            midMs,
            verdict.hasInflectionHighMs() ? verdict.getInflectionHighMs() : midMs));
  }

  /** A quantile that is absent beside a median lies beyond what is foretold. */
  private static Optional<Interval> exhaustion(long timeMs, ResourceVerdict verdict) {
    if (!verdict.hasExhaustionP50S()) {
      return Optional.empty();
    }
    double midS = verdict.getExhaustionP50S();
    double lowS = verdict.hasExhaustionP10S() ? verdict.getExhaustionP10S() : midS;
    double highS = verdict.hasExhaustionP90S() ? verdict.getExhaustionP90S() : FAR_S;
    return Optional.of(
        new Interval(later(timeMs, lowS), later(timeMs, midS), later(timeMs, highS)));
  }

  private static long later(long timeMs, double seconds) {
    return timeMs + Math.round(Math.min(seconds, FAR_S) * 1_000);
  }

  private static Opinion at(long timeMs, Opinion opinion) {
    return new Opinion(
        timeMs,
        opinion.resource(),
        opinion.alarm(),
        opinion.state(),
        opinion.probability(),
        opinion.inflection(),
        opinion.exhaustion());
  }
}
