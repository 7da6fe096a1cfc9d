package io.heapcast.detector.model;

import io.heapcast.detector.v1.ResourceState;
import io.heapcast.telemetry.v1.Judgeability;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what is known of a resource into a {@link ResourceVerdict}. */
final class VerdictWriter {

  private static final double SECONDS_PER_HOUR = 3600;

  /** The newest floor is old once so many more should have come, and not before an hour. */
  private static final int STALE_FLOORS = 4;

  private static final long STALE_MS = 3_600_000;

  private final ForecastErrors errors;

  VerdictWriter(ForecastErrors errors) {
    this.errors = errors;
  }

  static ResourceVerdict unknown(Resource resource, String code, String text) {
    return ResourceVerdict.newBuilder()
        .setResource(resource)
        .setState(VerdictState.UNKNOWN)
        .setJudgeability(Judgeability.newBuilder().setText(text))
        .addReasonsAgainst(Reasons.reason(code, text))
        .build();
  }

  ResourceVerdict write(Series series, Reading.Context context, ResourceJudge judge, long nowMs) {
    ResourceState.Builder state = judge.state();
    ResourceVerdict.Builder verdict =
        ResourceVerdict.newBuilder()
            .setResource(series.resource())
            .setState(state.getState())
            .setProbability(judge.probability());
    if (series.bound()) {
      verdict.setLimit(series.limit());
    }
    double level = series.level();
    if (!Double.isNaN(level)) {
      verdict.setLevel(level);
    }
    if (state.hasAlertTimeMs()) {
      verdict.setAlertTimeMs(state.getAlertTimeMs());
    }
    if (state.hasResolvedMs()) {
      verdict.setResolvedMs(state.getResolvedMs());
    }
    SteadyRise.of(series, context).ifPresent(verdict::setSteadyRise);
    Reading reading = reading(series, context, state);
    verdict.setJudgeability(judgeability(series, reading, context, nowMs));
    if (reading == null) {
      series.view(0).forEach(floor -> verdict.addKnots(floor.toKnot()));
      return verdict.build();
    }
    verdict.addAllReasonsFor(Reasons.in(reading, context, judge, true));
    verdict.addAllReasonsAgainst(Reasons.in(reading, context, judge, false));
    boolean growing = reading.growth() >= ResourceJudge.LEAST_GROWTH * context.limit();
    boolean told = growing && isTold(state.getState());
    if (told) {
      describe(verdict, reading, series, context, nowMs);
    }
    for (Floor floor : reading.knots()) {
      verdict.addKnots(knot(floor, told ? reading : null));
    }
    return verdict.build();
  }

  /** By the scale that sees most; the whole past where none sees anything. */
  static @Nullable Reading reading(
      Series series, Reading.Context context, ResourceState.Builder state) {
    int best =
        state.getProbabilities(state.getBestScale()) > 0
            ? state.getBestScale()
            : series.history().scales() - 1;
    for (int scale = best; scale >= 0; scale--) {
      Reading reading = ResourceJudge.readingAt(series, context, scale);
      if (reading != null) {
        return reading;
      }
    }
    return null;
  }

  /** Seconds from now to exhaustion; empty: none is foretold. */
  Optional<Exhaustion> forecast(
      Series series, Reading reading, Reading.Context context, VerdictState state, long nowMs) {
    return series.bound() && (state == VerdictState.LEAK || state == VerdictState.LEAK_SUSPECTED)
        ? Exhaustion.forecast(reading, context, errors, nowMs)
        : Optional.empty();
  }

  private void describe(
      ResourceVerdict.Builder verdict,
      Reading reading,
      Series series,
      Reading.Context context,
      long nowMs) {
    List<Floor> knots = reading.knots();
    Reading.Line line = reading.line();
    double error = reading.slopeError();
    verdict
        .setInflectionMs(reading.atKink().timeMs())
        .setInflectionLowMs(knots.get(Math.max(0, reading.hinge().low() - 1)).timeMs())
        .setInflectionHighMs(
            knots.get(Math.min(knots.size() - 1, reading.hinge().high() + 1)).timeMs())
        .setGrowthPerHour(line.perSecond() * SECONDS_PER_HOUR)
        .setGrowthPerHourLow((line.perSecond() - error) * SECONDS_PER_HOUR)
        .setGrowthPerHourHigh((line.perSecond() + error) * SECONDS_PER_HOUR)
        .setGrowthPerAllocatedByte(line.perWork())
        .setTrend(line.atLast() + line.perSecond() * (nowMs - reading.last().timeMs()) / 1000.0)
        .setRefutedBy(Reasons.refutation(reading, series));
    forecast(series, reading, context, verdict.getState(), nowMs)
        .ifPresent(
            exhaustion ->
                verdict
                    .setExhaustionP10S(exhaustion.p10Seconds())
                    .setExhaustionP50S(exhaustion.p50Seconds())
                    .setExhaustionP90S(exhaustion.p90Seconds()));
  }

  private static boolean isTold(VerdictState state) {
    return switch (state) {
      case LEAK, LEAK_SUSPECTED, CACHE_FILLING, LOAD_GROWTH, WARMING_UP, UNKNOWN -> true;
      default -> false;
    };
  }

  private static Judgeability judgeability(
      Series series, @Nullable Reading reading, Reading.Context context, long nowMs) {
    Judgeability.Builder judgeability = Judgeability.newBuilder();
    long seen = series.history().count() + (series.open() == null ? 0 : 1);
    int needed = Reading.LEAST_KNOTS;
    judgeability.setFloors((int) Math.min(seen, Integer.MAX_VALUE)).setFloorsNeeded(needed);
    if (context.kind() == Feature.HEAP_UNTESTED) {
      judgeability
          .setFloors((int) context.cleanings())
          .setText(
              context.cleanings() == 0
                  ? "no old collection yet: upper bounds only"
                  : "%d of %d floors, upper bounds between".formatted(context.cleanings(), needed));
    } else if (reading == null) {
      judgeability.setText("%d of %d floors".formatted(seen, needed));
    } else {
      judgeability.setText("%d floors".formatted(seen));
    }
    if (context.kind() == Feature.HEAP_TESTED && reading != null) {
      List<Floor> knots = series.view(0);
      int n = knots.size();
      long lastMs = knots.get(n - 1).timeMs();
      long apartMs = (lastMs - knots.get(0).timeMs()) / (n - 1);
      judgeability.setNextMs(lastMs + apartMs);
      if (nowMs - lastMs > Math.max(STALE_MS, STALE_FLOORS * apartMs)) {
        judgeability.setText(
            "%d floors, but no old collection for %d h: what grew since is not seen"
                .formatted(seen, (nowMs - lastMs) / 3_600_000));
      }
    }
    return judgeability.build();
  }

  private static Knot knot(Floor floor, @Nullable Reading reading) {
    Knot.Builder knot = floor.toKnot();
    if (reading != null && floor.timeMs() >= reading.atKink().timeMs()) {
      knot.setFit(
          reading.line().atLast()
              + reading.line().perSecond() * (floor.timeMs() - reading.last().timeMs()) / 1000.0);
    }
    return knot.build();
  }
}
