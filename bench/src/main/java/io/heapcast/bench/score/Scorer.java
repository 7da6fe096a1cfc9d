package io.heapcast.bench.score;

import io.heapcast.bench.score.Score.Quality;
import io.heapcast.streams.engine.WindowEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/** Adds up the outcomes of one contender. Runs that are listed only are left out. */
public final class Scorer {

  private static final double WINDOWS_PER_WEEK =
      (double) Duration.ofDays(7).toMillis() / WindowEngine.WINDOW_MS;

  private static final double HOUR_MS = Duration.ofHours(1).toMillis();

  private final String contender;
  private final List<Outcome> outcomes;
  private final List<Outcome> leaking;

  private Scorer(String contender, List<Outcome> outcomes) {
    this.contender = contender;
    this.outcomes = outcomes.stream().filter(outcome -> !outcome.listedOnly()).toList();
    this.leaking = this.outcomes.stream().filter(Outcome::leaking).toList();
  }

  /**
   * The score over a group of runs.
   *
   * @param outcomes of that contender, in any order
   * @param seed of the bootstrap
   */
  public static Score of(String contender, List<Outcome> outcomes, long seed) {
    return new Scorer(contender, outcomes).score(seed);
  }

  private Score score(long seed) {
    int found = count(Outcome::found);
    int falseAlarmRuns = count(Outcome::falseAlarm);
    double healthyWeeks =
        outcomes.stream().mapToLong(Outcome::healthyWindows).sum() / WINDOWS_PER_WEEK;
    long falseAlarms = outcomes.stream().mapToLong(Outcome::falseAlarmsWhileHealthy).sum();
    Weighted lead = values(o -> boxed(o.leadFraction()));
    Weighted named = values(o -> o.namedRight().map(right -> right ? 1.0 : 0.0));
    long windows = outcomes.stream().mapToLong(Outcome::windows).sum();
    int alarmed = count(outcome -> outcome.transitions() > 0);
    return new Score(
        contender,
        leaking.size(),
        outcomes.size() - leaking.size(),
        found,
        falseAlarmRuns,
        Bootstrap.detection(outcomes, seed),
        micro(found, falseAlarmRuns),
        Interval95.wilson(falseAlarmRuns, outcomes.size()),
        Interval95.poisson(falseAlarms, healthyWeeks),
        healthyWeeks,
        lead.quantile(0.5),
        lead.quantile(0.1),
        values(
                o ->
                    o.leadMs().isPresent()
                        ? Optional.of(o.leadMs().getAsLong() / HOUR_MS)
                        : Optional.empty())
            .quantile(0.5),
        quality(Outcome::inflection, count(o -> o.found() && o.leadFraction().isPresent())),
        forecasts(),
        named.mean(),
        named.count(),
        values(
                o ->
                    o.calibration().isEmpty()
                        ? Optional.empty()
                        : Optional.of(o.calibration().brier()))
            .mean(),
        calibrationError(),
        alarmed == 0
            ? Double.NaN
            : outcomes.stream().mapToInt(Outcome::transitions).sum() / (double) alarmed,
        windows == 0
            ? Double.NaN
            : outcomes.stream().mapToLong(Outcome::cpuNanos).sum() / 1e3 / windows,
        windows);
  }

  private Detection micro(int found, int falseAlarmRuns) {
    double f1 = Detection.f1(found, falseAlarmRuns, leaking.size());
    return new Detection(
        Interval95.wilson(found, (long) found + falseAlarmRuns),
        Interval95.wilson(found, leaking.size()),
        new Interval95(f1, Double.NaN, Double.NaN));
  }

  private List<Quality> forecasts() {
    List<Quality> qualities = new ArrayList<>();
    for (int i = 0; i < Scoring.PROGRESS.size(); i++) {
      int at = i;
      qualities.add(
          quality(
              outcome -> outcome.exhaustion().get(at).estimate(),
              count(outcome -> outcome.exhaustion().get(at).asked())));
    }
    return qualities;
  }

  private Quality quality(Function<Outcome, Optional<Estimate>> estimate, int asked) {
    Weighted errors = values(o -> estimate.apply(o).map(Estimate::error));
    Weighted covered = values(o -> estimate.apply(o).map(e -> e.covered() ? 1.0 : 0.0));
    return new Quality(errors.quantile(0.5), covered.mean(), errors.count(), asked);
  }

  /** Every family has the same mass, every run of a family too. */
  private double calibrationError() {
    Calibration all = new Calibration();
    Weighted runs = values(o -> o.calibration().isEmpty() ? Optional.empty() : Optional.of(1.0));
    for (Outcome outcome : outcomes) {
      all.addScaled(outcome.calibration(), 1.0 / Math.max(1, runs.count(outcome.family().id())));
    }
    return all.isEmpty() ? Double.NaN : all.expectedError();
  }

  private Weighted values(Function<Outcome, Optional<Double>> value) {
    Weighted values = new Weighted();
    for (Outcome outcome : outcomes) {
      value.apply(outcome).ifPresent(known -> values.add(outcome.family().id(), known));
    }
    return values;
  }

  private int count(Predicate<Outcome> which) {
    return (int) outcomes.stream().filter(which).count();
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
