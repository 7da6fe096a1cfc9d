package io.heapcast.bench.report;

import io.heapcast.bench.report.Findings.Finding;
import io.heapcast.bench.report.Findings.Standing;
import io.heapcast.bench.report.ReportData.Row;
import java.util.List;
import java.util.Optional;

/** What was measured, who won by what, and where the subject is not ahead: computed, in words. */
final class FirstScreen {

  private static final List<Measure> TILES =
      List.of(Measure.RECALL, Measure.PRECISION, Measure.LEAD_MEDIAN, Measure.FALSE_ALARMS);

  private final ReportData data;
  private final Ranking ranking;
  private final Findings findings;
  private final FamilyShares shares;

  FirstScreen(ReportData data, Ranking ranking, FamilyShares shares) {
    this.data = data;
    this.ranking = ranking;
    this.findings = new Findings(ranking);
    this.shares = shares;
  }

  void write(Markup page) {
    page.open("header", "class", "hero", "id", "top");
    page.leaf("p", Lede.kicker(data.facts()), "class", "kicker");
    page.leaf("h1", headline());
    ranking.subjectRow().ifPresent(own -> page.leaf("p", besides(own), "class", "verdict-line"));
    page.leaf("p", new Lede(data, ranking).text(), "class", "lede");
    tiles(page);
    page.open("div", "class", "standings");
    standings(page, Standing.AHEAD, "Where " + ranking.subject() + " is ahead", "▲");
    standings(page, Standing.LEVEL, "Too close to call", "≈");
    standings(page, Standing.BEHIND, "Where " + ranking.subject() + " is behind", "▼");
    standings(page, Standing.ALONE, "What no rival tells", "◆");
    page.close();
    blindRivals(page);
    new WeakFamilies(ranking, shares).write(page);
    page.close().line();
  }

  private void blindRivals(Markup page) {
    List<String> blind = findings.blindRivals().stream().map(Row::contender).toList();
    if (!blind.isEmpty()) {
      page.leaf(
          "p",
          Words.list(blind)
              + " found no leak at all. Who never finds anything is easily never wrong, so nothing above is"
              + " compared with it; it is in every table below.",
          "class",
          "weak");
    }
  }

  private String headline() {
    if (ranking.rows().isEmpty()) {
      return "No contender was judged";
    }
    Row first = ranking.rows().get(0);
    Optional<Row> own = ranking.subjectRow();
    if (own.isEmpty()) {
      return first.contender() + " leads with F1 " + Measure.F1.text(first);
    }
    Row subject = own.get();
    return "%s finds %s of the leaks; %s of its alarms are right."
        .formatted(
            subject.contender(),
            Numbers.share(subject.recall().value()),
            Numbers.share(subject.precision().value()));
  }

  private String besides(Row subject) {
    return findings
        .bestRival(Measure.F1)
        .map(
            rival -> {
              String scores =
                  "its overall score, F1, is %s; the best rival, %s, has %s"
                      .formatted(
                          Measure.F1.text(subject),
                          Words.quoted(rival.contender()),
                          Measure.F1.text(rival));
              return switch (Findings.standing(Measure.F1, subject.f1(), rival.f1())) {
                case AHEAD -> "It leads: " + scores + ".";
                case BEHIND -> "It does not lead: " + scores + ".";
                default -> "The lead is too close to call: " + scores + ".";
              };
            })
        .orElse("");
  }

  private void tiles(Markup page) {
    Optional<Row> own = ranking.subjectRow();
    if (own.isEmpty()) {
      return;
    }
    page.open("ul", "class", "tiles");
    for (Measure measure : TILES) {
      page.open("li", "title", measure.explanation())
          .leaf("span", Words.capital(measure.inWords()), "class", "tile-title")
          .leaf("strong", measure.text(own.get()), "class", "tile-value");
      String second = measure.secondLine(own.get());
      page.leaf(
          "span",
          second.isEmpty() ? "\u00a0" : "95 % interval " + second,
          "class",
          "tile-interval");
      page.leaf("span", tileRival(measure), "class", "tile-rival").close();
    }
    page.close();
  }

  private String tileRival(Measure measure) {
    String words =
        measure == Measure.FALSE_ALARMS
            ? ranking
                .subjectRow()
                .map(row -> Words.capital(Numbers.rateInWords(measure.of(row).value())) + ". ")
                .orElse("")
            : "";
    return words
        + findings
            .bestRival(measure)
            .map(rival -> "Best rival: " + measure.text(rival) + ", " + rival.contender())
            .orElse("No rival tells this");
  }

  private void standings(Markup page, Standing standing, String title, String sign) {
    List<Finding> which =
        findings.all().stream().filter(finding -> finding.standing() == standing).toList();
    if (which.isEmpty()) {
      return;
    }
    page.open("section", "class", "standing " + Words.id(standing))
        .open("h2")
        .leaf("span", sign, "class", "sign", "aria-hidden", "true")
        .text(" " + title)
        .close()
        .open("ul");
    for (Finding finding : which) {
      page.open("li")
          .text(Words.capital(finding.measure().inWords()) + ": ")
          .leaf("b", finding.own())
          .text("; " + finding.text() + ".")
          .close();
    }
    page.close().close();
  }
}
