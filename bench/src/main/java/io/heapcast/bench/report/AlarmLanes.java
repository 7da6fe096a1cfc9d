package io.heapcast.bench.report;

import io.heapcast.bench.report.Exhibit.AlarmSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One lane per contender that alarmed in a run; the others are named. */
final class AlarmLanes {

  private static final int LANE = 17;
  private static final int ABOVE = 12;

  /** Marks nearer to each other, in units of 1000, would only cover each other. */
  private static final long NEAREST_MARKS = 9;

  /** More alarms than these are counted at the end of the lane. */
  private static final int MANY = 6;

  private static final int LONGEST_NAME = 32;

  private final Ranking ranking;
  private final Axis time;
  private final long beginMs;
  private final Map<String, List<AlarmSpan>> alarms = new LinkedHashMap<>();

  AlarmLanes(Exhibit exhibit, Ranking ranking, Axis time, long beginMs) {
    this.ranking = ranking;
    this.time = time;
    this.beginMs = beginMs;
    ranking.names().forEach(name -> alarms.put(name, new ArrayList<>()));
    exhibit
        .alarms()
        .forEach(
            span -> alarms.computeIfAbsent(span.contender(), name -> new ArrayList<>()).add(span));
    alarms.values().forEach(spans -> spans.sort(Comparator.comparingLong(AlarmSpan::fromMs)));
  }

  /** In pixels. */
  int height() {
    long lanes = alarms.values().stream().filter(spans -> !spans.isEmpty()).count();
    return lanes == 0 ? 0 : ABOVE + (int) lanes * LANE;
  }

  void write(Markup page, int top) {
    int y = top + ABOVE + LANE / 2;
    for (Map.Entry<String, List<AlarmSpan>> lane : alarms.entrySet()) {
      if (!lane.getValue().isEmpty()) {
        write(page, lane.getKey(), lane.getValue(), y);
        y += LANE;
      }
    }
  }

  /** Those that never alarmed, in words. */
  void writeSilent(Markup page) {
    List<String> silent =
        alarms.entrySet().stream()
            .filter(lane -> lane.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!silent.isEmpty()) {
      page.leaf("p", "No alarm from " + Words.list(silent) + ".", "class", "silent");
    }
  }

  private void write(Markup page, String contender, List<AlarmSpan> spans, int y) {
    String height = String.valueOf(y);
    Figures.text(page, shortened(contender), "0", height, -8, 4, laneClass("wide", contender));
    Figures.text(
        page,
        String.valueOf(ranking.rank(contender)),
        "0",
        height,
        -8,
        4,
        laneClass("narrow", contender));
    Figures.line(page, "0", height, "100%", height, "lane");
    for (boolean wrong : new boolean[] {false, true}) {
      List<AlarmSpan> some = spans.stream().filter(span -> span.wrong() == wrong).toList();
      if (!some.isEmpty()) {
        stands(page, some, y, wrong ? "stands wrong" : "stands");
        marks(page, some, height, wrong);
      }
    }
    if (spans.size() > MANY) {
      Figures.text(page, Numbers.count(spans.size()) + "×", "100%", height, 6, 4, "tick");
    }
  }

  private void stands(Markup page, List<AlarmSpan> spans, int y, String classes) {
    StringBuilder path = new StringBuilder();
    long drawnTo = -1;
    for (AlarmSpan span : spans) {
      long from = time.unit((double) span.fromMs() - beginMs);
      long until = time.unit((double) span.untilMs() - beginMs);
      if (until > drawnTo) {
        path.append('M').append(Math.max(from, drawnTo)).append(" 0H").append(until);
        drawnTo = until;
      }
    }
    page.open(
            "svg",
            "class",
            "at",
            "viewBox",
            "0 0 1000 1",
            "preserveAspectRatio",
            "none",
            "y",
            String.valueOf(y),
            "width",
            "100%",
            "height",
            "1")
        .empty("path", "d", path.toString(), "class", classes)
        .close();
  }

  private void marks(Markup page, List<AlarmSpan> spans, String y, boolean wrong) {
    List<String> places = new ArrayList<>();
    long last = -NEAREST_MARKS;
    for (AlarmSpan span : spans) {
      double at = (double) span.fromMs() - beginMs;
      if (time.unit(at) - last >= NEAREST_MARKS) {
        places.add(time.percent(at));
        last = time.unit(at);
      }
    }
    if (wrong) {
      page.leaf(
          "text",
          "×".repeat(places.size()),
          "x",
          String.join(" ", places),
          "y",
          y,
          "dy",
          "5",
          "class",
          "cross");
    } else {
      places.forEach(
          place -> page.empty("circle", "cx", place, "cy", y, "r", "4.5", "class", "raised"));
    }
  }

  private String laneClass(String width, String contender) {
    return Badge.classes("lane-label end " + width, ranking, contender);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
