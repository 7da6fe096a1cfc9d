package io.heapcast.bench.yours;

import java.util.ArrayList;
import java.util.List;

/** A line of comma-separated values; quotes as in RFC 4180, but no line breaks within them. */
final class CsvLine {

  private CsvLine() {}

  /**
   * The values, without blanks around those that are not quoted.
   *
   * @throws IllegalArgumentException when a quote is not closed
   */
  static List<String> values(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append('"');
        i++;
      } else if (c == '"' && (quoted || value.toString().isBlank())) {
        value.setLength(quoted ? value.length() : 0);
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && !quoted) {
        values.add(finished(value, wasQuoted));
        wasQuoted = false;
      } else {
        value.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote that is not closed");
    }
    values.add(finished(value, wasQuoted));
    return values;
  }

  private static String finished(StringBuilder value, boolean wasQuoted) {
    String text = wasQuoted ? value.toString().stripTrailing() : value.toString().strip();
    value.setLength(0);
    return text;
  }
}
