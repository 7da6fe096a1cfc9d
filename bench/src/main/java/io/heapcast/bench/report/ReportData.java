package io.heapcast.bench.report;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page tells. Everything is given: nothing is read from a clock, and nothing is scored
 * here. A figure that nothing tells is NaN.
 *
 * @param subject name of the contender whose misses and false alarms are shown one by one
 * @param contenders in the order of the tables
 * @param headline the figures that count, one row per contender
 * @param splits the same figures by part, tier, collector, family, …, in the order of the page
 * @param runs one per run and contender, those behind the headline
 * @param exhibits misses and false alarms of the subject
 */
public record ReportData(
    Facts facts,
    String subject,
    List<Contestant> contenders,
    Group headline,
    List<Split> splits,
    List<RunPoint> runs,
    List<Exhibit> exhibits) {

  public ReportData {
    contenders = List.copyOf(contenders);
    splits = List.copyOf(splits);
    runs = List.copyOf(runs);
    exhibits = List.copyOf(exhibits);
  }

  /**
   * How the benchmark was run.
   *
   * @param date of the run
   * @param scale quick or full
   * @param versions name to version, in the order of the page: Heapcast, rivals from elsewhere, …
   * @param jdk that ran the benchmark
   * @param machine processors and memory, in a line
   * @param took wall time of the whole benchmark
   * @param command that repeats it
   * @param seed of everything random
   */
  public record Facts(
      LocalDate date,
      long seed,
      String scale,
      Map<String, String> versions,
      String jdk,
      String machine,
      Duration took,
      String command) {

    public Facts {
      versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }
  }

  /**
   * One who was judged.
   *
   * @param about what it does and with which settings, one line with the source
   */
  public record Contestant(String name, String about) {}

  /**
   * Some groups that together are all runs, seen from one side.
   *
   * @param title such as "By collector"
   * @param what it tells, one sentence
   */
  public record Split(String title, String what, List<Group> groups) {
    public Split {
      groups = List.copyOf(groups);
    }
  }

  /**
   * The figures of all contenders over the same runs.
   *
   * @param title such as "Judging families" or "G1"
   * @param what it holds, one sentence; may be empty
   */
  public record Group(String title, String what, List<Row> rows) {
    public Group {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A figure with its 95 % interval.
   *
   * @param value NaN: nothing tells it
   * @param low NaN: no interval is known
   */
  public record Figure(double value, double low, double high) {

    public static final Figure NONE = new Figure(Double.NaN, Double.NaN, Double.NaN);

    public boolean isPresent() {
      return !Double.isNaN(value);
    }

    public boolean hasInterval() {
      return isPresent() && !Double.isNaN(low) && !Double.isNaN(high);
    }
  }

  /**
   * How one contender did.
   *
   * @param leakingRuns runs with a leak
   * @param healthyRuns runs without one
   * @param found leaking runs whose leak was found
   * @param falseAlarmRuns runs with a false alarm, leaking or not
   * @param precision 0 to 1, as are recall and F1
   * @param falseAlarmsPerWeek per JVM-week observed without a leak
   * @param healthyWeeks those JVM-weeks
   * @param leadMedian lead as a part of the way from first leaking allocation to exhaustion, a miss
   *     is 0
   * @param leadTenth its 10 % quantile
   * @param leadHoursMedian lead in hours
   * @param inflection begin of the leak, error as a part of the same way
   * @param exhaustion one per progress, in rising order
   * @param named part of the healthy runs with a name of their own that were called by it
   * @param namedRuns how many of them there were
   * @param brier mean square error of the probability told, 0 is best
   * @param calibrationError expected calibration error, 0 is best
   * @param transitionsPerAlarmedRun alarms raised and taken back, per run with any
   * @param microsPerWindow CPU time for a window of 10 s of a JVM
   */
  public record Row(
      String contender,
      int leakingRuns,
      int healthyRuns,
      int found,
      int falseAlarmRuns,
      Figure precision,
      Figure recall,
      Figure f1,
      Figure falseAlarmsPerWeek,
      double healthyWeeks,
      double leadMedian,
      double leadTenth,
      double leadHoursMedian,
      Estimates inflection,
      List<Forecasts> exhaustion,
      double named,
      int namedRuns,
      double brier,
      double calibrationError,
      double transitionsPerAlarmedRun,
      double microsPerWindow) {

    public Row {
      exhaustion = List.copyOf(exhaustion);
    }
  }

  /**
   * How good estimated times were.
   *
   * @param medianError as a fraction, 0 is best
   * @param coverage part of the truths inside the 80 % intervals; 0.8 is right
   * @param answered runs with an estimate
   * @param asked runs in which one could have been told
   */
  public record Estimates(double medianError, double coverage, int answered, int asked) {

    public static final Estimates NONE = new Estimates(Double.NaN, Double.NaN, 0, 0);
  }

  /**
   * How good forecasts of the exhaustion were at one point of the way.
   *
   * @param progress part of the way from first leaking allocation to exhaustion, 0 to 1
   * @param estimates error as a part of the time that was left
   */
  public record Forecasts(double progress, Estimates estimates) {}
}
