package io.heapcast.bench.report;

/** The round mark with a contender's rank, which stands for it in tables and plots. */
final class Badge {

  private Badge() {}

  /** Mark and name, within text. */
  static void withName(Markup page, Ranking ranking, String contender) {
    page.open("span", "class", "contender", "title", ranking.about(contender));
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
