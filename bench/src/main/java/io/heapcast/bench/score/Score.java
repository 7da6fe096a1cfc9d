package io.heapcast.bench.score;

import java.util.List;

/**
 * How one contender did over a group of runs. A figure that nothing tells is NaN. "Macro" means
 * that every family weighs the same.
 *
 * @param contender its name
 * @param leakingRuns runs with a leak
 * @param healthyRuns runs without one
 * @param found leaking runs whose leak was found
 * @param falseAlarmRuns runs with a false alarm, leaking or not
 * @param macro precision, recall and F1 with every family weighing the same
 * @param micro the same with every run weighing the same
 * @param falseAlarmShare part of the runs with a false alarm, Wilson
 * @param falseAlarmsPerWeek false alarms raised while nothing leaked, per JVM-week observed so
 * @param healthyWeeks those JVM-weeks
 * @param leadMedian of lead as a part of first leaking allocation to exhaustion, misses 0, macro
 * @param leadTenth its 10 % quantile
 * @param leadHoursMedian lead in hours
 * @param inflection error and coverage of the begin told by finds
 * @param exhaustion at {@link Scoring#PROGRESS}
 * @param named part of the healthy runs with a name that were called by it, macro
 * @param namedRuns how many of them there were
 * @param brier mean over runs, macro; see {@link Calibration#brier()}
 * @param calibrationError see {@link Calibration#expectedError()}
 * @param transitionsPerAlarmedRun alarms raised and taken back, per run with any
 * @param microsPerWindow CPU time for a window of a JVM
 * @param windows windows judged
 */
public record Score(
    String contender,
    int leakingRuns,
    int healthyRuns,
    int found,
    int falseAlarmRuns,
    Detection macro,
    Detection micro,
    Interval95 falseAlarmShare,
    Interval95 falseAlarmsPerWeek,
    double healthyWeeks,
    double leadMedian,
    double leadTenth,
    double leadHoursMedian,
    Quality inflection,
    List<Quality> exhaustion,
    double named,
    int namedRuns,
    double brier,
    double calibrationError,
    double transitionsPerAlarmedRun,
    double microsPerWindow,
    long windows) {

  /**
   * How good estimates were.
   *
   * @param medianError as a fraction, macro
   * @param coverage part of the truths inside the 80 % intervals, macro
   * @param answered runs with an estimate
   * @param asked runs in which one could have been told
   */
  public record Quality(double medianError, double coverage, int answered, int asked) {}
}
