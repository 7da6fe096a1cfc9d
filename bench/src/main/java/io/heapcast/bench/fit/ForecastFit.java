package io.heapcast.bench.fit;

import io.heapcast.telemetry.UserError;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
 * <p>An end of the interval is moved so that it holds in four of five families that were not seen,
 * the median to the middle one of them, after the conformalized quantile regression of Romano,
 * Patterson and Candès 2019: each family is foretold by trees fitted to the others, and asks for
 * the quantile of what that leaves over; the move is what suffices for {@link #FAMILIES} of them.
 * Pooled, those with small errors would pay for those with large ones.
 */
final class ForecastFit {

  private static final String LEFT = "endLog";

  /** Share of the families in which an end of the interval shall hold. */
  private static final double FAMILIES = 0.8;

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
  private final Map<String, double[]> leftOver;
  private final double shift;

  private ForecastFit(FeatureTable table, double quantile, Set<String> unseen, long seed) {
    this.table = table;
    this.quantile = quantile;
    this.unseen = unseen;
    this.leftOver = leftOver(seed);
    this.shift = shift();
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
    long families = ended.stream().map(FeatureRow::family).distinct().count();
    if (families < 2) {
      throw UserError.usage(
          "feature table",
          families + " families of leaks that ended",
          "two at least, of which one foretells the other",
          "Write it anew with 'leakbench features'");
    }
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

  /** The quantile of each reading, as ln(true time / plain forecast). */
  double[] foretold(List<FeatureRow> rows) {
    DataFrame frame = frame(rows);
    double[] foretold = new double[rows.size()];
    Arrays.setAll(foretold, i -> trees.predict(frame.get(i)) + shift);
    return foretold;
  }

  /** How often the truth of a family lies below the quantile that the others give. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Forecast p%.0f, moved by %.3f: share of each family below, foretold by the others",
            100 * quantile,
            shift));
    leftOver.forEach(
        (family, left) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-44s %.2f",
                    family,
                    (double) Arrays.stream(left).filter(one -> one <= shift).count()
                        / left.length)));
    return lines;
  }

  /** By family, rising: what trees that have not seen it leave over. */
  private Map<String, double[]> leftOver(long seed) {
    Map<String, double[]> all = new TreeMap<>();
    for (String family : new TreeSet<>(table.rows().stream().map(FeatureRow::family).toList())) {
      List<FeatureRow> held = rows(row -> row.family().equals(family));
      GradientTreeBoost others = fit(rows(row -> !row.family().equals(family)), seed);
      DataFrame frame = frame(held);
      double[] left = new double[held.size()];
      for (int i = 0; i < left.length; i++) {
        left[i] = held.get(i).endLog() - others.predict(frame.get(i));
      }
      Arrays.sort(left);
      all.put(family, left);
    }
    return all;
  }

  private double shift() {
    double[] asked =
        leftOver.values().stream().mapToDouble(left -> quantile(left, quantile)).sorted().toArray();
    double share = quantile > 0.5 ? FAMILIES : quantile < 0.5 ? 1 - FAMILIES : 0.5;
    return quantile(asked, share);
  }

  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private List<FeatureRow> rows(Predicate<FeatureRow> which) {
    return table.rows().stream().filter(which).toList();
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
