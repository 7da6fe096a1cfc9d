package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.DoubleVector;
import smile.math.MathEx;
import smile.regression.GradientTreeBoost;
import smile.regression.RegressionTree;

/**
 * One quantile of ln(true time to exhaustion / plain forecast), given what a reading looks like:
 * boosted trees under the quantile loss (Koenker and Bassett 1978), then moved.
 *
 * <p>Moved by what makes it true of families that were not seen (conformalized quantile regression,
 * Romano, Patterson and Candès 2019, one tail at a time): each family is foretold by trees fitted
 * to the others, and the quantile of what is left over, every family weighing the same, is added.
 */
final class ForecastFit {

  private static final String LEFT = "endLog";

  private static final int TREES = 60;
  private static final int DEPTH = 5;
  private static final int LEAVES = 4;
  private static final int LEAST_ROWS = 40;
  private static final double SHRINKAGE = 0.1;
  private static final double SUBSAMPLE = 0.6;

  private final FeatureTable table;
  private final double quantile;
  private final Set<String> unseen;
  private final GradientTreeBoost trees;
  private final List<LeftOver> leftOver;
  private final double shift;

  private ForecastFit(FeatureTable table, double quantile, Set<String> unseen, long seed) {
    this.table = table;
    this.quantile = quantile;
    this.unseen = unseen;
    this.leftOver = leftOver(seed);
    this.shift = quantileOf(leftOver);
    this.trees = fit(table.rows(), seed);
  }

  /**
   * Fits a quantile to the readings of a table whose end is known.
   *
   * @param quantile 0 to 1
   * @param unseen features that must not be used
   */
  static ForecastFit of(FeatureTable table, double quantile, Set<String> unseen, long seed) {
    List<FeatureRow> ended =
        table.rows().stream().filter(row -> !Double.isNaN(row.endLog())).toList();
    return new ForecastFit(new FeatureTable(table.names(), ended), quantile, unseen, seed);
  }

  void write(PrintWriter out) {
    out.printf(Locale.ROOT, "forecast p%.0f%n", 100 * quantile);
    DataFrame any = frame(table.rows().subList(0, 1));
    double sum = 0;
    for (RegressionTree tree : trees.trees()) {
      sum += SHRINKAGE * tree.predict(any.get(0));
    }
    TreeText.write(out, trees.predict(any.get(0)) - sum + shift, trees.trees(), SHRINKAGE);
  }

  /** How often the truth of a family lies below the quantile that the others give. */
  List<String> summary() {
    Map<String, Double> below =
        leftOver.stream()
            .collect(
                Collectors.groupingBy(
                    LeftOver::family,
                    TreeMap::new,
                    Collectors.averagingDouble(one -> one.value() <= shift ? 1 : 0)));
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Forecast p%.0f, moved by %.3f: share of each family below, foretold by the others",
            100 * quantile,
            shift));
    below.forEach(
        (family, share) -> lines.add(String.format(Locale.ROOT, "%-44s %.2f", family, share)));
    return lines;
  }

  /**
   * What trees leave over of a family they have not seen.
   *
   * @param weight of its row: all families weigh the same
   */
  private record LeftOver(String family, double value, double weight) {}

  private List<LeftOver> leftOver(long seed) {
    List<LeftOver> all = new ArrayList<>();
    for (String family : new TreeSet<>(table.rows().stream().map(FeatureRow::family).toList())) {
      List<FeatureRow> held = rows(row -> row.family().equals(family));
      GradientTreeBoost others = fit(rows(row -> !row.family().equals(family)), seed);
      DataFrame frame = frame(held);
      for (int i = 0; i < held.size(); i++) {
        double left = held.get(i).endLog() - others.predict(frame.get(i));
        all.add(new LeftOver(family, left, 1.0 / held.size()));
      }
    }
    all.sort(Comparator.comparingDouble(LeftOver::value));
    return all;
  }

  private List<FeatureRow> rows(Predicate<FeatureRow> which) {
    return table.rows().stream().filter(which).toList();
  }

  private double quantileOf(List<LeftOver> sorted) {
    double asked = quantile * sorted.stream().mapToDouble(LeftOver::weight).sum();
    double reached = 0;
    int place = -1;
    while (reached < asked && place + 1 < sorted.size()) {
      place++;
      reached += sorted.get(place).weight();
    }
    return sorted.get(place).value();
  }

  private GradientTreeBoost fit(List<FeatureRow> rows, long seed) {
    MathEx.setSeed(seed);
    return GradientTreeBoost.fit(
        Formula.lhs(LEFT),
        frame(rows),
        Loss.quantile(quantile),
        TREES,
        DEPTH,
        LEAVES,
        LEAST_ROWS,
        SHRINKAGE,
        SUBSAMPLE);
  }

  private DataFrame frame(List<FeatureRow> rows) {
    double[] ends = rows.stream().mapToDouble(FeatureRow::endLog).toArray();
    return DataFrame.of(
            FeatureTable.values(rows, table.names(), unseen), table.names().toArray(String[]::new))
        .merge(DoubleVector.of(LEFT, ends));
  }
}
