package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How early the alarms came: per contender, the part of the leaks warned of by each lead. */
final class LeadPlot {

  private static final Axis LEAD = Axis.linear(0, 1);

  /** Finer ones would not be seen. */
  private static final int STEPS = 100;

  private final Ranking ranking;
  private final Map<String, List<Weighed>> leads = new HashMap<>();

  LeadPlot(Ranking ranking, List<RunPoint> runs) {
    this.ranking = ranking;
    Map<String, Integer> counts = new HashMap<>();
    List<RunPoint> judged = runs.stream().filter(run -> !Double.isNaN(run.leadFraction())).toList();
    judged.forEach(run -> counts.merge(key(run), 1, Integer::sum));
    for (RunPoint run : judged) {
      leads
          .computeIfAbsent(run.contender(), name -> new ArrayList<>())
          .add(new Weighed(run.leadFraction(), 1.0 / counts.getOrDefault(key(run), 1)));
    }
  }

  /** A lead; every family weighs the same, however many runs it has. */
  private record Weighed(double lead, double weight) {}

  void write(Markup page) {
    Figures.begin(
        page,
        "lead",
        "How early the alarm came",
        "An alarm is worth the time that it leaves. 100 % is an alarm at the very first leaking"
            + " allocation, 0 % is one at the crash, or none.");
    page.open("ol", "class", "rows lead-rows");
    String subjectPath = path(ranking.subject());
    for (Row row : ranking.rows()) {
      page.open("li", "class", Badge.classes("row", ranking, row.contender()))
          .open("div", "class", "row-name");
      Badge.again(page, ranking, row.contender());
      page.close();
      strip(page, row, ranking.isSubject(row.contender()) ? "" : subjectPath);
      page.open("div", "class", "row-value")
          .leaf("b", Measure.LEAD_MEDIAN.text(row))
          .leaf("small", "10th pct. " + Measure.LEAD_TENTH.text(row))
          .close()
          .close();
    }
    axis(page);
    page.close();
    Figures.end(
        page,
        "Each strip is one contender. From left to right: time that was left when its alarm came, as a"
            + " part of the way from the first leaking allocation to exhaustion. The height tells for"
            + " how many of the leaks at least that much was left: the fuller the strip, the earlier"
            + " the alarms.",
        "The height at the left edge is the part of leaks warned of at all. The thin upright line is"
            + " the median; the figures at the right are the median and the worst tenth.",
        "The outline drawn over each rival is "
            + ranking.subject()
            + "'s, to compare. Early alone is not good: a detector that always alarms is early too, so"
            + " read this with the false alarms below.");
  }

  private void strip(Markup page, Row row, String outline) {
    page.open("svg", "class", "strip", "role", "img", "aria-label", inWords(row));
    grid(page);
    Figures.openCanvas(page);
    page.empty("path", "d", path(row.contender()) + "V1000H0Z", "class", "fill");
    if (!outline.isEmpty()) {
      page.empty("path", "d", outline, "class", "outline");
    }
    page.close();
    if (!Double.isNaN(row.leadMedian())) {
      String at = LEAD.percent(row.leadMedian());
      Figures.line(page, at, "0", at, "100%", "median");
    }
    page.close();
  }

  private static void grid(Markup page) {
    for (int quarter = 0; quarter <= 4; quarter++) {
      String at = LEAD.percent(quarter / 4.0);
      Figures.line(page, at, "0", at, "100%", "grid");
    }
    Figures.line(page, "0", "100%", "100%", "100%", "grid");
  }

  private static void axis(Markup page) {
    page.open("li", "class", "row axis-row", "aria-hidden", "true").open("svg", "class", "strip");
    for (int quarter = 0; quarter <= 4; quarter++) {
      String side = quarter == 0 ? "" : quarter == 4 ? " end" : " middle";
      Figures.text(
          page,
          Numbers.share(quarter / 4.0),
          LEAD.percent(quarter / 4.0),
          "0",
          0,
          14,
          "tick" + side);
    }
    Figures.text(page, "Time left at the alarm →", "100%", "0", 0, 32, "axis end");
    page.close().close();
  }

  /** From left to right: the part of the leaks with at least that lead, finds only. */
  private String path(String contender) {
    List<Weighed> all = leads.getOrDefault(contender, List.of());
    StringBuilder path = new StringBuilder();
    long last = -1;
    for (int step = 1; step <= STEPS; step++) {
      long height = height(all, (double) step / STEPS, step == 1);
      if (height != last) {
        path.append(step == 1 ? "M0 " : "H" + (step - 1) * 1000 / STEPS + "V").append(height);
        last = height;
      }
    }
    return path.append("H1000").toString();
  }

  /** From the top, of 1000; the first step holds every find, however late. */
  private static long height(List<Weighed> all, double lead, boolean first) {
    double mass = all.stream().mapToDouble(Weighed::weight).sum();
    double sum =
        all.stream()
            .filter(weighed -> first ? weighed.lead() > 0 : weighed.lead() >= lead)
            .mapToDouble(Weighed::weight)
            .sum();
    return mass == 0 ? 1000 : 1000 - Math.round(1000 * sum / mass);
  }

  private String inWords(Row row) {
    return "%s: median lead %s, worst tenth %s"
        .formatted(row.contender(), Measure.LEAD_MEDIAN.text(row), Measure.LEAD_TENTH.text(row));
  }

  private static String key(RunPoint run) {
    return run.contender() + "\n" + run.family().id();
  }
}
