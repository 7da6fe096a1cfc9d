package io.heapcast.bench.report;

import io.heapcast.bench.report.Labels.Spot;
import io.heapcast.bench.report.ReportData.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All contenders in the plane of recall and precision, with lines of equal F1. */
final class PrecisionRecallPlot {

  private static final int HEIGHT = 460;

  /** About what a screen of usual width leaves; names find their room by it. */
  private static final int WIDTH = 640;

  private static final int RADIUS = 10;
  private static final Spot AT_ITS_PLACE = new Spot(0, 0, "middle");
  private static final Axis AXIS = Axis.linear(0, 1);
  private static final double[] F1_LINES = {0.2, 0.4, 0.6, 0.8, 0.9};

  private final Ranking ranking;

  PrecisionRecallPlot(Ranking ranking) {
    this.ranking = ranking;
  }

  void write(Markup page) {
    Figures.begin(
        page,
        "plane",
        "Finding leaks, and being right about it",
        "A detector can find every leak by crying wolf all day, or always be right by hardly ever"
            + " speaking. Good ones are in the upper right corner.");
    Figures.openArea(page, HEIGHT, inWords(), "plane");
    frame(page);
    List<Row> drawn = drawn();
    drawn.forEach(row -> interval(page, row));
    marks(page, drawn);
    Figures.closeArea(page);
    key(page);
    Figures.end(
        page,
        "To the right: more of the leaks are found (recall). Upwards: more of the alarms are right"
            + " (precision). Each round mark is a contender; its number is its rank by F1.",
        "The thin bars are 95 % intervals: with other families and runs the mark could as well be"
            + " anywhere along them.",
        "Thin curves join places of the same F1. Whoever is on a higher curve has the better overall"
            + " score, whichever way it was reached.");
  }

  private List<Row> drawn() {
    List<Row> rows =
        new ArrayList<>(
            ranking.rows().stream()
                .filter(row -> row.precision().isPresent() && row.recall().isPresent())
                .toList());
    Collections.reverse(rows);
    rows.sort(
        (a, b) ->
            Boolean.compare(ranking.isSubject(a.contender()), ranking.isSubject(b.contender())));
    return rows;
  }

  private void frame(Markup page) {
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      String at = AXIS.percent(tenth / 10.0);
      String down = AXIS.percentDown(tenth / 10.0);
      Figures.line(page, at, "0", at, "100%", "grid");
      Figures.line(page, "0", down, "100%", down, "grid");
      Figures.text(page, Numbers.share(tenth / 10.0), at, "100%", 0, 18, "tick middle");
      Figures.text(page, Numbers.share(tenth / 10.0), "0", down, -8, 4, "tick end");
    }
    Figures.text(page, "Recall: part of the leaks found →", "100%", "100%", 0, 38, "axis end");
    Figures.text(
        page, "↑ Precision: part of the alarms that are right", "0", "0", -36, -14, "axis");
    Figures.openCanvas(page);
    for (double f1 : F1_LINES) {
      page.empty("path", "d", isoLine(f1), "class", "iso");
    }
    page.close();
    for (double f1 : F1_LINES) {
      Figures.text(
          page,
          "F1 " + Numbers.score(f1),
          "100%",
          AXIS.percentDown(f1 / (2 - f1)),
          5,
          4,
          "iso-label");
    }
  }

  private static String isoLine(double f1) {
    StringBuilder path = new StringBuilder();
    double from = f1 / (2 - f1);
    for (int step = 0; step <= 24; step++) {
      double recall = from + (1 - from) * step * step / 576;
      double precision = Math.min(1, f1 * recall / (2 * recall - f1));
      path.append(step == 0 ? 'M' : 'L')
          .append(AXIS.unit(recall))
          .append(' ')
          .append(AXIS.unitDown(precision));
    }
    return path.toString();
  }

  private void interval(Markup page, Row row) {
    String classes = Badge.classes("whisker", ranking, row.contender());
    String x = AXIS.percent(row.recall().value());
    String y = AXIS.percentDown(row.precision().value());
    if (row.recall().hasInterval()) {
      Figures.line(
          page, AXIS.percent(row.recall().low()), y, AXIS.percent(row.recall().high()), y, classes);
    }
    if (row.precision().hasInterval()) {
      Figures.line(
          page,
          x,
          AXIS.percentDown(row.precision().low()),
          x,
          AXIS.percentDown(row.precision().high()),
          classes);
    }
  }

  private void marks(Markup page, List<Row> drawn) {
    Labels labels = new Labels(WIDTH, HEIGHT, RADIUS);
    List<Row> subjectFirst = new ArrayList<>(drawn);
    Collections.reverse(subjectFirst);
    Map<String, Spot> marks = new HashMap<>();
    subjectFirst.forEach(row -> marks.put(row.contender(), labels.mark(x(row), y(row))));
    drawn.forEach(row -> bars(labels, row));
    for (Row row : subjectFirst) {
      labels
          .name(x(row), y(row), marks.getOrDefault(row.contender(), AT_ITS_PLACE), row.contender())
          .ifPresent(spot -> name(page, row, spot));
    }
    drawn.forEach(row -> mark(page, row, marks.getOrDefault(row.contender(), AT_ITS_PLACE)));
  }

  private static void bars(Labels labels, Row row) {
    if (row.recall().hasInterval()) {
      labels.line(AXIS.at(row.recall().low()), y(row), AXIS.at(row.recall().high()), y(row));
    }
    if (row.precision().hasInterval()) {
      labels.line(
          x(row),
          100 - AXIS.at(row.precision().low()),
          x(row),
          100 - AXIS.at(row.precision().high()));
    }
  }

  private void name(Markup page, Row row, Spot spot) {
    Figures.text(
        page,
        row.contender(),
        Numbers.percent(x(row)),
        Numbers.percent(y(row)),
        spot.dx(),
        spot.dy(),
        Badge.classes("label " + spot.anchor(), ranking, row.contender()));
  }

  private void mark(Markup page, Row row, Spot spot) {
    Figures.openAt(page, Numbers.percent(x(row)), Numbers.percent(y(row)));
    page.open("g", "class", Badge.classes("mark", ranking, row.contender()))
        .leaf("title", title(row));
    if (spot.isMoved()) {
      page.empty("path", "d", "M0 0L" + spot.dx() + " " + spot.dy(), "class", "leader")
          .empty("circle", "r", "3", "class", "true-place");
    }
    String dx = String.valueOf(spot.dx());
    page.empty("circle", "cx", dx, "cy", String.valueOf(spot.dy()), "r", String.valueOf(RADIUS))
        .leaf(
            "text",
            String.valueOf(ranking.rank(row.contender())),
            "x",
            dx,
            "y",
            String.valueOf(spot.dy() + 4))
        .close()
        .close();
  }

  private static double x(Row row) {
    return AXIS.at(row.recall().value());
  }

  private static double y(Row row) {
    return 100 - AXIS.at(row.precision().value());
  }

  private void key(Markup page) {
    page.open("ol", "class", "key");
    for (Row row : ranking.rows()) {
      page.open("li");
      Badge.withName(page, ranking, row.contender());
      page.leaf("small", " F1 " + Measure.F1.text(row)).close();
    }
    page.close();
  }

  private static String title(Row row) {
    return "%s: recall %s, precision %s, F1 %s"
        .formatted(
            row.contender(),
            Measure.RECALL.text(row),
            Measure.PRECISION.text(row),
            Measure.F1.text(row));
  }

  private String inWords() {
    return "Precision by recall. "
        + String.join("; ", ranking.rows().stream().map(PrecisionRecallPlot::title).toList());
  }
}
