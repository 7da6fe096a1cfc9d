package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Forecasts;
import io.heapcast.bench.report.ReportData.Row;

/** The figures that contenders are compared by: columns of the tables, lines of the summary. */
enum Measure {
  F1(
      "F1",
      "overall score (F1)",
      "Precision and recall in one figure: their harmonic mean, 0 to 1. Large only where both are.",
      true),
  PRECISION(
      "Precision",
      "alarms that are right (precision)",
      "Part of the alarms that were right: leaks found, by leaks found plus runs with a false alarm."
          + " Every family of runs weighs the same.",
      true),
  RECALL(
      "Recall",
      "leaks found (recall)",
      "Part of the leaks that were found: an alarm on the leaking resource after the first leaking"
          + " allocation and before exhaustion. Every family weighs the same.",
      true),
  FALSE_ALARMS(
      "False alarms / JVM-week",
      "false alarms per JVM-week",
      "Alarms raised while nothing leaked, per week that one JVM was watched without a leak. Here"
          + " weeks count, not families.",
      false),
  LEAD_MEDIAN(
      "Lead, median",
      "time left at the alarm (median lead)",
      "How much of the way from the first leaking allocation to exhaustion was still left when the"
          + " alarm came. 100 % is at once, 0 % is at the crash or never.",
      true),
  LEAD_TENTH(
      "Lead, 10th percentile",
      "time left in the worst tenth of leaks",
      "The same, for the leak that is warned of later than nine in ten others. A miss counts as 0 %.",
      true),
  INFLECTION(
      "Begin, error",
      "when the leak began (error)",
      "How far the begin of the leak as told by the alarm lies from the first leaking allocation, as"
          + " a part of the way to exhaustion; median. Below it: how often the truth lies in the 80 %"
          + " interval that was told; 80 % is right.",
      false),
  EXHAUSTION(
      "Forecast, error half way",
      "when memory runs out, told half way (error)",
      "Half way to exhaustion: how far the foretold time of exhaustion is off, as a part of the time"
          + " that was left; median. Below it: how often the truth lies in the 80 % interval that was"
          + " told; 80 % is right.",
      false),
  NAMED(
      "Named right",
      "healthy growth called by its name",
      "Of the healthy runs that look like leaks and have a name of their own (a cache that fills, a"
          + " load that grows, …): the part that was called by that name.",
      true),
  MICROS(
      "CPU per window",
      "CPU per window of 10 s",
      "CPU time that one JVM takes to be judged, per window of 10 seconds of its life. Measured, so"
          + " it differs from run to run and from machine to machine.",
      false);

  private final String title;
  private final String inWords;
  private final String explanation;
  private final boolean higherIsBetter;

  Measure(String title, String inWords, String explanation, boolean higherIsBetter) {
    this.title = title;
    this.inWords = inWords;
    this.explanation = explanation;
    this.higherIsBetter = higherIsBetter;
  }

  /** Head of a column. */
  String title() {
    return title;
  }

  /** What it is within a sentence. */
  String inWords() {
    return inWords;
  }

  /** For somebody who has never heard of it. */
  String explanation() {
    return explanation;
  }

  boolean higherIsBetter() {
    return higherIsBetter;
  }

  Figure of(Row row) {
    return switch (this) {
      case F1 -> row.f1();
      case PRECISION -> row.precision();
      case RECALL -> row.recall();
      case FALSE_ALARMS -> row.falseAlarmsPerWeek();
      case LEAD_MEDIAN -> bare(row.leadMedian());
      case LEAD_TENTH -> bare(row.leadTenth());
      case INFLECTION -> bare(row.inflection().medianError());
      case EXHAUSTION -> bare(atHalf(row).estimates().medianError());
      case NAMED -> bare(row.named());
      case MICROS -> bare(row.microsPerWindow());
    };
  }

  String text(double value) {
    return switch (this) {
      case F1 -> Numbers.score(value);
      case FALSE_ALARMS -> Numbers.rate(value);
      case PRECISION, RECALL, LEAD_MEDIAN, LEAD_TENTH, NAMED -> Numbers.share(value);
      case INFLECTION, EXHAUSTION -> Numbers.error(value);
      case MICROS -> Numbers.micros(value);
    };
  }

  /** The figure with its unit, or a dash. */
  String text(Row row) {
    return text(of(row).value());
  }

  /** The second line of a cell: interval or coverage; empty where there is neither. */
  String secondLine(Row row) {
    Figure value = of(row);
    return switch (this) {
      case INFLECTION -> coverage(row.inflection().coverage());
      case EXHAUSTION -> coverage(atHalf(row).estimates().coverage());
      default -> value.hasInterval() ? Numbers.range(text(value.low()), text(value.high())) : "";
    };
  }

  /** Whether a is better than b; a figure is better than none. */
  boolean isBetter(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return !Double.isNaN(a) && Double.isNaN(b);
    }
    return higherIsBetter ? a > b : a < b;
  }

  /** The forecasts told half way; the nearest there are. */
  static Forecasts atHalf(Row row) {
    Forecasts nearest = new Forecasts(Double.NaN, ReportData.Estimates.NONE);
    for (Forecasts forecasts : row.exhaustion()) {
      if (Double.isNaN(nearest.progress())
          || Math.abs(forecasts.progress() - 0.5) < Math.abs(nearest.progress() - 0.5)) {
        nearest = forecasts;
      }
    }
    return nearest;
  }

  private static String coverage(double coverage) {
    return Double.isNaN(coverage) ? "" : "covers " + Numbers.share(coverage);
  }

  private static Figure bare(double value) {
    return new Figure(value, Double.NaN, Double.NaN);
  }
}
