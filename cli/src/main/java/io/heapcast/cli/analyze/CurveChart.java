package io.heapcast.cli.analyze;

import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The live set over time, its limit, and where it began to rise. */
final class CurveChart {

  private static final int LABEL = 9;

  /** Below this share of the limit a curve would lie flat on the ground: the limit goes. */
  private static final double LEAST_SHARE = 0.25;

  private final ResourceVerdict verdict;
  private final Glyphs glyphs;
  private final int columns;
  private final int rows;
  private final double top;

  private CurveChart(ResourceVerdict verdict, Glyphs glyphs, int columns, int rows) {
    this.verdict = verdict;
    this.glyphs = glyphs;
    this.columns = columns - LABEL - 1;
    this.rows = rows;
    double highest = verdict.getKnotsList().stream().mapToDouble(Knot::getValue).max().orElse(0);
    boolean limitFits = verdict.hasLimit() && highest >= LEAST_SHARE * verdict.getLimit();
    this.top = Math.max(1, limitFits ? Math.max(highest, verdict.getLimit()) : highest * 1.25);
  }

  /**
   * The chart in lines.
   *
   * @param columns of all
   * @param rows of the curve, at least 3; two lines more go below it
   * @return empty where there are no two points to draw a line between
   */
  static List<String> lines(ResourceVerdict verdict, Glyphs glyphs, int columns, int rows) {
    boolean line =
        verdict.getKnotsCount() > 1
            && verdict.getKnots(0).getTimeMs()
                < verdict.getKnots(verdict.getKnotsCount() - 1).getTimeMs();
    return line ? new CurveChart(verdict, glyphs, columns, rows).lines() : List.of();
  }

  private List<String> lines() {
    Canvas canvas = new Canvas(columns, rows, glyphs == Glyphs.UNICODE);
    for (int i = 1; i < verdict.getKnotsCount(); i++) {
      Knot from = verdict.getKnots(i - 1);
      Knot to = verdict.getKnots(i);
      canvas.line(x(from, canvas), y(from, canvas), x(to, canvas), y(to, canvas));
    }
    int limitRow = limitRow();
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      String curve = canvas.row(row);
      lines.add(
          label(row, limitRow)
              + glyphs.axis
              + (row == limitRow ? curve.replace(" ", glyphs.limit) : curve).stripTrailing());
    }
    lines.add(" ".repeat(LABEL) + glyphs.corner + base());
    lines.add(" ".repeat(LABEL) + times());
    return lines;
  }

  private int limitRow() {
    return verdict.hasLimit() && verdict.getLimit() <= top
        ? (int) Math.min(rows - 1, Math.round((1 - verdict.getLimit() / top) * (rows - 1)))
        : -1;
  }

  private String label(int row, int limitRow) {
    String text = "";
    if (row == limitRow) {
      text = Human.bytes(verdict.getLimit());
    } else if (row == 0 && limitRow < 0) {
      text = Human.bytes(top);
    } else if (row == rows / 2) {
      text = Human.bytes(top * (1 - (row + 0.5) / rows));
    } else if (row == rows - 1) {
      text = "0";
    }
    return " ".repeat(Math.max(0, LABEL - 1 - text.length())) + text + " ";
  }

  private String base() {
    StringBuilder base = new StringBuilder(glyphs.base.repeat(columns));
    if (verdict.hasInflectionMs()) {
      int at = column(verdict.getInflectionMs());
      base.replace(at, at + 1, glyphs.mark);
    }
    return base.toString();
  }

  /** Begin and end, and between them when the rise began, where there is room. */
  private String times() {
    Instant first = Instant.ofEpochMilli(firstMs());
    Instant last = Instant.ofEpochMilli(lastMs());
    StringBuilder line = new StringBuilder(" ".repeat(columns + 1));
    put(line, 0, Words.beside(first, first));
    String end = Words.beside(first, last);
    put(line, columns + 1 - end.length(), end);
    if (verdict.hasInflectionMs()) {
      String since =
          "since " + Words.beside(first, Instant.ofEpochMilli(verdict.getInflectionMs()));
      int at = Math.min(column(verdict.getInflectionMs()), columns - since.length());
      if (line.substring(at, Math.min(line.length(), at + since.length() + 2)).isBlank()) {
        put(line, at + 1, since);
      }
    }
    return line.toString().stripTrailing();
  }

  private static void put(StringBuilder line, int at, String text) {
    line.replace(at, at + text.length(), text);
  }

  private int x(Knot knot, Canvas canvas) {
    return (int) Math.round(share(knot.getTimeMs()) * (canvas.width() - 1));
  }

  private int y(Knot knot, Canvas canvas) {
    return (int) Math.round((1 - knot.getValue() / top) * (canvas.height() - 1));
  }

  private int column(long timeMs) {
    return (int) Math.round(Math.max(0, Math.min(1, share(timeMs))) * (columns - 1));
  }

  private double share(long timeMs) {
    return (double) (timeMs - firstMs()) / (lastMs() - firstMs());
  }

  private long firstMs() {
    return verdict.getKnots(0).getTimeMs();
  }

  private long lastMs() {
    return verdict.getKnots(verdict.getKnotsCount() - 1).getTimeMs();
  }
}
