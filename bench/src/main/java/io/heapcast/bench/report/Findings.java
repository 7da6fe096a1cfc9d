package io.heapcast.bench.report;

import io.heapcast.bench.report.ReportData.Figure;
import io.heapcast.bench.report.ReportData.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the subject stands beside the best of its rivals, measure by measure, in plain words. */
final class Findings {

  private final Ranking ranking;

  Findings(Ranking ranking) {
    this.ranking = ranking;
  }

  /** How the subject stands in one measure. */
  enum Standing {
    AHEAD,
    LEVEL,
    BEHIND,
    ALONE
  }

  /**
   * One comparison.
   *
   * @param own the subject's figure with its unit
   * @param text the rest of the sentence
   */
  record Finding(Standing standing, Measure measure, String own, String text) {}

  /** One per measure that the subject has a figure of; none without a subject. */
  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    ranking
        .subjectRow()
        .ifPresent(
            own -> {
              for (Measure measure : Measure.values()) {
                if (measure.of(own).isPresent()) {
                  findings.add(of(measure, own));
                }
              }
            });
    return findings;
  }

  /** Rivals that found no leak at all: silence is no merit, so nobody is compared with them. */
  List<Row> blindRivals() {
    return ranking.rivals().stream().filter(Findings::isBlind).toList();
  }

  private static boolean isBlind(Row rival) {
    return rival.leakingRuns() > 0 && rival.found() == 0;
  }

  /**
   * The best rival in a measure, of those that found anything; absent: none has a figure. Of equal
   * ones the better ranked.
   */
  Optional<Row> bestRival(Measure measure) {
    Row best = null;
    for (Row rival : ranking.rivals()) {
      if (isBlind(rival)) {
        continue;
      }
      double value = measure.of(rival).value();
      double bar = best == null ? Double.NaN : measure.of(best).value();
      if (measure.isBetter(value, bar)) {
        best = rival;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How a figure stands beside another; level where their intervals share more than a point. */
  static Standing standing(Measure measure, Figure own, Figure rival) {
    boolean apart =
        !own.hasInterval()
            || !rival.hasInterval()
            || own.low() > rival.high()
            || own.high() < rival.low();
    if (own.value() == rival.value() || !apart) {
      return Standing.LEVEL;
    }
    return measure.isBetter(own.value(), rival.value()) ? Standing.AHEAD : Standing.BEHIND;
  }

  private Finding of(Measure measure, Row own) {
    Optional<Row> best = bestRival(measure);
    if (best.isEmpty()) {
      return new Finding(Standing.ALONE, measure, measure.text(own), "no rival tells this");
    }
    Row rival = best.get();
    Standing standing = standing(measure, measure.of(own), measure.of(rival));
    String other =
        measure.text(rival) + " for " + Words.quoted(rival.contender()) + price(own, rival);
    String text =
        switch (standing) {
          case AHEAD -> "the best rival has " + other;
          case BEHIND -> "better is " + other;
          default -> other + closeness(measure, own, rival);
        };
    return new Finding(standing, measure, measure.text(own), text);
  }

  private static String closeness(Measure measure, Row own, Row rival) {
    return measure.of(own).value() == measure.of(rival).value()
        ? ": the same"
        : ": the 95 % intervals overlap";
  }

  /** What a good figure was bought with. */
  private static String price(Row own, Row rival) {
    if (rival.recall().value() < own.recall().value() / 2) {
      return ", which finds only " + Numbers.share(rival.recall().value()) + " of the leaks";
    }
    if (rival.precision().value() < own.precision().value() / 2) {
      return ", of whose alarms only " + Numbers.share(rival.precision().value()) + " are right";
    }
    return "";
  }
}
