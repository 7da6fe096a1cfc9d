package io.heapcast.bench.score;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Tier;
import io.heapcast.telemetry.v1.Collector;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How one contender did in one run.
 *
 * @param found whether the leak was found; false in runs without one
 * @param falseAlarm whether any alarm was false
 * @param falseAlarmsWhileHealthy false alarms raised while nothing leaked, every JVM of the run
 *     counted
 * @param alertMs event time of the find; absent: none
 * @param firstFalseMs event time of the first false alarm; absent: none
 * @param leadMs time between the find and exhaustion, 0 for a miss; absent: no leak, or exhaustion
 *     is not known
 * @param leadFraction the same as a part of the time from the first leaking allocation to
 *     exhaustion, 0 to 1
 * @param inflection of the opinion that found the leak: error as a part of the time from first
 *     leaking allocation to exhaustion; absent: no find, no estimate, or exhaustion is not known
 * @param exhaustion at {@link Scoring#PROGRESS} of the way to exhaustion
 * @param namedRight absent: the run deserves no name of its own, or the contender knows no names
 * @param calibration empty when it told no probability
 * @param transitions alarms raised and taken back, on all resources and JVMs
 * @param windows windows of 10 s observed, JVMs added
 * @param healthyWindows those in which nothing leaked yet
 */
public record Outcome(
    String caseId,
    Tier tier,
    Family family,
    Collector collector,
    Label label,
    String contender,
    boolean found,
    boolean falseAlarm,
    int falseAlarmsWhileHealthy,
    OptionalLong alertMs,
    OptionalLong firstFalseMs,
    OptionalLong leadMs,
    OptionalDouble leadFraction,
    Optional<Estimate> inflection,
    List<Forecast> exhaustion,
    Optional<Boolean> namedRight,
    Calibration calibration,
    int transitions,
    long windows,
    long healthyWindows,
    long cpuNanos) {

  /**
   * What a contender foretold of the exhaustion when part of the way was gone.
   *
   * @param asked whether the truth is known and the JVM was observed then
   * @param estimate error as a part of the time that was left; absent: it foretold nothing
   */
  public record Forecast(boolean asked, Optional<Estimate> estimate) {

    static final Forecast NOT_ASKED = new Forecast(false, Optional.empty());
  }

  /** Whether it is listed only, and part of no figure. */
  public boolean listedOnly() {
    return label == Label.NOT_ACTIONABLE;
  }

  /** Whether the run is a positive. */
  public boolean leaking() {
    return label == Label.LEAK;
  }
}
