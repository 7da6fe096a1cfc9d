package io.heapcast.bench;

import io.heapcast.bench.run.Curve;
import io.heapcast.bench.run.Curve.Point;
import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A curve drawn in characters: {@code ·} after young collections (or the value of another resource
 * than the heap), {@code o} after a collection that looked at more, {@code -} the limit; {@code ^}
 * below marks where the leak begins.
 */
final class CurvePlot {

  private static final int COLUMNS = 90;
  private static final int ROWS = 14;

  private CurvePlot() {}

  /** Lines; none for a curve without points. */
  static List<String> lines(Curve curve, Resource resource, OptionalLong leakBeginMs) {
    List<Point> points =
        curve.points().stream().sorted(Comparator.comparingLong(Point::timeMs)).toList();
    if (points.isEmpty()) {
      return List.of();
    }
    long beginMs = points.get(0).timeMs();
    long spanMs = Math.max(1, points.get(points.size() - 1).timeMs() - beginMs);
    double top = points.stream().mapToDouble(CurvePlot::highest).max().orElse(1);
    char[][] cells = new char[ROWS][COLUMNS];
    Arrays.stream(cells).forEach(row -> Arrays.fill(row, ' '));
    for (Point point : points) {
      int column = column(point.timeMs(), beginMs, spanMs);
      point.limit().ifPresent(value -> put(cells, column, value / top, '-'));
      point.level().ifPresent(value -> put(cells, column, value / top, '·'));
      point.cleaned().ifPresent(value -> put(cells, column, value / top, 'o'));
    }
    List<String> lines = new ArrayList<>();
    String most = amount(top, resource);
    for (int row = 0; row < ROWS; row++) {
      String label = row == 0 ? most : row == ROWS - 1 ? "0" : "";
      lines.add("%10s │%s".formatted(label, new String(cells[row]).stripTrailing()));
    }
    lines.add("%10s └%s".formatted("", "─".repeat(COLUMNS)));
    if (leakBeginMs.isPresent()) {
      int column = column(leakBeginMs.getAsLong(), beginMs, spanMs);
      if (column >= 0 && column < COLUMNS) {
        lines.add(" ".repeat(12 + column) + "^ leak begins");
      }
    }
    return lines;
  }

  private static void put(char[][] cells, int column, double height, char mark) {
    int row = (int) Math.round((ROWS - 1) * (1 - height));
    if (row >= 0 && row < ROWS) {
      cells[row][column] = mark;
    }
  }

  private static int column(long timeMs, long beginMs, long spanMs) {
    return (int) Math.floorDiv((timeMs - beginMs) * (COLUMNS - 1), spanMs);
  }

  private static double highest(Point point) {
    return Math.max(
        point.limit().orElse(0), Math.max(point.level().orElse(0), point.cleaned().orElse(0)));
  }

  private static String amount(double value, Resource resource) {
    return resource == Resource.THREADS ? Math.round(value) + " threads" : Human.bytes(value);
  }
}
