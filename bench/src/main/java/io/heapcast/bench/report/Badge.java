package io.heapcast.bench.report;

/** The round mark with a contender's rank, which stands for it in tables and plots. */
final class Badge {

  private Badge() {}

  /** Mark and name, within text; what it is on hover. */
  static void withName(Markup page, Ranking ranking, String contender) {
    page.open("span", "class", "contender", "title", ranking.about(contender));
    inside(page, ranking, contender);
  }

  /** Mark and name alone, where it was told before. */
  static void again(Markup page, Ranking ranking, String contender) {
    page.open("span", "class", "contender");
    inside(page, ranking, contender);
  }

  private static void inside(Markup page, Ranking ranking, String contender) {
    mark(page, ranking, contender);
    page.text(" ").leaf("span", contender, "class", "name").close();
  }

  /** The mark alone, within text. */
  static void mark(Markup page, Ranking ranking, String contender) {
    page.leaf(
        "span",
        String.valueOf(ranking.rank(contender)),
        "class",
        ranking.isSubject(contender) ? "badge subject" : "badge");
  }

  /** A class of its own for the subject beside others. */
  static String classes(String base, Ranking ranking, String contender) {
    return ranking.isSubject(contender) ? base + " subject" : base;
  }
}
