package io.heapcast.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds room for marks and names in a plot so that none covers another. */
final class Labels {

  private static final double LETTER_WIDTH = 6.6;
  private static final double LETTER_HEIGHT = 15;

  private final double width;
  private final double height;
  private final int radius;
  private final List<Box> taken = new ArrayList<>();
  private final List<Box> lines = new ArrayList<>();
  private final List<Box> marks = new ArrayList<>();

  /**
   * Room for names.
   *
   * @param width of the area in pixels, about
   * @param height of the area in pixels
   * @param radius of a mark in pixels
   */
  Labels(double width, double height, int radius) {
    this.width = width;
    this.height = height;
    this.radius = radius;
  }

  /**
   * Where something goes.
   *
   * @param dx from its true place in pixels
   * @param dy the same, down; of a name, to the base line
   * @param anchor class of the text: start, middle or end
   */
  record Spot(int dx, int dy, String anchor) {

    /** Whether it is moved from its true place. */
    boolean isMoved() {
      return dx != 0 || dy != 0;
    }
  }

  private record Box(double left, double top, double right, double bottom) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    double distance(Box other) {
      double across = Math.max(0, Math.max(other.left - right, left - other.right));
      double down = Math.max(0, Math.max(other.top - bottom, top - other.bottom));
      return StrictMath.hypot(across, down);
    }
  }

  /** Takes the room of a line that names must not cover; in percent of the area. */
  void line(double x1, double y1, double x2, double y2) {
    lines.add(
        new Box(
            Math.min(x1, x2) / 100 * width,
            Math.min(y1, y2) / 100 * height - 1,
            Math.max(x1, x2) / 100 * width + 1,
            Math.max(y1, y2) / 100 * height + 1));
  }

  /** Room for a mark: at its place, or the nearest free one around it; in percent of the area. */
  Spot mark(double x, double y) {
    Spot chosen = new Spot(0, 0, "middle");
    for (Spot spot : around()) {
      Box box = markBox(x, y, spot);
      if (isInside(box) && taken.stream().noneMatch(box::meets)) {
        chosen = spot;
        break;
      }
    }
    taken.add(markBox(x, y, chosen));
    marks.add(markBox(x, y, chosen));
    return chosen;
  }

  /** Room for the name of a mark; absent: there is none. */
  Optional<Spot> name(double x, double y, Spot mark, String name) {
    int side = radius + 5;
    for (int dy : List.of(0, -side, side, -2 * side, 2 * side)) {
      for (String anchor : List.of("start", "end", "middle")) {
        boolean middle = anchor.equals("middle");
        int dx = middle ? 0 : anchor.equals("start") ? side : -side;
        Spot spot = new Spot(mark.dx + dx, mark.dy + 4 + (middle ? dy + dy / 4 : dy), anchor);
        Box box = nameBox(x, y, name, spot);
        if (isInside(box)
            && taken.stream().noneMatch(box::meets)
            && lines.stream().noneMatch(box::meets)
            && isNearestTo(markBox(x, y, mark), box)) {
          taken.add(box);
          return Optional.of(spot);
        }
      }
    }
    return Optional.empty();
  }

  /** A name nearer to another mark would be read as that one's. */
  private boolean isNearestTo(Box own, Box name) {
    return marks.stream()
        .allMatch(mark -> mark.equals(own) || name.distance(mark) > name.distance(own));
  }

  private List<Spot> around() {
    List<Spot> spots = new ArrayList<>(List.of(new Spot(0, 0, "middle")));
    for (int ring = 1; ring <= 3; ring++) {
      int far = ring * (2 * radius + 2);
      for (int[] way :
          new int[][] {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}) {
        spots.add(new Spot(way[0] * far, way[1] * far, "middle"));
      }
    }
    return spots;
  }

  private Box markBox(double x, double y, Spot spot) {
    double middleX = x / 100 * width + spot.dx;
    double middleY = y / 100 * height + spot.dy;
    return new Box(middleX - radius, middleY - radius, middleX + radius, middleY + radius);
  }

  private Box nameBox(double x, double y, String name, Spot spot) {
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

  /** Marks at an end of a scale reach a little beyond the area. */
  private boolean isInside(Box box) {
    return box.left >= -radius
        && box.right <= width + radius
        && box.top >= -radius
        && box.bottom <= height + radius;
  }
}
