package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.report.FamilyShares.Count;
import java.util.List;

/**
 * Families by contenders: what part of the leaks was found, what part of the runs alarmed wrongly.
 */
final class FamilyHeat {

  private final Ranking ranking;
  private final FamilyShares shares;

  FamilyHeat(Ranking ranking, FamilyShares shares) {
    this.ranking = ranking;
    this.shares = shares;
  }

  void write(Markup page) {
    page.open("section", "class", "part", "id", "families")
        .leaf("h2", "Family by family")
        .leaf(
            "p",
            "A mean hides what matters: each kind of leak and each kind of healthy growth is its own"
                + " test. Contenders stand in the order of their rank.",
            "class",
            "intro");
    table(
        page,
        true,
        "Leaks found",
        "Part of the leaking runs in which the leak was found. Stronger blue is more, which is better."
            + " A triangle marks runs with a false alarm beside or before the find.");
    table(
        page,
        false,
        "False alarms in healthy runs",
        "Part of the healthy runs with at least one false alarm. Stronger orange is more, which is"
            + " worse; 0 % is right.");
    page.close().line();
  }

  private void table(Markup page, boolean leaking, String title, String what) {
    List<Family> families = shares.families(leaking);
    if (families.isEmpty()) {
      return;
    }
    page.leaf("h3", title).leaf("p", what, "class", "note");
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title)
        .open("table", "class", "heat")
        .leaf("caption", title + " by family and contender", "class", "unseen")
        .open("thead")
        .open("tr")
        .leaf("th", "Family", "scope", "col")
        .leaf("th", "Runs", "scope", "col", "class", "number");
    for (String name : ranking.names()) {
      page.open("th", "scope", "col", "class", "who", "title", name + ". " + ranking.about(name))
          .leaf("span", name, "class", "turned");
      Badge.mark(page, ranking, name);
      page.close();
    }
    page.close().close().open("tbody");
    for (Family family : families) {
      row(page, family);
    }
    page.close().close().close().line();
  }

  private void row(Markup page, Family family) {
    page.open("tr")
        .open("th", "scope", "row")
        .leaf("span", family.id(), "class", "family")
        .leaf("small", family.what())
        .close()
        .leaf("td", Numbers.count(shares.runs(family)), "class", "number runs");
    for (String name : ranking.names()) {
      cell(page, family, shares.of(family, name));
    }
    page.close().line();
  }

  private static void cell(Markup page, Family family, Count count) {
    double share = family.leaking() ? count.foundShare() : count.falseAlarmShare();
    if (Double.isNaN(share)) {
      page.leaf("td", Numbers.NONE, "class", "cell");
      return;
    }
    String scale = family.leaking() ? "right-" : "wrong-";
    page.open("td", "class", "cell " + scale + Palette.step(share)).text(Numbers.share(share));
    if (family.leaking() && count.falseAlarms() > 0) {
      page.leaf(
          "small",
          "▲ " + Numbers.share(count.falseAlarmShare()),
          "title",
          "False alarms in " + Numbers.share(count.falseAlarmShare()) + " of the runs");
    }
    page.close();
  }
}
