package io.heapcast.cli.analyze;

/**
 * Dots on a grid of characters: two by four to a braille character, one by three to an ASCII one.
 */
final class Canvas {

  private static final char BRAILLE = '\u2800';

  /** Bits of a braille character by row and column of its dots. */
  private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  /** By the sum of 1 for a dot at the top, 2 in the middle, 4 at the bottom. */
  private static final String ASCII = " '-'.:.|";

  private final boolean braille;
  private final int[][] cells;

  Canvas(int columns, int rows, boolean braille) {
    this.braille = braille;
    this.cells = new int[rows][columns];
  }

  /** Dots from left to right. */
  int width() {
    return cells[0].length * (braille ? 2 : 1);
  }

  /** Dots from top to bottom. */
  int height() {
    return cells.length * (braille ? 4 : 3);
  }

  /** A straight line between two dots; from the top left. */
  void line(int x1, int y1, int x2, int y2) {
    int steps = Math.max(1, Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1)));
    for (int i = 0; i <= steps; i++) {
      dot(
          (int) Math.round(x1 + (double) (x2 - x1) * i / steps),
          (int) Math.round(y1 + (double) (y2 - y1) * i / steps));
    }
  }

  private void dot(int x, int y) {
    if (x >= 0 && x < width() && y >= 0 && y < height()) {
      if (braille) {
        cells[y / 4][x / 2] |= DOTS[y % 4][x % 2];
      } else {
        cells[y / 3][x] |= 1 << (y % 3);
      }
    }
  }

  /** A row of characters; a space where it has no dot. */
  String row(int row) {
    StringBuilder text = new StringBuilder();
    for (int cell : cells[row]) {
      char dots = braille ? (char) (BRAILLE + cell) : ASCII.charAt(cell);
      text.append(cell == 0 ? ' ' : dots);
    }
    return text.toString();
  }
}
