package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Contenders by measures: a row each, the best of each column marked. */
final class ScoreTable {

  private final Ranking ranking;
  private final List<Row> rows;

  ScoreTable(Ranking ranking, List<Row> rows) {
    this.ranking = ranking;
    this.rows = ranking.sorted(rows);
  }

  void write(Markup page, Group group, String note) {
    page.open(
            "div",
            "class",
            "scroll",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            group.title())
        .open("table", "class", "scores sortable");
    page.leaf("caption", note);
    page.open("thead").open("tr").leaf("th", "Contender", "scope", "col");
    for (Measure measure : Measure.values()) {
      page.open("th", "scope", "col", "class", "number", "title", measure.explanation())
          .leaf("span", measure.title())
          .leaf("small", measure.higherIsBetter() ? "more is better" : "less is better")
          .close();
    }
    page.close().close().open("tbody");
    Map<Measure, Double> best = best();
    for (Row row : rows) {
      write(page, row, best);
    }
    page.close().close().close().line();
  }

  private void write(Markup page, Row row, Map<Measure, Double> best) {
    page.open("tr", "class", Badge.classes("row", ranking, row.contender()))
        .open("th", "scope", "row", "data-v", String.valueOf(ranking.rank(row.contender())));
    Badge.withName(page, ranking, row.contender());
    page.close();
    for (Measure measure : Measure.values()) {
      double value = measure.of(row).value();
      boolean isBest = !Double.isNaN(value) && value == best.getOrDefault(measure, Double.NaN);
      page.open(
          "td",
          "class",
          isBest ? "number best" : "number",
          "data-v",
          Double.isNaN(value) ? "" : String.valueOf(value));
      page.leaf(isBest ? "b" : "span", measure.text(row));
      String second = measure.secondLine(row);
      if (!second.isEmpty()) {
        page.leaf("small", second);
      }
      page.close();
    }
    page.close().line();
  }

  private Map<Measure, Double> best() {
    Map<Measure, Double> best = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      for (Row row : rows) {
        double value = measure.of(row).value();
        if (measure.isBetter(value, best.getOrDefault(measure, Double.NaN))) {
          best.put(measure, value);
        }
      }
    }
    return best;
  }
}
