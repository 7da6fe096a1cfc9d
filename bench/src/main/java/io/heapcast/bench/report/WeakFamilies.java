package io.heapcast.bench.report;

import io.heapcast.bench.leak.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Where the subject fails, in a sentence or two on the first screen. */
final class WeakFamilies {

  /** As many families as are named in a sentence. */
  private static final int NAMED = 6;

  private final Ranking ranking;
  private final FamilyShares shares;

  WeakFamilies(Ranking ranking, FamilyShares shares) {
    this.ranking = ranking;
    this.shares = shares;
  }

  void write(Markup page) {
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
          "It raises false alarms in some runs of "
              + named(alarmed, family -> shares.of(family, ranking.subject()).falseAlarmShare())
              + ".");
    }
    List<Family> behind =
        shares.families(true).stream().filter(family -> lag(family) > 0).sorted(byLag()).toList();
    if (!behind.isEmpty()) {
      sentences.add(
          "In %s of %s some rival finds more, most of all in %s."
              .formatted(
                  Numbers.count(behind.size()),
                  Numbers.count(shares.families(true).size(), "leaking family", "leaking families"),
                  lagging(behind.subList(0, Math.min(3, behind.size())))));
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

  /** How much more of a family's leaks the best rival for it finds; not above 0: none does. */
  private double lag(Family family) {
    double own = shares.of(family, ranking.subject()).foundShare();
    return ranking.rivals().stream()
            .mapToDouble(rival -> shares.of(family, rival.contender()).foundShare())
            .filter(share -> !Double.isNaN(share))
            .max()
            .orElse(0)
        - own;
  }

  private String lagging(List<Family> families) {
    return Words.list(
        families.stream()
            .map(family -> family.id() + " (" + Numbers.share(lag(family)) + " more of its leaks)")
            .toList());
  }

  private Comparator<Family> byLag() {
    return Comparator.comparingDouble(family -> -lag(family));
  }

  private static String named(List<Family> families, ToDoubleFunction<Family> share) {
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
