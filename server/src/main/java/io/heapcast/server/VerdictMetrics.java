package io.heapcast.server;

import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumSet;
import java.util.Set;

/**
 * The series of a JVM's last verdict. What the verdict does not say gives no series.
 *
 * <p>Most JVMs are healthy, and five resources in full would be 80 series each: what grows is told
 * in full, the heap in short, of the others only the state.
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

  private static final Labels LOW = Labels.of("quantile", "0.1");
  private static final Labels MEDIAN = Labels.of("quantile", "0.5");
  private static final Labels HIGH = Labels.of("quantile", "0.9");
  private static final double SECONDS_PER_HOUR = 3600;

  private VerdictMetrics() {}

  static void add(Exposition exposition, Labels jvm, JvmVerdict verdict) {
    exposition.add(Metric.DATA_AS_OF, jvm, verdict.getAsOfMs() / 1000.0);
    for (ResourceVerdict ofResource : verdict.getResourcesList()) {
      if (ofResource.getResourceValue() > 0 && ofResource.getResource() != Resource.UNRECOGNIZED) {
        add(exposition, jvm, ofResource);
      }
    }
  }

  private static void add(Exposition exposition, Labels jvm, ResourceVerdict verdict) {
    Labels labels = jvm.add("resource", FleetMetrics.lowerCase(verdict.getResource()));
    if (verdict.getStateValue() > 0) {
      exposition.add(Metric.VERDICT_STATE, labels, verdict.getStateValue());
    }
    boolean grows = GROWING.contains(verdict.getState());
    if (!grows && verdict.getResource() != Resource.HEAP) {
      return;
    }
    if (verdict.hasProbability()) {
      exposition.add(Metric.LEAK_PROBABILITY, labels, verdict.getProbability());
    }
    addJudgeability(exposition, labels, verdict);
    if (grows) {
      addInflection(exposition, labels, verdict);
      addExhaustion(exposition, labels, verdict);
    }
    if (verdict.getResource() == Resource.THREADS) {
      addThreads(exposition, jvm, verdict);
    } else {
      addBytes(exposition, labels, verdict, grows);
    }
    if (verdict.getResource() == Resource.HEAP) {
      addLiveSet(exposition, jvm, verdict);
    }
  }

  private static void addExhaustion(Exposition exposition, Labels labels, ResourceVerdict verdict) {
    Metric metric = Metric.TIME_TO_EXHAUSTION;
    if (verdict.hasExhaustionP10S()) {
      exposition.add(metric, labels.merge(LOW), verdict.getExhaustionP10S());
    }
    if (verdict.hasExhaustionP50S()) {
      exposition.add(metric, labels.merge(MEDIAN), verdict.getExhaustionP50S());
    }
    if (verdict.hasExhaustionP90S()) {
      exposition.add(metric, labels.merge(HIGH), verdict.getExhaustionP90S());
    }
  }

  private static void addInflection(Exposition exposition, Labels labels, ResourceVerdict verdict) {
    if (verdict.hasInflectionMs()) {
      exposition.add(Metric.INFLECTION, labels, verdict.getInflectionMs() / 1000.0);
    }
    if (verdict.hasInflectionLowMs()) {
      double earliest = verdict.getInflectionLowMs() / 1000.0;
      exposition.add(Metric.INFLECTION_EARLIEST, labels, earliest);
    }
    if (verdict.hasInflectionHighMs()) {
      double latest = verdict.getInflectionHighMs() / 1000.0;
      exposition.add(Metric.INFLECTION_LATEST, labels, latest);
    }
  }

  private static void addJudgeability(
      Exposition exposition, Labels labels, ResourceVerdict verdict) {
    if (verdict.hasJudgeability()) {
      exposition.add(Metric.FLOORS, labels, verdict.getJudgeability().getFloors());
      exposition.add(Metric.FLOORS_NEEDED, labels, verdict.getJudgeability().getFloorsNeeded());
    }
  }

  /** Of resources that are measured in bytes. */
  private static void addBytes(
      Exposition exposition, Labels labels, ResourceVerdict verdict, boolean grows) {
    if (verdict.hasLevel()) {
      exposition.add(Metric.LEVEL, labels, verdict.getLevel());
    }
    if (verdict.hasLimit()) {
      exposition.add(Metric.LIMIT, labels, verdict.getLimit());
    }
    if (grows) {
      if (verdict.hasTrend()) {
        exposition.add(Metric.TREND, labels, verdict.getTrend());
      }
      addGrowth(exposition, Metric.GROWTH, labels, verdict);
    } else if (verdict.hasGrowthPerHour()) {
      addMedianGrowth(exposition, Metric.GROWTH, labels, verdict);
    }
  }

  private static void addThreads(Exposition exposition, Labels jvm, ResourceVerdict verdict) {
    if (verdict.hasTrend()) {
      exposition.add(Metric.THREADS_TREND, jvm, verdict.getTrend());
    }
    if (verdict.hasLimit()) {
      exposition.add(Metric.THREADS_LIMIT, jvm, verdict.getLimit());
    }
    addGrowth(exposition, Metric.THREADS_GROWTH, jvm, verdict);
  }

  private static void addGrowth(
      Exposition exposition, Metric metric, Labels labels, ResourceVerdict verdict) {
    if (verdict.hasGrowthPerHourLow()) {
      double low = verdict.getGrowthPerHourLow() / SECONDS_PER_HOUR;
      exposition.add(metric, labels.merge(LOW), low);
    }
    if (verdict.hasGrowthPerHour()) {
      addMedianGrowth(exposition, metric, labels, verdict);
    }
    if (verdict.hasGrowthPerHourHigh()) {
      double high = verdict.getGrowthPerHourHigh() / SECONDS_PER_HOUR;
      exposition.add(metric, labels.merge(HIGH), high);
    }
  }

  private static void addMedianGrowth(
      Exposition exposition, Metric metric, Labels labels, ResourceVerdict verdict) {
    double median = verdict.getGrowthPerHour() / SECONDS_PER_HOUR;
    exposition.add(metric, labels.merge(MEDIAN), median);
  }

  private static void addLiveSet(Exposition exposition, Labels jvm, ResourceVerdict verdict) {
    if (verdict.hasLevel()) {
      exposition.add(Metric.LIVE_SET, jvm, verdict.getLevel());
    }
    if (verdict.hasTrend()) {
      exposition.add(Metric.LIVE_SET_TREND, jvm, verdict.getTrend());
    }
  }
}
