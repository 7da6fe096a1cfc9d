package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.math.MathEx;
import smile.regression.RegressionTree;

/** Smile's gradient boosted trees over feature rows, and their text form. */
final class BoostedTrees {

  private static final String LABEL = "leaking";

  private static final int REAL_WEIGHT = 6;

  private final GradientTreeBoost model;
  private final String[] columns;
  private final Set<String> unseen;
  private final double shrinkage;

  private BoostedTrees(
      GradientTreeBoost model, String[] columns, Set<String> unseen, double shrinkage) {
    this.model = model;
    this.columns = columns;
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
    String[] columns = columns(names);
    MathEx.setSeed(settings.seed);
    Properties properties = new Properties();
    properties.setProperty("smile.gbt.trees", Integer.toString(settings.trees));
    properties.setProperty("smile.gbt.max.depth", Integer.toString(settings.depth));
    properties.setProperty("smile.gbt.max.nodes", Integer.toString(settings.nodes));
    properties.setProperty("smile.gbt.node.size", Integer.toString(settings.leaf));
    properties.setProperty("smile.gbt.shrinkage", Double.toString(settings.shrinkage));
    properties.setProperty("smile.gbt.sample.rate", Double.toString(settings.subsample));
    return new BoostedTrees(
        GradientTreeBoost.fit(
            Formula.lhs(LABEL), frame(weighted(rows), columns, unseen), properties),
        columns,
        unseen,
        settings.shrinkage);
  }

  /** ln of the odds of each row, not calibrated. */
  double[] logits(List<FeatureRow> rows) {
    DataFrame frame = frame(rows, columns, unseen);
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

  /**
   * Writes {@code base} and one line per tree: nodes in pre-order, {@code s FEATURE VALUE} (at most
   * VALUE: the next node) or {@code l VALUE} (what it adds to the logit).
   */
  void write(PrintWriter out, FeatureRow any) {
    // Smile keeps a two-class margin F with p = 1/(1+e^(−2F)): a tree adds 2·shrinkage·output.
    double sum = 0;
    DataFrame frame = frame(List.of(any, any), columns, unseen);
    for (RegressionTree tree : model.trees()) {
      sum += 2 * shrinkage * tree.predict(frame.get(0));
    }
    out.printf(Locale.ROOT, "base %.9g%n", logits(List.of(any, any))[0] - sum);
    for (RegressionTree tree : model.trees()) {
      StringBuilder line = new StringBuilder("tree");
      write(tree.root(), line);
      out.println(line);
    }
  }

  private void write(Node node, StringBuilder line) {
    if (node instanceof OrdinalNode split) {
      line.append(" s ").append(split.feature()).append(' ').append(number(threshold(split)));
      write(((InternalNode) split).trueChild(), line);
      write(((InternalNode) split).falseChild(), line);
    } else if (node instanceof RegressionNode leaf) {
      line.append(" l ").append(number(2 * shrinkage * leaf.output()));
    } else {
      throw new IllegalStateException(
          "found a node " + node.getClass() + ", expected numbers only");
    }
  }

  /** Smile prints it rounded and has no getter. */
  private static double threshold(OrdinalNode split) {
    try {
      Field value = OrdinalNode.class.getDeclaredField("value");
      value.setAccessible(true);
      return value.getDouble(split);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Smile's OrdinalNode has no field 'value'", e);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
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

  private static String[] columns(List<String> names) {
    String[] columns = new String[names.size() + 1];
    for (int i = 0; i < names.size(); i++) {
      columns[i] = names.get(i);
    }
    columns[names.size()] = LABEL;
    return columns;
  }

  private static DataFrame frame(List<FeatureRow> rows, String[] columns, Set<String> unseen) {
    int features = columns.length - 1;
    double[][] values = new double[rows.size()][features];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      values[i] = rows.get(i).features().clone();
      for (int column = 0; column < features; column++) {
        values[i][column] =
            unseen.contains(columns[column]) ? 0 : Enough.clamp(columns[column], values[i][column]);
      }
      labels[i] = rows.get(i).leaking() ? 1 : 0;
    }
    String[] names = java.util.Arrays.copyOf(columns, features);
    return DataFrame.of(values, names).merge(smile.data.vector.IntVector.of(LABEL, labels));
  }
}
