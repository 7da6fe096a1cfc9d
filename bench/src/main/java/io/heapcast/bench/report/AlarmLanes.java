package io.heapcast.bench.report;

import io.heapcast.bench.report.Exhibit.AlarmSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One lane per contender that alarmed in a run; the others are named. */
final class AlarmLanes {

  private static final int LANE = 17;
  private static final int ABOVE = 12;

  /** More marks would only cover each other. */
  private static final int MOST_MARKS = 24;

  private static final int LONGEST_NAME = 26;

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
    for (AlarmSpan span : spans.subList(0, Math.min(MOST_MARKS, spans.size()))) {
      String from = time.percent((double) span.fromMs() - beginMs);
      String until = time.percent((double) span.untilMs() - beginMs);
      Figures.line(page, from, height, until, height, span.wrong() ? "stands wrong" : "stands");
      Figures.openAt(page, from, height);
      if (span.wrong()) {
        page.empty("path", "d", "M-4-4 4 4M-4 4 4-4", "class", "cross");
      } else {
        page.empty("circle", "r", "4.5", "class", "raised");
      }
      page.close();
    }
    if (spans.size() > MOST_MARKS) {
      Figures.text(
          page,
          "+" + Numbers.count(spans.size() - MOST_MARKS) + " more",
          "100%",
          height,
          -2,
          -3,
          "tick end");
    }
  }

  private String laneClass(String width, String contender) {
    return Badge.classes("lane-label end " + width, ranking, contender);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
