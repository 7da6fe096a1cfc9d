package io.heapcast.bench.report;

import io.heapcast.bench.report.Exhibit.Knot;
import io.heapcast.bench.report.Exhibit.Point;
import io.heapcast.bench.report.Exhibit.Told;
import io.heapcast.bench.report.Exhibit.Verdict;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The curves of a run: what was measured, the floors that were judged, and what was told of them.
 */
final class ExhibitCurves {

  /** A gap of so many usual steps is drawn as a gap. */
  private static final int GAP_STEPS = 6;

  private final Exhibit exhibit;
  private final Axis time;
  private final Axis level;
  private final long beginMs;

  ExhibitCurves(Exhibit exhibit, Axis time, Axis level, long beginMs) {
    this.exhibit = exhibit;
    this.time = time;
    this.level = level;
    this.beginMs = beginMs;
  }

  void write(Markup page) {
    Figures.openCanvas(page);
    path(page, curve(Point::limit), "limit");
    path(page, curve(Point::level), "level");
    path(page, curve(Point::cleaned), "cleaned");
    path(page, fit(), "fit");
    for (int quality = 1; quality <= 3; quality++) {
      knots(page, quality);
    }
    for (Verdict verdict : exhibit.verdicts()) {
      verdict.inflection().ifPresent(told -> told(page, told));
    }
    page.close();
  }

  private void told(Markup page, Told told) {
    path(
        page,
        "M%d 988H%d"
            .formatted(
                time.unit((double) told.lowMs() - beginMs),
                time.unit((double) told.highMs() - beginMs)),
        "told");
    long mid = time.unit((double) told.midMs() - beginMs);
    path(page, "M%d 960V1000".formatted(mid), "told-mid");
  }

  private void knots(Markup page, int quality) {
    StringBuilder path = new StringBuilder();
    for (Knot knot : exhibit.knots()) {
      if (knot.quality() == quality && !Double.isNaN(knot.value())) {
        path.append('M')
            .append(time.unit((double) knot.timeMs() - beginMs))
            .append(' ')
            .append(level.unitDown(knot.value()))
            .append("h0");
      }
    }
    path(page, path.toString(), "knot q" + quality);
    if (quality == 1) {
      path(page, path.toString(), "knot q1 hole");
    }
  }

  private static void path(Markup page, String path, String classes) {
    if (!path.isEmpty()) {
      page.empty("path", "d", path, "class", classes);
    }
  }

  private String curve(ToDoubleFunction<Point> value) {
    CurvePath path = new CurvePath();
    List<Point> known =
        exhibit.curve().stream()
            .filter(point -> !Double.isNaN(value.applyAsDouble(point)))
            .toList();
    long gapMs = GAP_STEPS * RunTimes.usualStepMs(known);
    for (int i = 0; i < known.size(); i++) {
      Point point = known.get(i);
      if (i > 0) {
        Point last = known.get(i - 1);
        if (last.jvm() != point.jvm() || point.timeMs() - last.timeMs() > gapMs) {
          path.lift();
        }
      }
      if (value.applyAsDouble(point) <= level.high()) {
        path.add(
            time.unit((double) point.timeMs() - beginMs),
            level.unitDown(value.applyAsDouble(point)));
      }
    }
    return path.toString();
  }

  private String fit() {
    CurvePath path = new CurvePath();
    int jvm = -1;
    for (Knot knot : exhibit.knots()) {
      if (knot.jvm() != jvm || Double.isNaN(knot.fit())) {
        path.lift();
        jvm = knot.jvm();
      }
      if (!Double.isNaN(knot.fit())) {
        path.add(time.unit((double) knot.timeMs() - beginMs), level.unitDown(knot.fit()));
      }
    }
    return path.toString();
  }
}
