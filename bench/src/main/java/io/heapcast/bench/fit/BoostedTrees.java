package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;
import smile.regression.RegressionTree;

/** Smile's gradient boosted trees over feature rows, and their text form. */
final class BoostedTrees {

  private static final String LABEL = "leaking";

  private static final int REAL_WEIGHT = 6;

  private final GradientTreeBoost model;
  private final List<String> names;
  private final Set<String> unseen;
  private final double shrinkage;

  private BoostedTrees(
      GradientTreeBoost model, List<String> names, Set<String> unseen, double shrinkage) {
    this.model = model;
    this.names = names;
    this.unseen = unseen;
    this.shrinkage = shrinkage;
  }

  /**
   * Fits trees.
   *
   * @param unseen features that they must not split on
   */
  static BoostedTrees fit(
      List<FeatureRow> rows, List<String> names, Set<String> unseen, FitSettings settings) {
    MathEx.setSeed(settings.seed);
    Properties properties = new Properties();
    properties.setProperty("smile.gbt.trees", Integer.toString(settings.trees));
    properties.setProperty("smile.gbt.max.depth", Integer.toString(settings.depth));
    properties.setProperty("smile.gbt.max.nodes", Integer.toString(settings.nodes));
    properties.setProperty("smile.gbt.node.size", Integer.toString(settings.leaf));
    properties.setProperty("smile.gbt.shrinkage", Double.toString(settings.shrinkage));
    properties.setProperty("smile.gbt.sample.rate", Double.toString(settings.subsample));
    return new BoostedTrees(
        GradientTreeBoost.fit(Formula.lhs(LABEL), frame(weighted(rows), names, unseen), properties),
        names,
        unseen,
        settings.shrinkage);
  }

  /** ln of the odds of each row, not calibrated. */
  double[] logits(List<FeatureRow> rows) {
    DataFrame frame = frame(rows, names, unseen);
    double[] logits = new double[rows.size()];
    double[] posterior = new double[2];
    for (int i = 0; i < logits.length; i++) {
      model.predict(frame.get(i), posterior);
      logits[i] = Math.log(posterior[1] / posterior[0]);
    }
    return logits;
  }

  /** Importance of each feature: what its splits won. */
  double[] importance() {
    return model.importance();
  }

  /** Writes trees whose sum is the logit. */
  void write(PrintWriter out, FeatureRow any) {
    // Smile keeps a two-class margin F with p = 1/(1+e^(−2F)): a tree adds 2·shrinkage·output.
    double sum = 0;
    DataFrame frame = frame(List.of(any, any), names, unseen);
    for (RegressionTree tree : model.trees()) {
      sum += 2 * shrinkage * tree.predict(frame.get(0));
    }
    double base = logits(List.of(any, any))[0] - sum;
    TreeText.write(out, base, model.trees(), 2 * shrinkage);
  }

  /** Real runs are few: each of their rows counts {@link #REAL_WEIGHT} times. */
  private static List<FeatureRow> weighted(List<FeatureRow> rows) {
    List<FeatureRow> weighted = new ArrayList<>(rows);
    for (FeatureRow row : rows) {
      for (int i = 1; i < REAL_WEIGHT && row.isReal(); i++) {
        weighted.add(row);
      }
    }
    return weighted;
  }

  private static DataFrame frame(List<FeatureRow> rows, List<String> names, Set<String> unseen) {
    double[][] values = FeatureTable.values(rows, names, unseen);
    for (double[] row : values) {
      for (int column = 0; column < row.length; column++) {
        if (!unseen.contains(names.get(column))) {
          row[column] = Enough.clamp(names.get(column), row[column]);
        }
      }
    }
    int[] labels = rows.stream().mapToInt(row -> row.leaking() ? 1 : 0).toArray();
    return DataFrame.of(values, names.toArray(String[]::new)).merge(IntVector.of(LABEL, labels));
  }
}
