package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.report.Exhibit.Reason;
import io.heapcast.bench.report.Exhibit.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Every miss and false alarm of the subject, folded, with filters. */
final class Exhibits {

  /** Further ones have words only, so that the page stays light. */
  static final int MOST_CURVES = 300;

  private final ReportData data;
  private final Ranking ranking;
  private final Set<Exhibit> drawn;

  Exhibits(ReportData data, Ranking ranking) {
    this.data = data;
    this.ranking = ranking;
    this.drawn = drawn(data.exhibits());
  }

  void write(Markup page) {
    List<Exhibit> all = data.exhibits();
    long missed = all.stream().filter(Exhibit::missed).count();
    long wrong = all.stream().filter(Exhibit::falseAlarm).count();
    page.open("section", "class", "part", "id", "exhibits")
        .leaf("h2", "Every miss and every false alarm")
        .leaf(
            "p",
            "The headline runs in which %s was wrong: %s and %s. Unfold one to see what could be seen, and its own words why."
                .formatted(
                    data.subject(),
                    Numbers.count(missed, "missed leak", "missed leaks"),
                    Numbers.count(wrong, "run with a false alarm", "runs with a false alarm")),
            "class",
            "intro");
    if (all.isEmpty()) {
      page.leaf("p", "There is none.", "class", "empty").close();
      return;
    }
    if (drawn.size() < all.size()) {
      page.leaf(
          "p",
          "To keep the page light, %s of them have a curve, spread evenly over families; the others have words only."
              .formatted(Numbers.count(drawn.size())),
          "class",
          "note");
    }
    ExhibitLegend.write(page);
    filters(page);
    Map<Family, List<Exhibit>> byFamily = new LinkedHashMap<>();
    all.forEach(one -> byFamily.computeIfAbsent(one.family(), id -> new ArrayList<>()).add(one));
    byFamily.forEach((family, exhibits) -> family(page, family, exhibits));
    page.close().line();
  }

  private void filters(Markup page) {
    page.open("form", "class", "filters", "aria-label", "Filter the runs shown below");
    select(page, "kind", "Kind", List.of("missed", "false alarm"));
    select(page, "family", "Family", distinct(exhibit -> exhibit.family().id()));
    select(page, "collector", "Collector", distinct(exhibit -> Words.of(exhibit.collector())));
    select(page, "tier", "Origin", distinct(exhibit -> Words.of(exhibit.tier())));
    page.leaf("output", Numbers.count(data.exhibits().size(), "run", "runs"), "aria-live", "polite")
        .close();
  }

  private static void select(Markup page, String name, String title, List<String> values) {
    page.open("label").text(title + " ").open("select", "data-filter", name);
    page.leaf("option", "all", "value", "");
    values.forEach(value -> page.leaf("option", value, "value", value));
    page.close().close();
  }

  private List<String> distinct(Function<Exhibit, String> value) {
    return data.exhibits().stream().map(value).distinct().toList();
  }

  private void family(Markup page, Family family, List<Exhibit> exhibits) {
    page.open("div", "class", "exhibit-family")
        .open("h3")
        .text(family.id() + " ")
        .leaf("small", family.what())
        .close();
    exhibits.forEach(exhibit -> exhibit(page, exhibit));
    page.close().line();
  }

  private void exhibit(Markup page, Exhibit exhibit) {
    String kinds =
        (exhibit.missed() ? "missed" : "") + "|" + (exhibit.falseAlarm() ? "false alarm" : "");
    page.open(
        "details",
        "class",
        "exhibit",
        "data-kind",
        kinds,
        "data-family",
        exhibit.family().id(),
        "data-collector",
        Words.of(exhibit.collector()),
        "data-tier",
        Words.of(exhibit.tier()));
    page.open("summary");
    if (exhibit.missed()) {
      page.leaf("span", "○ missed", "class", "tag");
    }
    if (exhibit.falseAlarm()) {
      page.leaf("span", "✕ false alarm", "class", "tag wrong");
    }
    page.text(" ")
        .leaf("span", exhibit.caseId(), "class", "case-id")
        .text(" ")
        .leaf(
            "small",
            Words.of(exhibit.collector())
                + " · "
                + Words.of(exhibit.tier())
                + " · "
                + Words.of(exhibit.shown()))
        .close();
    attributes(page, exhibit);
    if (drawn.contains(exhibit)) {
      ExhibitPlot plot = new ExhibitPlot(exhibit, ranking);
      if (plot.isEmpty()) {
        page.leaf("p", "Nothing was measured of this resource.", "class", "empty");
      } else {
        plot.write(page);
      }
    }
    exhibit.verdicts().forEach(verdict -> verdict(page, exhibit, verdict));
    page.close().line();
  }

  private static void attributes(Markup page, Exhibit exhibit) {
    if (exhibit.attributes().isEmpty()) {
      return;
    }
    page.open("dl", "class", "attributes");
    exhibit
        .attributes()
        .forEach((name, value) -> page.open("div").leaf("dt", name).leaf("dd", value).close());
    page.close();
  }

  private void verdict(Markup page, Exhibit exhibit, Verdict verdict) {
    page.open("div", "class", "verdict").open("p");
    page.leaf("b", verdict.occasion())
        .text(" (at " + RunTimes.since(exhibit, verdict.atMs()) + ") " + data.subject() + " said: ")
        .leaf("b", Words.of(verdict.state()));
    if (!Double.isNaN(verdict.probability())) {
      page.text(", probability " + Numbers.share(verdict.probability()));
    }
    verdict
        .inflection()
        .ifPresent(told -> page.text("; growth since " + RunTimes.since(exhibit, told)));
    verdict
        .exhaustion()
        .ifPresent(told -> page.text("; memory runs out at " + RunTimes.since(exhibit, told)));
    page.text(". " + verdict.text()).close();
    page.open("div", "class", "columns");
    reasons(page, "For a leak", verdict.reasonsFor());
    reasons(page, "Against", verdict.reasonsAgainst());
    page.close().close();
  }

  private static void reasons(Markup page, String title, List<Reason> reasons) {
    page.open("div").leaf("h4", title);
    if (reasons.isEmpty()) {
      page.leaf("p", "Nothing.", "class", "empty");
    } else {
      page.open("ul");
      reasons.forEach(
          reason -> page.open("li").text(reason.text() + " ").leaf("code", reason.code()).close());
      page.close();
    }
    page.close();
  }

  /** Spread over families: first the first of each, then the second of each, … */
  private static Set<Exhibit> drawn(List<Exhibit> all) {
    Map<String, Integer> seen = new HashMap<>();
    IdentityHashMap<Exhibit, Integer> turns = new IdentityHashMap<>();
    all.forEach(one -> turns.put(one, seen.merge(one.family().id(), 1, Integer::sum)));
    Set<Exhibit> drawn = Collections.newSetFromMap(new IdentityHashMap<>());
    all.stream().sorted(Comparator.comparing(turns::get)).limit(MOST_CURVES).forEach(drawn::add);
    return drawn;
  }
}
