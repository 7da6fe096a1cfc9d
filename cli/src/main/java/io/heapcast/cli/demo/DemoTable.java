package io.heapcast.cli.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The services as a table, a row and a note for each.
 *
 * <pre>
 *  SERVICE        STATE           LIVE SET        GROWTH         FULL IN     JVM
 *  cart-service   LEAK            91 of 128 MiB   +28.1 MiB/min  1 min 12 s  G1, JDK 17
 *                 growing since 07:45:12, full at ≈ 07:47:31 (07:47:10 – 07:48:02)
 *  catalog-cache  cache filling   66 of 144 MiB   +6.0 MiB/min   –           Parallel, JDK 17
 *                 the curve bends towards 72.1 MiB, 50 % of the limit
 * </pre>
 */
final class DemoTable {

  private static final String[] HEADER = {
    "SERVICE", "STATE", "LIVE SET", "GROWTH", "FULL IN", "JVM"
  };

  /** So wide that nothing moves when a state or a size changes. */
  private static final int[] LEAST_WIDTHS = {13, 14, 14, 13, 10, 0};

  private static final int STATE_COLUMN = 1;
  private static final int WIDTH = 100;
  private static final String GAP = "  ";

  private final ZoneId zone;
  private final Style style;

  DemoTable(ZoneId zone, Style style) {
    this.zone = zone;
    this.style = style;
  }

  /** Header, rows and notes, without line ends. */
  List<String> lines(List<DemoJvm> jvms, Instant now) {
    List<String[]> rows = new ArrayList<>();
    jvms.forEach(jvm -> rows.add(cells(new JvmWords(jvm, zone), jvm, now)));
    int[] widths = widths(rows);
    List<String> lines = new ArrayList<>();
    lines.add(style.faint(row(HEADER, widths)));
    for (int i = 0; i < rows.size(); i++) {
      lines.add(coloured(rows.get(i), widths, jvms.get(i)));
      lines.add(style.faint(note(new JvmWords(jvms.get(i), zone).note(), widths[0])));
    }
    return lines;
  }

  private static String[] cells(JvmWords words, DemoJvm jvm, Instant now) {
    return new String[] {
      jvm.service().name(),
      words.state(),
      words.liveSet(),
      words.growth(),
      words.fullIn(now),
      words.runtime()
    };
  }

  private static int[] widths(List<String[]> rows) {
    int[] widths = LEAST_WIDTHS.clone();
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return widths;
  }

  private String coloured(String[] cells, int[] widths, DemoJvm jvm) {
    String[] padded = cells.clone();
    padded[0] = style.strong(padded[0]) + padding(cells[0], widths[0]);
    String state = cells[STATE_COLUMN];
    padded[STATE_COLUMN] =
        (jvm.end() == null ? style.of(jvm.state(), state) : style.strong(state))
            + padding(state, widths[STATE_COLUMN]);
    return row(padded, widths);
  }

  private static String row(String[] cells, int[] widths) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < cells.length; i++) {
      line.append(i == 0 ? "" : GAP).append(cells[i]).append(padding(cells[i], widths[i]));
    }
    return line.toString().stripTrailing();
  }

  /** Empty for a cell that is padded already: one with colours is longer than it looks. */
  private static String padding(String cell, int width) {
    return " ".repeat(Math.max(0, width - cell.length()));
  }

  private static String note(String text, int indent) {
    String line = " ".repeat(1 + indent + GAP.length()) + text;
    return line.length() <= WIDTH ? line.stripTrailing() : line.substring(0, WIDTH - 1) + "…";
  }
}
