package io.heapcast.bench.score;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.leak.Tier;
import io.heapcast.telemetry.v1.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The outcomes of all contenders in all runs, and the groups in which reports show them. */
public final class Results {

  private final List<String> contenders;
  private final List<Outcome> outcomes;
  private final long seed;
  private final Map<String, List<Score>> known = new TreeMap<>();

  /**
   * Results.
   *
   * @param contenders in the order of the tables
   * @param outcomes in a stable order
   * @param seed of the bootstrap
   */
  public Results(List<String> contenders, List<Outcome> outcomes, long seed) {
    this.contenders = List.copyOf(contenders);
    this.outcomes = List.copyOf(outcomes);
    this.seed = seed;
  }

  /** In the order of the tables. */
  public List<String> contenders() {
    return contenders;
  }

  /** All of them, by run, then contender. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  /** The outcomes of one contender in a group. */
  public List<Outcome> outcomes(Cut cut, String contender) {
    return outcomes.stream()
        .filter(outcome -> outcome.contender().equals(contender) && cut.which.test(outcome))
        .toList();
  }

  /** The figures of a group, one per contender in their order. */
  public List<Score> scores(Cut cut) {
    return known.computeIfAbsent(
        cut.title,
        title ->
            contenders.stream()
                .map(contender -> Scorer.of(contender, outcomes(cut, contender), seed))
                .toList());
  }

  /**
   * The figures that count: the judging families, or all where none of them were run, or where a
   * user brought the runs.
   */
  public Cut headline() {
    if (areYours()) {
      return new Cut("your runs", "All of your recordings.", outcome -> true);
    }
    Cut judging = ofPart(Part.JUDGING);
    return isEmpty(judging)
        ? new Cut("all families", "Every run there is.", outcome -> true)
        : judging;
  }

  /** Those with runs, training first; none for a user's own runs. */
  public List<Cut> parts() {
    return areYours()
        ? List.of()
        : present(Arrays.stream(Part.values()).map(Results::ofPart).toList());
  }

  /** Tiers within the headline, those with runs. */
  public List<Cut> tiers() {
    return present(
        Arrays.stream(Tier.values())
            .map(tier -> within(words(tier) + " runs", outcome -> outcome.tier() == tier))
            .toList());
  }

  /** Collectors within the headline, those with runs. */
  public List<Cut> collectors() {
    return present(
        Arrays.stream(Collector.values())
            .map(collector -> within(words(collector), outcome -> outcome.collector() == collector))
            .toList());
  }

  /** All families with runs, leaking ones first; further ones of a user's own last. */
  public List<Cut> families() {
    List<Family> all = new ArrayList<>(Families.all().toList());
    outcomes.stream()
        .map(Outcome::family)
        .filter(f -> !all.contains(f))
        .distinct()
        .forEach(all::add);
    return present(
        all.stream()
            .map(
                family ->
                    new Cut(family.id(), family.what(), outcome -> outcome.family().equals(family)))
            .toList());
  }

  private Cut within(String title, Predicate<Outcome> which) {
    Cut headline = headline();
    return new Cut(title, "Within " + headline.title + ".", headline.which.and(which));
  }

  private static Cut ofPart(Part part) {
    return new Cut(
        words(part) + " families",
        switch (part) {
          case TRAINING -> "To fit models.";
          case TUNING -> "To choose thresholds and designs.";
          case JUDGING -> "For the report only: nothing was fitted or chosen by them.";
        },
        outcome -> outcome.family().part() == part);
  }

  private boolean areYours() {
    return outcomes.stream().allMatch(outcome -> outcome.tier() == Tier.YOURS);
  }

  private List<Cut> present(List<Cut> cuts) {
    return cuts.stream().filter(cut -> !isEmpty(cut)).toList();
  }

  private boolean isEmpty(Cut cut) {
    return outcomes.stream().noneMatch(cut.which);
  }

  private static String words(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * A group of runs.
   *
   * @param title unique
   * @param what one sentence
   */
  public record Cut(String title, String what, Predicate<Outcome> which) {}
}
