package io.heapcast.bench.report;

/**
 * The frame of a plot: title, drawing, and beside it how to read it. Plots are placed in percent of
 * their area, so that lines stretch with the page while text keeps its size.
 */
final class Figures {

  private Figures() {}

  /** Opens section, drawing side and all; the caller draws, then calls {@link #end}. */
  static void begin(Markup page, String id, String title, String what) {
    page.open("section", "class", "part", "id", id)
        .leaf("h2", title)
        .leaf("p", what, "class", "intro")
        .open("div", "class", "figure")
        .open("div", "class", "drawing");
  }

  /** Closes what {@link #begin} opened, after a text beside the drawing. */
  static void end(Markup page, String... howToRead) {
    page.close().open("div", "class", "reading").leaf("h3", "How to read it");
    for (String paragraph : howToRead) {
      page.leaf("p", paragraph);
    }
    page.close().close().close().line();
  }

  /** Opens a drawing area of so many pixels in height, with room for axes around it. */
  static void openArea(Markup page, int height, String inWords, String classes) {
    page.open("div", "class", "plot " + classes)
        .open("svg", "role", "img", "aria-label", inWords, "style", "height:" + height + "px");
  }

  static void closeArea(Markup page) {
    page.close().close();
  }

  /** Opens a canvas of 1000 by 1000 units over the whole area, for curves. */
  static void openCanvas(Markup page) {
    page.open(
        "svg",
        "class",
        "canvas",
        "viewBox",
        "0 0 1000 1000",
        "preserveAspectRatio",
        "none",
        "width",
        "100%",
        "height",
        "100%");
  }

  static void line(Markup page, String x1, String y1, String x2, String y2, String classes) {
    page.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", classes);
  }

  /** Text at a place in percent, moved by pixels. */
  static void text(Markup page, String text, String x, String y, int dx, int dy, String classes) {
    page.leaf(
        "text",
        text,
        "x",
        x,
        "y",
        y,
        "dx",
        String.valueOf(dx),
        "dy",
        String.valueOf(dy),
        "class",
        classes);
  }

  /** Shapes at a place in percent, their own coordinates in pixels around it. */
  static void openAt(Markup page, String x, String y) {
    page.open("svg", "x", x, "y", y, "class", "at");
  }
}
