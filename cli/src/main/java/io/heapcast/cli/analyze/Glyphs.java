package io.heapcast.cli.analyze;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The characters that a terminal can show. */
enum Glyphs {
  UNICODE("╌", "│", "└", "─", "▲", " – ", " · "),
  ASCII("-", "|", "+", "-", "^", " - ", ", ");

  final String limit;
  final String axis;
  final String corner;
  final String base;
  final String mark;
  final String range;
  final String dot;

  Glyphs(
      String limit,
      String axis,
      String corner,
      String base,
      String mark,
      String range,
      String dot) {
    this.limit = limit;
    this.axis = axis;
    this.corner = corner;
    this.base = base;
    this.mark = mark;
    this.range = range;
    this.dot = dot;
  }

  /** Those for standard output. */
  static Glyphs ofStandardOutput() {
    // The second is how JDK 17 calls it, where it is a terminal; the last one holds for a pipe.
    String encoding =
        System.getProperty(
            "stdout.encoding",
            System.getProperty(
                "sun.stdout.encoding", System.getProperty("native.encoding", "US-ASCII")));
    return Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8)
        ? UNICODE
        : ASCII;
  }

  /** Text of others in characters that can be shown. */
  String shown(String text) {
    return this == UNICODE ? text : text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
