package io.heapcast.bench.report;

import io.heapcast.bench.report.Exhibit.Knot;
import io.heapcast.bench.report.Exhibit.Point;
import io.heapcast.telemetry.v1.Resource;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One run: the resource over time, what was true, what was judged, and below it who alarmed. */
final class ExhibitPlot {

  private static final int HEIGHT = 210;

  /** A limit beyond so many times the largest value is told in words, not drawn. */
  private static final double FAR_LIMIT = 4;

  private final Exhibit exhibit;
  private final AlarmLanes lanes;
  private final long beginMs;
  private final Axis time;
  private final Axis level;
  private final double limit;

  ExhibitPlot(Exhibit exhibit, Ranking ranking) {
    this.exhibit = exhibit;
    this.beginMs = RunTimes.beginMs(exhibit);
    this.time = Axis.linear(0, (double) RunTimes.endMs(exhibit) - beginMs);
    this.limit = max(exhibit.curve(), Point::limit);
    double highest =
        Math.max(
            Math.max(max(exhibit.curve(), Point::level), max(exhibit.curve(), Point::cleaned)),
            exhibit.knots().stream().mapToDouble(Knot::value).max().orElse(0));
    this.level =
        Axis.linear(0, 1.08 * (limit <= FAR_LIMIT * highest ? Math.max(limit, highest) : highest));
    this.lanes = new AlarmLanes(exhibit, ranking, time, beginMs);
  }

  /** Whether there is anything to draw. */
  boolean isEmpty() {
    return exhibit.curve().isEmpty() && exhibit.knots().isEmpty();
  }

  void write(Markup page) {
    int height = HEIGHT + lanes.height();
    Figures.openArea(page, height, inWords(), "exhibit-plot");
    List<Double> ticks = time.timeTicks(6);
    for (double tick : ticks) {
      String at = time.percent(tick);
      Figures.line(page, at, "0", at, "100%", "grid");
      Figures.text(
          page,
          tick == 0 ? "start" : Numbers.duration(Duration.ofMillis((long) tick)),
          at,
          "100%",
          0,
          16,
          "tick middle");
    }
    page.open("svg", "class", "at", "width", "100%", "height", String.valueOf(HEIGHT));
    levels(page);
    truth(page);
    new ExhibitCurves(exhibit, time, level, beginMs).write(page);
    page.close();
    lanes.write(page, HEIGHT);
    Figures.closeArea(page);
    lanes.writeSilent(page);
  }

  private void levels(Markup page) {
    boolean threads = exhibit.shown() == Resource.THREADS;
    for (double tick : threads ? level.countTicks(4) : level.byteTicks(4)) {
      String down = level.percentDown(tick);
      Figures.line(page, "0", down, "100%", down, "grid");
      Figures.text(page, Numbers.level(tick, exhibit.shown()), "0", down, -8, 4, "tick end");
    }
    if (limit > 0 && limit <= level.high()) {
      Figures.text(page, "limit", "100%", level.percentDown(limit), -4, -4, "limit-label end");
    } else if (limit > 0) {
      Figures.text(
          page,
          "limit " + Numbers.level(limit, exhibit.shown()) + ", far above",
          "100%",
          "0",
          -4,
          14,
          "limit-label end");
    }
  }

  private void truth(Markup page) {
    if (exhibit.truth().leakBeginMs().isEmpty()) {
      return;
    }
    double begin = (double) exhibit.truth().leakBeginMs().getAsLong() - beginMs;
    double end =
        exhibit
                .truth()
                .leakEndMs()
                .orElse(exhibit.truth().exhaustedMs().orElse(beginMs + (long) time.high()))
            - (double) beginMs;
    page.empty(
        "rect",
        "x",
        time.percent(begin),
        "y",
        "0",
        "width",
        Numbers.percent(time.at(end) - time.at(begin)),
        "height",
        "100%",
        "class",
        "leaking");
    flag(page, begin, begin < 0 ? "leaking before this" : "leak begins", -6);
    exhibit
        .truth()
        .leakEndMs()
        .ifPresent(ms -> flag(page, (double) ms - beginMs, "leak stops", -6));
    exhibit
        .truth()
        .exhaustedMs()
        .ifPresent(ms -> flag(page, (double) ms - beginMs, "exhausted", -20));
  }

  private void flag(Markup page, double at, String text, int dy) {
    String x = time.percent(at);
    Figures.line(page, x, "0", x, "100%", "truth");
    boolean right = time.at(at) > 70;
    Figures.text(page, text, x, "0", right ? 3 : -3, dy, right ? "truth-label end" : "truth-label");
  }

  private String inWords() {
    return "%s of %s over %s"
        .formatted(
            Words.capital(Words.of(exhibit.shown())),
            exhibit.caseId(),
            Numbers.duration(Duration.ofMillis((long) time.high())));
  }

  private static double max(List<Point> points, ToDoubleFunction<Point> value) {
    return points.stream().mapToDouble(value).filter(known -> !Double.isNaN(known)).max().orElse(0);
  }
}
