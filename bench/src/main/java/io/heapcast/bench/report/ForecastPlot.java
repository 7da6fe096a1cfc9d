package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Estimates;
import io.heapcast.bench.report.ReportData.Forecasts;
import io.heapcast.bench.report.ReportData.Row;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How well exhaustion was foretold, by how much of the way was gone. */
final class ForecastPlot {

  private static final int HEIGHT = 240;
  private static final Axis PROGRESS = Axis.linear(0, 1);
  private static final Axis ERROR = Axis.log(0.01, 10);
  private static final Axis COVERAGE = Axis.linear(0, 1);

  private final Ranking ranking;
  private final List<Row> telling;

  ForecastPlot(Ranking ranking) {
    this.ranking = ranking;
    this.telling =
        ranking.rows().stream()
            .filter(
                row ->
                    row.exhaustion().stream()
                        .anyMatch(at -> !Double.isNaN(at.estimates().medianError())))
            .toList();
  }

  void write(Markup page) {
    Figures.begin(
        page,
        "forecast",
        "When memory runs out",
        "Some contenders foretell when a leak will have used up the memory. This is how far off they"
            + " are when a quarter, half and three quarters of the way are gone.");
    if (telling.isEmpty()) {
      page.leaf("p", "No contender foretold anything.", "class", "empty");
    } else {
      page.open("div", "class", "pair");
      error(page);
      coverage(page);
      page.close();
      key(page);
    }
    Figures.end(
        page,
        "Left: distance of the foretold from the true time of exhaustion, as a part of the time that"
            + " was left; median. Each step up is ten times as much; lower is better.",
        "Right: how often the truth was in the interval that was told with 80 % confidence. On the"
            + " dashed line is right; below it the contender is too sure of itself, above it too"
            + " careful.",
        "Only forecasts that were told count. How many that is stands below the plot: silence is no"
            + " error here, but it is no help either.");
  }

  /** The subject last: nothing covers it. */
  private List<Row> drawn() {
    return telling.stream()
        .sorted(Comparator.comparing(row -> ranking.isSubject(row.contender())))
        .toList();
  }

  private void error(Markup page) {
    open(page, "Median error of the forecast by part of the way gone. ", e -> e.medianError());
    for (double tick : new double[] {0.01, 0.1, 1, 10}) {
      String down = ERROR.percentDown(tick);
      Figures.line(page, "0", down, "100%", down, "grid");
      Figures.text(page, Numbers.error(tick), "0", down, -8, 4, "tick end");
    }
    Figures.text(page, "Median error", "0", "0", -40, -14, "axis");
    drawn().forEach(row -> series(page, row, ERROR, e -> e.medianError()));
    Figures.closeArea(page);
  }

  private void coverage(Markup page) {
    open(
        page,
        "Part of truths inside the 80 % interval by part of the way gone. ",
        e -> e.coverage());
    for (double tick : new double[] {0, 0.2, 0.4, 0.6, 0.8, 1}) {
      String down = COVERAGE.percentDown(tick);
      Figures.line(page, "0", down, "100%", down, tick == 0.8 ? "target" : "grid");
      Figures.text(page, Numbers.share(tick), "0", down, -8, 4, "tick end");
    }
    Figures.text(page, "Truth inside the 80 % interval", "0", "0", -40, -14, "axis");
    drawn().forEach(row -> series(page, row, COVERAGE, e -> e.coverage()));
    Figures.closeArea(page);
  }

  private void open(Markup page, String inWords, ToDoubleFunction<Estimates> value) {
    StringBuilder words = new StringBuilder(inWords);
    for (Row row : telling) {
      words.append(row.contender()).append(':');
      for (Forecasts at : row.exhaustion()) {
        words
            .append(' ')
            .append(Numbers.error(value.applyAsDouble(at.estimates())))
            .append(" at ")
            .append(Numbers.share(at.progress()));
      }
      words.append(". ");
    }
    Figures.openArea(page, HEIGHT, words.toString().strip(), "small-multiple");
    for (Forecasts at : telling.get(0).exhaustion()) {
      String x = PROGRESS.percent(at.progress());
      Figures.line(page, x, "0", x, "100%", "grid");
      Figures.text(page, Numbers.share(at.progress()), x, "100%", 0, 24, "tick middle");
    }
    Figures.text(page, "Part of the way gone →", "100%", "100%", 0, 42, "axis end");
  }

  private void series(Markup page, Row row, Axis axis, ToDoubleFunction<Estimates> value) {
    StringBuilder path = new StringBuilder();
    for (Forecasts at : row.exhaustion()) {
      double y = value.applyAsDouble(at.estimates());
      if (!Double.isNaN(y)) {
        path.append(path.length() == 0 ? 'M' : 'L')
            .append(PROGRESS.unit(at.progress()))
            .append(' ')
            .append(axis.unitDown(y));
      }
    }
    if (path.length() == 0) {
      return;
    }
    Figures.openCanvas(page);
    page.empty(
            "path",
            "d",
            path.toString(),
            "class",
            Badge.classes("series", ranking, row.contender()))
        .close();
    for (Forecasts at : row.exhaustion()) {
      double y = value.applyAsDouble(at.estimates());
      if (!Double.isNaN(y)) {
        Figures.openAt(page, PROGRESS.percent(at.progress()), axis.percentDown(y));
        page.open("g", "class", Badge.classes("mark", ranking, row.contender()))
            .leaf("title", row.contender() + ": " + Numbers.error(y))
            .empty("circle", "r", "9")
            .leaf("text", String.valueOf(ranking.rank(row.contender())), "dy", "4")
            .close()
            .close();
      }
    }
  }

  private void key(Markup page) {
    page.open("ul", "class", "key wide");
    for (Row row : telling) {
      page.open("li");
      Badge.again(page, ranking, row.contender());
      StringBuilder told = new StringBuilder(" told something in ");
      for (int i = 0; i < row.exhaustion().size(); i++) {
        Estimates estimates = row.exhaustion().get(i).estimates();
        told.append(i == 0 ? "" : i == row.exhaustion().size() - 1 ? " and " : ", ")
            .append(Numbers.count(estimates.answered()))
            .append(" of ")
            .append(Numbers.count(estimates.asked()));
      }
      page.leaf("small", told + " leaks").close();
    }
    page.close();
  }
}
