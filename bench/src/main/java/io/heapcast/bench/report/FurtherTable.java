package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Estimates;
import io.heapcast.bench.report.ReportData.Row;
import java.util.List;
import java.util.function.Function;

/** Counts behind the headline and the figures that are less often asked for. */
final class FurtherTable {

  private static final List<Column> COLUMNS =
      List.of(
          new Column(
              "Leaks found",
              "Leaking runs whose leak was found, of all leaking runs.",
              row -> Numbers.count(row.found()) + " of " + Numbers.count(row.leakingRuns())),
          new Column(
              "Runs with a false alarm",
              "Runs with at least one false alarm, of all runs; leaking runs too, before they leak.",
              row ->
                  Numbers.count(row.falseAlarmRuns())
                      + " of "
                      + Numbers.count((long) row.leakingRuns() + row.healthyRuns())),
          new Column(
              "JVM-weeks without a leak",
              "Time watched in which nothing leaked: what the rate of false alarms is by.",
              row -> Numbers.weeks(row.healthyWeeks())),
          new Column(
              "Lead, median hours",
              "Hours between alarm and exhaustion. Runs last from minutes to weeks, so the part of the"
                  + " way says more.",
              row -> Numbers.hours(row.leadHoursMedian())),
          new Column(
              "Begin told",
              "Finds that told when the leak began, of those whose exhaustion is known.",
              row -> answered(row.inflection())),
          new Column(
              "Forecast told half way",
              "Leaks with a forecast half way to exhaustion, of those where one could be told.",
              row -> answered(Measure.atHalf(row).estimates())),
          new Column(
              "Runs to be named",
              "Healthy runs that have a name of their own.",
              row -> Numbers.count(row.namedRuns())),
          new Column(
              "Brier score",
              "Mean square distance between the probability that was told and the truth: 0 is best,"
                  + " 0.25 is a coin.",
              row -> Numbers.plain(row.brier())),
          new Column(
              "Calibration error",
              "How far probabilities lie from what happens: of all things called 80 % sure, 80 %"
                  + " should be so. 0 is best.",
              row -> Numbers.error(row.calibrationError())),
          new Column(
              "Changes of mind",
              "Alarms raised and taken back, per run with any alarm. 1 is one clear word.",
              row -> Numbers.plain(row.transitionsPerAlarmedRun())));

  private final Ranking ranking;

  FurtherTable(Ranking ranking) {
    this.ranking = ranking;
  }

  private record Column(String title, String explanation, Function<Row, String> text) {}

  void write(Markup page) {
    page.open("details", "class", "more")
        .leaf("summary", "Counts and further figures")
        .open(
            "div",
            "class",
            "scroll",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            "Further figures")
        .open("table", "class", "scores")
        .leaf("caption", "Counts behind the headline, calibration and restlessness")
        .open("thead")
        .open("tr")
        .leaf("th", "Contender", "scope", "col");
    COLUMNS.forEach(
        column ->
            page.leaf(
                "th",
                column.title(),
                "scope",
                "col",
                "class",
                "number",
                "title",
                column.explanation()));
    page.close().close().open("tbody");
    for (Row row : ranking.rows()) {
      page.open("tr", "class", Badge.classes("row", ranking, row.contender()))
          .open("th", "scope", "row");
      Badge.again(page, ranking, row.contender());
      page.close();
      COLUMNS.forEach(column -> page.leaf("td", column.text().apply(row), "class", "number"));
      page.close().line();
    }
    page.close().close().close();
    page.open("dl", "class", "glossary");
    COLUMNS.forEach(
        column ->
            page.open("div").leaf("dt", column.title()).leaf("dd", column.explanation()).close());
    page.close().close().line();
  }

  private static String answered(Estimates estimates) {
    return estimates.asked() == 0
        ? Numbers.NONE
        : Numbers.count(estimates.answered()) + " of " + Numbers.count(estimates.asked());
  }
}
