package io.heapcast.bench;

import io.heapcast.bench.score.Outcome;
import io.heapcast.bench.score.Results;
import io.heapcast.bench.score.Results.Cut;
import io.heapcast.bench.score.Score;
import io.heapcast.bench.score.Score.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables of a run for a terminal, at most {@value #WIDTH} columns wide. */
final class ResultTables {

  static final int WIDTH = 110;

  private static final int NAME_WIDTH = 28;
  private static final int SHORT_NAME_WIDTH = 25;

  /** "100" and the gap before it. */
  private static final int GRID_COLUMN_WIDTH = 5;

  private static final List<String> DETECTION_LEGEND =
      List.of(
          "  Every family weighs the same; 95 % intervals. Lead: median and 10 % quantile, as a part of"
              + " the way",
          "  from the first leaking allocation to exhaustion, 0 for a miss. False alarms per JVM-week"
              + " without a leak.");

  private static final List<String> ESTIMATES_LEGEND =
      List.of(
          "  begin, end: median error of the leak's begin and its end (told at ¼, ½, ¾ of the way); in:"
              + " inside the",
          "  80 % interval; told: had a forecast at ½; named: healthy runs called by their name; turns:"
              + " alarm changes",
          "  per alarmed run; µs: CPU time per window.");

  private final Results results;
  private final List<String> lines = new ArrayList<>();

  private ResultTables(Results results) {
    this.results = results;
  }

  /** All tables; the same for the same results, but for the CPU time. */
  static List<String> of(Results results) {
    ResultTables tables = new ResultTables(results);
    tables.headline();
    Cut headline = results.headline();
    if (results.tiers().size() > 1) {
      results.tiers().forEach(tables::detection);
    }
    results.parts().stream()
        .filter(part -> !part.title().equals(headline.title()))
        .forEach(tables::detection);
    tables.grid(
        "F1 by collector, macro, %", results.collectors(), score -> score.macro().f1().value());
    tables.grid(
        "Leaks found, % of the runs, by family",
        results.families().stream().filter(tables::leaks).toList(),
        score -> score.macro().recall().value());
    tables.grid(
        "Runs with a false alarm, %, by family",
        results.families().stream().filter(family -> !tables.listedOnly(family)).toList(),
        score -> score.falseAlarmShare().value());
    tables.listedOnly();
    return List.copyOf(tables.lines);
  }

  /** The first two tables, those that count. */
  static List<String> headline(Results results) {
    ResultTables tables = new ResultTables(results);
    tables.headline();
    return List.copyOf(tables.lines);
  }

  private void headline() {
    detection(results.headline());
    lines.addAll(DETECTION_LEGEND);
    estimates(results.headline());
    lines.addAll(ESTIMATES_LEGEND);
  }

  private void detection(Cut cut) {
    List<Score> scores = results.scores(cut);
    title("Detection: " + cut.title() + ", " + size(scores));
    TextTable table =
        new TextTable()
            .row(List.of("", "precision", "recall", "F1", "false/JVM-week", "lead", "10 %"));
    for (Score score : scores) {
      table.row(
          List.of(
              name(score.contender(), NAME_WIDTH),
              Numbers.share(score.macro().precision()),
              Numbers.share(score.macro().recall()),
              Numbers.share(score.macro().f1()),
              Numbers.rate(score.falseAlarmsPerWeek()),
              Numbers.share(score.leadMedian()),
              Numbers.share(score.leadTenth())));
    }
    lines.addAll(table.lines());
  }

  private void estimates(Cut cut) {
    title("Estimates, names and cost: " + cut.title() + ", %");
    TextTable table =
        new TextTable()
            .row(
                List.of(
                    "", "begin", "in", "end ¼", "in", "end ½", "in", "end ¾", "in", "told", "named",
                    "Brier", "ECE", "turns", "µs"));
    for (Score score : results.scores(cut)) {
      List<String> cells = new ArrayList<>();
      cells.add(name(score.contender(), SHORT_NAME_WIDTH));
      cells.add(Numbers.percent(score.inflection().medianError()));
      cells.add(Numbers.percent(score.inflection().coverage()));
      for (Quality quality : score.exhaustion()) {
        cells.add(Numbers.percent(quality.medianError()));
        cells.add(Numbers.percent(quality.coverage()));
      }
      Quality half = score.exhaustion().get(1);
      cells.add(
          half.asked() == 0
              ? Numbers.NONE
              : Numbers.percent((double) half.answered() / half.asked()));
      cells.add(Numbers.percent(score.named()));
      cells.add(Numbers.share(score.brier()));
      cells.add(Numbers.share(score.calibrationError()));
      cells.add(Numbers.significant(score.transitionsPerAlarmedRun()));
      cells.add(Numbers.significant(score.microsPerWindow()));
      table.row(cells);
    }
    lines.addAll(table.lines());
  }

  /** One row per group, one column per contender by number; as many tables as the width asks. */
  private void grid(String title, List<Cut> cuts, ToDoubleFunction<Score> figure) {
    if (cuts.isEmpty()) {
      return;
    }
    int nameWidth = cuts.stream().mapToInt(cut -> cut.title().length()).max().orElse(0);
    int columns = Math.max(1, (WIDTH - nameWidth) / GRID_COLUMN_WIDTH);
    List<String> contenders = results.contenders();
    for (int from = 0; from < contenders.size(); from += columns) {
      int until = Math.min(contenders.size(), from + columns);
      title(title);
      List<String> head = new ArrayList<>(List.of(""));
      for (int i = from; i < until; i++) {
        head.add(Integer.toString(i + 1));
      }
      TextTable table = new TextTable().row(head);
      for (Cut cut : cuts) {
        List<String> cells = new ArrayList<>(List.of(cut.title()));
        results
            .scores(cut)
            .subList(from, until)
            .forEach(score -> cells.add(Numbers.ofHundred(figure.applyAsDouble(score))));
        table.row(cells);
      }
      lines.addAll(table.lines());
    }
  }

  /** What is listed but part of no figure. */
  private void listedOnly() {
    List<Cut> cuts = results.families().stream().filter(this::listedOnly).toList();
    if (!cuts.isEmpty()) {
      title("Listed, in no figure: runs with an alarm");
      for (Cut cut : cuts) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < results.contenders().size(); i++) {
          List<Outcome> outcomes = results.outcomes(cut, results.contenders().get(i));
          long alarmed = outcomes.stream().filter(outcome -> outcome.transitions() > 0).count();
          words.add("[%d] %d/%d".formatted(i + 1, alarmed, outcomes.size()));
        }
        wrap(cut.title() + ": ", words);
      }
    }
  }

  private void wrap(String head, List<String> words) {
    StringBuilder line = new StringBuilder(head);
    for (String word : words) {
      if (line.length() + word.length() + 2 > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(head.length()));
      }
      line.append(word).append("  ");
    }
    lines.add(line.toString().stripTrailing());
  }

  private boolean leaks(Cut cut) {
    return results.outcomes().stream().filter(cut.which()).anyMatch(Outcome::leaking);
  }

  private boolean listedOnly(Cut cut) {
    return results.outcomes().stream().filter(cut.which()).allMatch(Outcome::listedOnly);
  }

  private void title(String title) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(title);
  }

  /** With the number that stands for it in the grids. */
  private String name(String contender, int width) {
    String numbered = "[%d] %s".formatted(results.contenders().indexOf(contender) + 1, contender);
    return numbered.length() <= width ? numbered : numbered.substring(0, width - 1) + "…";
  }

  private static String size(List<Score> scores) {
    Score any = scores.get(0);
    return String.format(
        Locale.ROOT,
        "%d leaking and %d healthy runs, %s JVM-weeks without a leak",
        any.leakingRuns(),
        any.healthyRuns(),
        Numbers.significant(any.healthyWeeks()));
  }
}
