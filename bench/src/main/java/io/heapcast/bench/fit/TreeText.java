package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.util.Locale;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.regression.RegressionTree;

/** Smile's boosted trees as the text that the detector reads. */
final class TreeText {

  private TreeText() {}

  /**
   * Writes {@code trees} (how many), {@code base} and one line per tree: nodes in pre-order, {@code
   * s FEATURE VALUE} (at most VALUE: the next node) or {@code l VALUE} (what it adds).
   *
   * @param weight of each tree's output in the sum
   */
  static void write(PrintWriter out, double base, RegressionTree[] trees, double weight) {
    out.println("trees " + trees.length);
    out.printf(Locale.ROOT, "base %.9g%n", base);
    for (RegressionTree tree : trees) {
      StringBuilder line = new StringBuilder("tree");
      write(tree.root(), weight, line);
      out.println(line);
    }
  }

  private static void write(Node node, double weight, StringBuilder line) {
    if (node instanceof OrdinalNode split) {
      line.append(" s ").append(split.feature()).append(' ').append(number(threshold(split)));
      write(((InternalNode) split).trueChild(), weight, line);
      write(((InternalNode) split).falseChild(), weight, line);
    } else if (node instanceof RegressionNode leaf) {
      line.append(" l ").append(number(weight * leaf.output()));
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
}
