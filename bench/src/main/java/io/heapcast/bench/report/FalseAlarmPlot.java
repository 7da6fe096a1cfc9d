package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Row;
import java.util.List;
import java.util.stream.DoubleStream;

/** False alarms per JVM-week, on a scale of tenfold steps, with intervals. */
final class FalseAlarmPlot {

  /** The scale reaches from here at least; further where somebody is beyond. */
  private static final double LOW = 0.005;

  private static final double HIGH = 500;

  /** Percent of the width that is kept for "none at all", which has no place on such a scale. */
  private static final double NONE_LANE = 9;

  private static final List<Tick> TICKS =
      List.of(
          new Tick(7 / 365.25, "year"),
          new Tick(7 / 30.44, "month"),
          new Tick(1, "week"),
          new Tick(7, "day"),
          new Tick(168, "hour"),
          new Tick(10_080, "minute"));

  private final Ranking ranking;
  private final Axis scale;
  private final List<Tick> ticks;

  FalseAlarmPlot(Ranking ranking) {
    this.ranking = ranking;
    double[] rates =
        ranking.rows().stream()
            .map(Row::falseAlarmsPerWeek)
            .flatMapToDouble(rate -> DoubleStream.of(rate.value(), rate.low(), rate.high()))
            .filter(rate -> rate > 0)
            .toArray();
    this.scale =
        Axis.log(
            Math.min(LOW, DoubleStream.of(rates).min().orElse(LOW) / 2),
            Math.max(HIGH, DoubleStream.of(rates).max().orElse(HIGH) * 2));
    this.ticks = TICKS.stream().filter(tick -> tick.perWeek() < scale.high()).toList();
  }

  /** Once in that time. */
  private record Tick(double perWeek, String name) {}

  void write(Markup page) {
    Figures.begin(
        page,
        "false-alarms",
        "How often it cries wolf",
        "False alarms for one JVM that does not leak. Whoever watches 100 JVMs gets a hundred times"
            + " as many.");
    page.open("ol", "class", "rows rate-rows");
    for (Row row : ranking.rows()) {
      page.open("li", "class", Badge.classes("row", ranking, row.contender()))
          .open("div", "class", "row-name");
      Badge.again(page, ranking, row.contender());
      page.close();
      strip(page, row);
      Figure rate = row.falseAlarmsPerWeek();
      page.open("div", "class", "row-value")
          .leaf("b", Measure.FALSE_ALARMS.text(row))
          .leaf("small", Numbers.rateInWords(rate.value()))
          .close()
          .close();
    }
    axis(page);
    page.close();
    Figures.end(
        page,
        "Each step from one upright line to the next is a longer time for one JVM between two false"
            + " alarms: an hour at the right, a year further left. Left is better.",
        "The bar is the 95 % interval. A hollow mark at the far left has raised none at all; its bar"
            + " then ends at the rate that still could not be ruled out.",
        "Only time in which nothing leaked is counted: healthy runs, and leaking ones before their"
            + " first leaking allocation. LeakBench's own runs are meant to mislead: an"
            + " ordinary service will raise fewer.");
  }

  private String place(double perWeek) {
    return Numbers.percent(
        perWeek <= 0 ? NONE_LANE / 3 : NONE_LANE + scale.at(perWeek) * (100 - NONE_LANE) / 100);
  }

  private void strip(Markup page, Row row) {
    Figure rate = row.falseAlarmsPerWeek();
    page.open(
        "svg",
        "class",
        "strip",
        "role",
        "img",
        "aria-label",
        row.contender() + ": " + Measure.FALSE_ALARMS.text(row) + " false alarms per JVM-week");
    ticks.forEach(
        tick ->
            Figures.line(page, place(tick.perWeek()), "0", place(tick.perWeek()), "100%", "grid"));
    Figures.line(page, "0", "50%", "100%", "50%", "grid");
    if (rate.hasInterval()) {
      Figures.line(page, place(rate.low()), "50%", place(rate.high()), "50%", "whisker thick");
    }
    if (rate.isPresent()) {
      page.empty(
          "circle",
          "cx",
          place(rate.value()),
          "cy",
          "50%",
          "r",
          "6",
          "class",
          rate.value() == 0 ? "dot hollow" : "dot");
    }
    page.close();
  }

  private void axis(Markup page) {
    page.open("li", "class", "row axis-row", "aria-hidden", "true").open("svg", "class", "strip");
    Figures.text(page, "none", place(0), "0", 0, 14, "tick middle");
    ticks.forEach(
        tick -> Figures.text(page, tick.name(), place(tick.perWeek()), "0", 0, 14, "tick middle"));
    Figures.text(page, "One false alarm per JVM in a …", "100%", "0", 0, 32, "axis end");
    page.close().close();
  }
}
