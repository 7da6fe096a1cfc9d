package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.report.Findings.Finding;
import io.heapcast.bench.report.Findings.Standing;
import io.heapcast.bench.report.ReportData.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was measured, who won by what, and where the subject is not ahead: computed, in words. */
final class FirstScreen {

  private static final List<Measure> TILES =
      List.of(Measure.RECALL, Measure.PRECISION, Measure.LEAD_MEDIAN, Measure.FALSE_ALARMS);

  /** As many families as are named in a sentence. */
  private static final int NAMED = 6;

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
    page.leaf("p", "LeakBench · " + data.facts().date(), "class", "kicker");
    page.leaf("h1", headline());
    page.leaf("p", whatWasMeasured(), "class", "lede");
    tiles(page);
    page.open("div", "class", "standings");
    standings(page, Standing.AHEAD, "Where " + ranking.subject() + " is ahead", "▲");
    standings(page, Standing.LEVEL, "Too close to call", "≈");
    standings(page, Standing.BEHIND, "Where " + ranking.subject() + " is behind", "▼");
    standings(page, Standing.ALONE, "What no rival tells", "◆");
    page.close();
    weakFamilies(page);
    page.close().line();
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
    String found =
        "%s finds %s of the leaks; %s of its alarms are right."
            .formatted(
                subject.contender(),
                Numbers.share(subject.recall().value()),
                Numbers.share(subject.precision().value()));
    return found + " " + besides(subject);
  }

  private String besides(Row subject) {
    return findings
        .bestRival(Measure.F1)
        .map(
            rival -> {
              String scores =
                  "F1 %s against %s for %s"
                      .formatted(
                          Measure.F1.text(subject), Measure.F1.text(rival), rival.contender());
              return switch (Findings.standing(Measure.F1, subject.f1(), rival.f1())) {
                case AHEAD -> "It leads: " + scores + ".";
                case BEHIND -> "It does not lead: " + scores + ".";
                default -> "The lead is too close to call: " + scores + ".";
              };
            })
        .orElse("");
  }

  private String whatWasMeasured() {
    List<RunPoint> runs =
        data.runs().stream().filter(run -> run.contender().equals(firstContender())).toList();
    long leaking = runs.stream().filter(run -> run.label() == Label.LEAK).count();
    long healthy = runs.stream().filter(run -> run.label() == Label.HEALTHY).count();
    String tiers =
        runs.stream()
            .collect(Collectors.groupingBy(RunPoint::tier, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(entry -> Numbers.count(entry.getValue()) + " " + plural(entry.getKey()))
            .collect(Collectors.collectingAndThen(Collectors.toList(), Words::list));
    long collectors = runs.stream().map(RunPoint::collector).distinct().count();
    return "%s runs of Java programs were watched as if live by %s ways to find memory leaks: %s with a leak, %s healthy but meant to mislead (%s; %s; %s). All saw the same data in the same order and knew nothing of the future. An alarm before the first leaking allocation counts as false."
        .formatted(
            Numbers.count(leaking + healthy),
            Numbers.count(data.contenders().size()),
            Numbers.count(leaking),
            Numbers.count(healthy),
            tiers,
            Numbers.count(
                runs.stream().map(run -> run.family().id()).distinct().count(),
                "family of behaviour",
                "families of behaviour"),
            Numbers.count(collectors, "garbage collector", "garbage collectors"));
  }

  private String firstContender() {
    return ranking.subjectRow().isPresent()
        ? ranking.subject()
        : data.runs().stream().map(RunPoint::contender).findFirst().orElse("");
  }

  private static String plural(Tier tier) {
    return switch (tier) {
      case SIMULATED -> "simulated";
      case REAL -> "recorded from real JVMs";
      case YOURS -> "from your own recordings";
    };
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
    page.open("section", "class", "standing")
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

  private void weakFamilies(Markup page) {
    if (ranking.subjectRow().isEmpty()) {
      return;
    }
    List<String> sentences = new ArrayList<>();
    List<Family> missed = shares.foundLessThan(0.5, ranking.subject());
    if (!missed.isEmpty()) {
      sentences.add(
          "It finds less than half of the leaks of "
              + named(missed, family -> shares.of(family, ranking.subject()).foundShare())
              + ".");
    }
    List<Family> alarmed = shares.withFalseAlarms(ranking.subject());
    if (!alarmed.isEmpty()) {
      sentences.add(
          "It raises false alarms in "
              + named(alarmed, family -> shares.of(family, ranking.subject()).falseAlarmShare())
              + " of the runs.");
    }
    page.open("p", "class", "weak").leaf("b", "Its weakest families. ");
    page.text(
        sentences.isEmpty()
            ? "It finds at least half of the leaks of every family and raises no false alarm in any."
            : String.join(" ", sentences));
    page.text(" ")
        .leaf("a", "Every miss and false alarm is shown below.", "href", "#exhibits")
        .close();
  }

  private static String named(
      List<Family> families, java.util.function.ToDoubleFunction<Family> share) {
    List<String> names = new ArrayList<>();
    families.stream()
        .limit(NAMED)
        .forEach(
            family ->
                names.add(family.id() + " (" + Numbers.share(share.applyAsDouble(family)) + ")"));
    if (families.size() > NAMED) {
      names.add(Numbers.count(families.size() - NAMED) + " more");
    }
    return Words.list(names);
  }
}
