package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Row;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Contenders by measures: a row each, the best of each column marked. */
final class ScoreTable {

  private final Ranking ranking;
  private final List<Row> rows;
  private final boolean explained;

  /**
   * A table.
   *
   * @param explained whether contenders tell on hover what they are
   */
  ScoreTable(Ranking ranking, List<Row> rows, boolean explained) {
    this.explained = explained;
    this.ranking = ranking;
    this.rows = ranking.sorted(rows);
  }

  void write(Markup page, String title) {
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title)
        .open("table", "class", "scores sortable");
    page.leaf("caption", title, "class", "unseen");
    page.open("thead").open("tr").leaf("th", "Contender", "scope", "col");
    for (Measure measure : Measure.values()) {
      page.open("th", "scope", "col", "class", "number", "title", measure.explanation())
          .leaf("span", measure.title())
          .leaf("small", measure.higherIsBetter() ? "↑ is better" : "↓ is better")
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
    if (explained) {
      Badge.withName(page, ranking, row.contender());
    } else {
      Badge.again(page, ranking, row.contender());
    }
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

  /** The best figure of each column in which not all are the same. */
  private Map<Measure, Double> best() {
    Map<Measure, Double> best = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      double[] values = rows.stream().mapToDouble(row -> measure.of(row).value()).toArray();
      double first = Double.NaN;
      for (double value : values) {
        first = measure.isBetter(value, first) ? value : first;
      }
      double bar = first;
      if (rows.size() == 1 || Arrays.stream(values).anyMatch(value -> value != bar)) {
        best.put(measure, bar);
      }
    }
    return best;
  }
}
