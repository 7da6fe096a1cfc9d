package io.heapcast.streams.engine;

/** Bounds for text that other programs wrote. */
final class Text {

  private Text() {}

  /** At most the first {@code chars} of it; never half a character. */
  static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
  }
}
