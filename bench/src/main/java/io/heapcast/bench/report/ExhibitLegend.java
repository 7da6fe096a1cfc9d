package io.heapcast.bench.report;

/** What the lines and marks of a run mean; once for all of them. */
final class ExhibitLegend {

  private ExhibitLegend() {}

  static void write(Markup page) {
    page.open("div", "class", "reading legend").leaf("h3", "How to read a run").open("ul");
    line(page, "level", "least use after young collections (heap), or the value itself");
    line(page, "cleaned", "least use after a collection of more than the young generation");
    line(page, "limit", "limit of the resource");
    knot(page, 3, "floor after a full collection");
    knot(page, 2, "floor after a concurrent or mixed cleaning");
    knot(page, 1, "upper bound from young collections only");
    line(page, "fit", "the fitted trend");
    line(page, "told", "begin of the leak as told, 80 % interval");
    line(page, "truth", "leak begins, stops, memory is exhausted");
    open(page).empty("rect", "x", "2", "y", "2", "width", "32", "height", "12", "class", "leaking");
    close(page, "a leak is under way");
    open(page)
        .empty("line", "x1", "6", "y1", "8", "x2", "34", "y2", "8", "class", "stands")
        .empty("circle", "cx", "6", "cy", "8", "r", "4.5", "class", "raised");
    close(page, "alarm raised, and how long it stood");
    open(page)
        .empty("line", "x1", "6", "y1", "8", "x2", "34", "y2", "8", "class", "stands wrong")
        .leaf("text", "×", "x", "6", "y", "13", "class", "cross");
    close(page, "false alarm, and how long it stood");
    page.close()
        .leaf(
            "p",
            "Time runs from the start of the observation. Below each curve there is a lane for every"
                + " contender that alarmed; those that never did are named. 60× at its end: that many alarms.")
        .close();
  }

  private static void line(Markup page, String classes, String text) {
    open(page).empty("path", "d", "M2 8H34", "class", classes);
    close(page, text);
  }

  private static void knot(Markup page, int quality, String text) {
    open(page).empty("path", "d", "M18 8h0", "class", "knot q" + quality);
    if (quality == 1) {
      page.empty("path", "d", "M18 8h0", "class", "knot q1 hole");
    }
    close(page, text);
  }

  private static Markup open(Markup page) {
    return page.open("li")
        .open("svg", "class", "sample", "width", "36", "height", "16", "aria-hidden", "true");
  }

  private static void close(Markup page, String text) {
    page.close().leaf("span", text).close();
  }
}
