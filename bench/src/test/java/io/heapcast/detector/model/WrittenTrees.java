package io.heapcast.detector.model;

import java.util.Arrays;

/** Trees as the detector reads them, for tests of who wrote them. */
public final class WrittenTrees {

  private WrittenTrees() {}

  /**
   * Sums of an ensemble.
   *
   * @param text its lines: how many trees, base, trees
   */
  public static double[] sums(String text, double[][] features) {
    Trees.Builder builder = new Trees.Builder();
    for (String line : text.lines().toList()) {
      String rest = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "trees" -> builder.count(rest);
        case "base" -> builder.base(rest);
        case "tree" -> builder.tree(rest);
        default -> {}
      }
    }
    Trees trees = builder.build("test");
    return Arrays.stream(features).mapToDouble(trees::sum).toArray();
  }
}
