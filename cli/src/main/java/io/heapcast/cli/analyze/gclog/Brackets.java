package io.heapcast.cli.analyze.gclog;

import java.util.ArrayList;
import java.util.List;

/**
 * What is between a pair of brackets in an old log, where whatever happens during a collection is
 * written inside the line of the collection.
 *
 * @param text its own, without what is in brackets inside of it
 * @param inside what is in brackets inside of it, in order
 */
record Brackets(String text, List<Brackets> inside) {

  private static final int DEEPEST = 16;

  /** The brackets in a text, one beside the other. Those still open at its end count too. */
  static List<Brackets> of(String text) {
    return new Reader(text).level(0).inside();
  }

  /** How many brackets are open at the end of a text. */
  static int open(String text, int openBefore) {
    int open = openBefore;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      open += c == '[' ? 1 : 0;
      open -= c == ']' && open > 0 ? 1 : 0;
    }
    return open;
  }

  private static final class Reader {
    private final String source;
    private int at;

    private Reader(String source) {
      this.source = source;
    }

    private Brackets level(int depth) {
      StringBuilder own = new StringBuilder();
      List<Brackets> inside = new ArrayList<>();
      while (at < source.length()) {
        char c = source.charAt(at++);
        if (c == '[' && depth < DEEPEST) {
          inside.add(level(depth + 1));
        } else if (c == ']' && depth > 0) {
          break;
        } else {
          own.append(c);
        }
      }
      return new Brackets(own.toString().strip(), inside);
    }
  }
}
