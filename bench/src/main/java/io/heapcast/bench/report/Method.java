package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Facts;

/** How the benchmark was run, who took part, and what the words mean. */
final class Method {

  private final ReportData data;
  private final Ranking ranking;

  Method(ReportData data, Ranking ranking) {
    this.data = data;
    this.ranking = ranking;
  }

  void write(Markup page) {
    page.open("section", "class", "part", "id", "method").leaf("h2", "How it was measured");
    page.open("div", "class", "columns");
    rules(page);
    facts(page);
    page.close();
    contenders(page);
    page.close().line();
  }

  /** The legend below the headline table. */
  static void glossary(Markup page) {
    page.open("details", "class", "more")
        .leaf("summary", "What the columns mean")
        .open("dl", "class", "glossary");
    for (Measure measure : Measure.values()) {
      page.open("div").leaf("dt", measure.title()).leaf("dd", measure.explanation()).close();
    }
    page.close().close().line();
  }

  private void rules(Markup page) {
    page.open("div")
        .leaf("h3", "The rules")
        .open("ul", "class", "rules")
        .leaf(
            "li", "Every contender gets the same telemetry, window by window, and answers at once.")
        .leaf(
            "li",
            "A find is an alarm on the leaking resource after the first leaking allocation and before"
                + " exhaustion. An alarm before that is a false alarm and hides the find while it"
                + " stands.")
        .leaf("li", "A run counts once, however many JVMs or alarms it has.")
        .leaf(
            "li",
            "Runs come in families of like behaviour. Those of LeakBench are set apart, whole,"
                + " for training, tuning and judging. The headline is of "
                + data.headline().title()
                + ". Every family weighs the same.")
        .leaf(
            "li",
            "Intervals of precision, recall and F1 come from drawing families and runs anew a"
                + " thousand times; those of rates from the Poisson distribution.")
        .close()
        .close();
  }

  private void facts(Markup page) {
    Facts facts = data.facts();
    page.open("div").leaf("h3", "This run").open("dl", "class", "facts");
    fact(page, "Date", facts.date().toString());
    fact(page, "Scale", facts.scale());
    fact(page, "Seed", String.valueOf(facts.seed()));
    facts.versions().forEach((name, version) -> fact(page, name, version));
    fact(page, "JDK", facts.jdk());
    fact(page, "Machine", facts.machine());
    fact(page, "Took", Numbers.duration(facts.took()));
    page.open("div").leaf("dt", "Again").open("dd").leaf("code", facts.command()).close().close();
    page.close().close();
  }

  private static void fact(Markup page, String name, String value) {
    page.open("div").leaf("dt", name).leaf("dd", value).close();
  }

  private void contenders(Markup page) {
    page.leaf("h3", "The contenders").open("dl", "class", "abouts");
    for (String name : ranking.names()) {
      page.open("div").open("dt");
      Badge.again(page, ranking, name);
      page.close().leaf("dd", ranking.about(name)).close();
    }
    page.close();
  }
}
