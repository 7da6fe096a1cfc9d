package io.heapcast.server;

import java.util.List;

/**
 * Lines, indented and wrapped at {@value #WIDTH} columns; names in one column, values in the next.
 */
final class TextBlock {

  static final int WIDTH = 100;
  private static final String INDENT = "  ";
  private static final int VALUE_COLUMN = 14;

  private final StringBuilder text = new StringBuilder();

  /** A line of running text. */
  void line(int depth, String words) {
    wrap(INDENT.repeat(depth), INDENT.repeat(depth + 1), words);
  }

  void blank() {
    newLine();
  }

  /** A name and its value. */
  void field(String name, String value) {
    String start = INDENT + name;
    wrap(start + " ".repeat(Math.max(1, VALUE_COLUMN - start.length())), valueIndent(), value);
  }

  /** A name and its values, each on its own line; nothing where there is none. */
  void list(String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (i == 0) {
        field(name, values.get(i));
      } else {
        item(values.get(i));
      }
    }
  }

  /** A value under the one before. */
  void item(String value) {
    wrap(valueIndent(), valueIndent() + INDENT, value);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String valueIndent() {
    return " ".repeat(VALUE_COLUMN);
  }

  private void wrap(String firstIndent, String nextIndent, String words) {
    newLine();
    StringBuilder line = new StringBuilder(firstIndent);
    boolean empty = true;
    for (String word : words.strip().split("\\s+", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        text.append(line);
        newLine();
        line = new StringBuilder(nextIndent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    text.append(line);
  }

  private void newLine() {
    if (!text.isEmpty()) {
      text.append('\n');
    }
  }
}
