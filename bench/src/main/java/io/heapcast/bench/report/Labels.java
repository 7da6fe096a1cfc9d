package io.heapcast.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds room for names beside marks so that none covers another; a name without room is left out.
 */
final class Labels {

  private static final double LETTER_WIDTH = 6.6;
  private static final double LETTER_HEIGHT = 15;

  private final double width;
  private final double height;
  private final double radius;
  private final List<Box> taken = new ArrayList<>();

  /**
   * Room for names.
   *
   * @param width of the area in pixels, about
   * @param height of the area in pixels
   * @param radius of a mark in pixels
   */
  Labels(double width, double height, double radius) {
    this.width = width;
    this.height = height;
    this.radius = radius;
  }

  /**
   * Where a name goes.
   *
   * @param dx from the middle of the mark in pixels
   * @param dy the same, down to the base line
   * @param anchor class of the text: start, middle or end
   */
  record Spot(int dx, int dy, String anchor) {}

  private record Box(double left, double top, double right, double bottom) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  /** Takes the room of a mark, in percent of the area. */
  void mark(double x, double y) {
    double left = x / 100 * width;
    double top = y / 100 * height;
    taken.add(new Box(left - radius, top - radius, left + radius, top + radius));
  }

  /** Room for the name of a mark; absent: there is none. */
  Optional<Spot> place(double x, double y, String name) {
    int side = (int) radius + 5;
    int above = (int) radius + 5;
    List<Spot> spots =
        List.of(
            new Spot(side, 4, "start"),
            new Spot(-side, 4, "end"),
            new Spot(0, -above, "middle"),
            new Spot(0, above + 10, "middle"),
            new Spot(side - 4, -above + 4, "start"),
            new Spot(side - 4, above + 6, "start"),
            new Spot(4 - side, -above + 4, "end"),
            new Spot(4 - side, above + 6, "end"));
    for (Spot spot : spots) {
      Box box = box(x, y, name, spot);
      if (box.left >= 0
          && box.right <= width
          && box.top >= 0
          && box.bottom <= height
          && taken.stream().noneMatch(box::meets)) {
        taken.add(box);
        return Optional.of(spot);
      }
    }
    return Optional.empty();
  }

  private Box box(double x, double y, String name, Spot spot) {
    double wide = name.length() * LETTER_WIDTH;
    double at = x / 100 * width + spot.dx;
    double left =
        switch (spot.anchor) {
          case "start" -> at;
          case "end" -> at - wide;
          default -> at - wide / 2;
        };
    double bottom = y / 100 * height + spot.dy + 3;
    return new Box(left, bottom - LETTER_HEIGHT, left + wide, bottom);
  }
}
