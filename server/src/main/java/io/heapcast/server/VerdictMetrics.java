package io.heapcast.server;

import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The series of a JVM's last verdict, the most important ones first: what the verdict does not say
 * gives no series, and where there is no room for all, the last ones are left out.
 *
 * <ol>
 *   <li>The time of the data, and the state of every resource.
 *   <li>What grows, the worst first: that it may be a leak, how full it is, how fast it grows and
 *       until when; then since when, and intervals.
 *   <li>The heap in short, where it does not grow.
 * </ol>
 */
final class VerdictMetrics {

  /** States in which somebody may want to know since when, how fast and until when. */
  private static final Set<VerdictState> GROWING =
      EnumSet.of(
          VerdictState.CACHE_FILLING,
          VerdictState.LOAD_GROWTH,
          VerdictState.LIMIT_TOO_SMALL,
          VerdictState.LEAK_SUSPECTED,
          VerdictState.LEAK);

  private static final Comparator<ResourceVerdict> WORST_FIRST =
      Comparator.comparingInt(ResourceVerdict::getStateValue)
          .reversed()
          .thenComparingInt(ResourceVerdict::getResourceValue);

  private static final Labels LOW = Labels.of("quantile", "0.1");
  private static final Labels MEDIAN = Labels.of("quantile", "0.5");
  private static final Labels HIGH = Labels.of("quantile", "0.9");
  private static final double SECONDS_PER_HOUR = 3600;

  private record Series(Metric metric, Labels labels, double value) {}

  private final Labels jvm;
  private final List<Series> byImportance = new ArrayList<>();

  private VerdictMetrics(Labels jvm) {
    this.jvm = jvm;
  }

  /**
   * Adds what there is room for.
   *
   * @param room for so many series
   */
  static void add(Exposition exposition, Labels jvm, JvmVerdict verdict, int room) {
    VerdictMetrics metrics = new VerdictMetrics(jvm);
    metrics.addAll(verdict);
    metrics.byImportance.stream()
        .limit(Math.max(0, room))
        .forEach(series -> exposition.add(series.metric(), series.labels(), series.value()));
  }

  private void addAll(JvmVerdict verdict) {
    add(Metric.DATA_AS_OF, jvm, verdict.getAsOfMs() / 1000.0);
    List<ResourceVerdict> resources =
        verdict.getResourcesList().stream()
            .filter(ofResource -> ofResource.getResourceValue() > 0)
            .filter(ofResource -> ofResource.getResource() != Resource.UNRECOGNIZED)
            .toList();
    for (ResourceVerdict ofResource : resources) {
      if (ofResource.getStateValue() > 0) {
        add(Metric.VERDICT_STATE, labels(ofResource), ofResource.getStateValue());
      }
    }
    resources.stream()
        .filter(ofResource -> GROWING.contains(ofResource.getState()))
        .sorted(WORST_FIRST)
        .forEach(this::addGrowing);
    resources.stream()
        .filter(ofResource -> ofResource.getResource() == Resource.HEAP)
        .filter(ofResource -> !GROWING.contains(ofResource.getState()))
        .forEach(this::addStill);
  }

  private void addGrowing(ResourceVerdict verdict) {
    boolean threads = verdict.getResource() == Resource.THREADS;
    Labels growthLabels = threads ? jvm : labels(verdict);
    Metric growth = threads ? Metric.THREADS_GROWTH : Metric.GROWTH;
    addProbability(verdict);
    addLevel(verdict);
    addTrend(verdict);
    if (verdict.hasGrowthPerHour()) {
      add(growth, growthLabels.merge(MEDIAN), verdict.getGrowthPerHour() / SECONDS_PER_HOUR);
    }
    addExhaustion(verdict, MEDIAN, verdict.hasExhaustionP50S(), verdict.getExhaustionP50S());
    if (verdict.hasInflectionMs()) {
      add(Metric.INFLECTION, labels(verdict), verdict.getInflectionMs() / 1000.0);
    }
    addExhaustion(verdict, LOW, verdict.hasExhaustionP10S(), verdict.getExhaustionP10S());
    addExhaustion(verdict, HIGH, verdict.hasExhaustionP90S(), verdict.getExhaustionP90S());
    if (verdict.hasGrowthPerHourLow()) {
      add(growth, growthLabels.merge(LOW), verdict.getGrowthPerHourLow() / SECONDS_PER_HOUR);
    }
    if (verdict.hasGrowthPerHourHigh()) {
      add(growth, growthLabels.merge(HIGH), verdict.getGrowthPerHourHigh() / SECONDS_PER_HOUR);
    }
    addJudgeability(verdict);
    if (verdict.hasInflectionLowMs()) {
      double earliest = verdict.getInflectionLowMs() / 1000.0;
      add(Metric.INFLECTION_EARLIEST, labels(verdict), earliest);
    }
    if (verdict.hasInflectionHighMs()) {
      double latest = verdict.getInflectionHighMs() / 1000.0;
      add(Metric.INFLECTION_LATEST, labels(verdict), latest);
    }
  }

  /** The heap, where it does not grow. */
  private void addStill(ResourceVerdict heap) {
    addLevel(heap);
    addJudgeability(heap);
    addProbability(heap);
    addTrend(heap);
    if (heap.hasGrowthPerHour()) {
      double median = heap.getGrowthPerHour() / SECONDS_PER_HOUR;
      add(Metric.GROWTH, labels(heap).merge(MEDIAN), median);
    }
  }

  private void addProbability(ResourceVerdict verdict) {
    if (verdict.hasProbability()) {
      add(Metric.LEAK_PROBABILITY, labels(verdict), verdict.getProbability());
    }
  }

  /** And the limit. How many threads there are is told by the windows. */
  private void addLevel(ResourceVerdict verdict) {
    boolean threads = verdict.getResource() == Resource.THREADS;
    if (verdict.hasLevel() && verdict.getResource() == Resource.HEAP) {
      add(Metric.LIVE_SET, jvm, verdict.getLevel());
    }
    if (verdict.hasLevel() && !threads) {
      add(Metric.LEVEL, labels(verdict), verdict.getLevel());
    }
    if (verdict.hasLimit()) {
      add(
          threads ? Metric.THREADS_LIMIT : Metric.LIMIT,
          threads ? jvm : labels(verdict),
          verdict.getLimit());
    }
  }

  private void addTrend(ResourceVerdict verdict) {
    if (verdict.hasTrend()) {
      switch (verdict.getResource()) {
        case HEAP -> add(Metric.LIVE_SET_TREND, jvm, verdict.getTrend());
        case THREADS -> add(Metric.THREADS_TREND, jvm, verdict.getTrend());
        default -> add(Metric.TREND, labels(verdict), verdict.getTrend());
      }
    }
  }

  private void addExhaustion(
      ResourceVerdict verdict, Labels quantile, boolean known, double seconds) {
    if (known) {
      add(Metric.TIME_TO_EXHAUSTION, labels(verdict).merge(quantile), seconds);
    }
  }

  private void addJudgeability(ResourceVerdict verdict) {
    if (verdict.hasJudgeability()) {
      add(Metric.FLOORS, labels(verdict), verdict.getJudgeability().getFloors());
      add(Metric.FLOORS_NEEDED, labels(verdict), verdict.getJudgeability().getFloorsNeeded());
    }
  }

  private Labels labels(ResourceVerdict verdict) {
    return jvm.add("resource", FleetMetrics.lowerCase(verdict.getResource()));
  }

  private void add(Metric metric, Labels labels, double value) {
    byImportance.add(new Series(metric, labels, value));
  }
}
