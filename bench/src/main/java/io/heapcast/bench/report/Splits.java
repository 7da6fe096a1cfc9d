package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Group;
import io.heapcast.bench.report.ReportData.Row;
import io.heapcast.bench.report.ReportData.Split;
import java.util.List;

/** The same figures from other sides: by part, tier, collector, family, … */
final class Splits {

  private final Ranking ranking;

  Splits(Ranking ranking) {
    this.ranking = ranking;
  }

  void write(Markup page, List<Split> splits) {
    page.open("section", "class", "part", "id", "splits")
        .leaf("h2", "The same, from other sides")
        .leaf(
            "p",
            "A detector that is good on one garbage collector may be blind on another. First the"
                + " overall score of each group, then, folded, all its figures.",
            "class",
            "intro");
    splits.forEach(split -> write(page, split));
    page.close().line();
  }

  private void write(Markup page, Split split) {
    page.leaf("h3", split.title()).leaf("p", split.what(), "class", "note");
    if (split.groups().stream().anyMatch(Splits::hasScore)) {
      overview(page, split);
    }
    page.open("details", "class", "more")
        .leaf("summary", "All figures: " + Numbers.count(split.groups().size(), "table", "tables"));
    for (Group group : split.groups()) {
      page.open("h4").text(group.title() + " ").leaf("small", group.what()).close();
      new ScoreTable(ranking, group.rows(), false).write(page, group.title());
    }
    page.close();
  }

  private void overview(Markup page, Split split) {
    page.open(
            "div",
            "class",
            "scroll",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            split.title())
        .open("table", "class", "heat")
        .leaf("caption", split.title() + ": overall score (F1) by contender", "class", "unseen")
        .open("thead")
        .open("tr")
        .leaf("th", "F1", "scope", "col")
        .leaf("th", "Runs", "scope", "col", "class", "number");
    for (String name : ranking.names()) {
      page.open("th", "scope", "col", "class", "who", "title", name + ". " + ranking.about(name))
          .leaf("span", name, "class", "turned");
      Badge.mark(page, ranking, name);
      page.close();
    }
    page.close().close().open("tbody");
    for (Group group : split.groups()) {
      page.open("tr").open("th", "scope", "row").leaf("span", group.title(), "class", "family");
      if (!group.what().isEmpty()) {
        page.leaf("small", group.what());
      }
      page.close().leaf("td", Numbers.count(runs(group)), "class", "number runs");
      ranking.names().forEach(name -> cell(page, group, name));
      page.close().line();
    }
    page.close().close().close();
  }

  private static void cell(Markup page, Group group, String name) {
    Figure f1 =
        group.rows().stream()
            .filter(row -> row.contender().equals(name))
            .findFirst()
            .map(Row::f1)
            .orElse(Figure.NONE);
    page.leaf(
        "td",
        Numbers.score(f1.value()),
        "class",
        f1.isPresent() ? "cell right-" + Palette.step(f1.value()) : "cell");
  }

  private static int runs(Group group) {
    return group.rows().stream()
        .mapToInt(row -> row.leakingRuns() + row.healthyRuns())
        .max()
        .orElse(0);
  }

  /** F1 says something only where some runs leak and some do not. */
  private static boolean hasScore(Group group) {
    return group.rows().stream()
        .anyMatch(row -> row.leakingRuns() > 0 && row.healthyRuns() > 0 && row.f1().isPresent());
  }
}
