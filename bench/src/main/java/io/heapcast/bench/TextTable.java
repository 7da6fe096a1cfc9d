package io.heapcast.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

/** A table for a terminal: the first column to the left, the others to the right. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row. */
  public TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Lines without trailing blanks. */
  public List<String> lines() {
    List<Integer> widths = widths();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringJoiner line = new StringJoiner(GAP);
      for (int column = 0; column < row.size(); column++) {
        line.add(padded(row.get(column), widths.get(column), column == 0));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private List<Integer> widths() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths.set(column, Math.max(widths.get(column), row.get(column).length()));
      }
    }
    return widths;
  }

  private static String padded(String text, int width, boolean left) {
    String blanks = " ".repeat(width - text.length());
    return left ? text + blanks : blanks + text;
  }
}
