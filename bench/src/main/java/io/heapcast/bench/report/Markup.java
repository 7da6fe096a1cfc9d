package io.heapcast.bench.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML too, so that an XML parser can check it. Text and attribute
 * values are escaped here and nowhere else.
 */
final class Markup {

  private final StringBuilder out = new StringBuilder(1 << 20);
  private final Deque<String> opened = new ArrayDeque<>();

  /** Opens an element; attributes come as name, value, name, value, … */
  Markup open(String name, String... attributes) {
    start(name, attributes);
    out.append('>');
    opened.push(name);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    out.append("</").append(opened.pop()).append('>');
    return this;
  }

  /** An element that holds only text. */
  Markup leaf(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** An element that never holds anything: void elements of HTML, shapes of SVG. */
  Markup empty(String name, String... attributes) {
    start(name, attributes);
    out.append("/>");
    return this;
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  Markup line() {
    out.append('\n');
    return this;
  }

  /** A resource of this package, as it is. */
  Markup trusted(String markup) {
    out.append(markup);
    return this;
  }

  /** How much was written, in characters. */
  int length() {
    return out.length();
  }

  @Override
  public String toString() {
    if (!opened.isEmpty()) {
      throw new IllegalStateException("not closed: " + opened);
    }
    return out.toString();
  }

  private void start(String name, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("an attribute of " + name + " has no value");
    }
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    text.replace(" %", "\u00a0%") // a percent sign stays with its number
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isXml(point) ? point : 0xFFFD);
              }
            });
  }

  /** The characters of XML 1.0; what else a name may hold becomes a replacement character. */
  private static boolean isXml(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
