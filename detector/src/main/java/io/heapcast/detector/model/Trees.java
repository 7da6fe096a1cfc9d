package io.heapcast.detector.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gradient boosted trees (Friedman 2001): a base, and to it what the leaf of each tree says.
 *
 * <p>Fitted by {@code leakbench fit} with Smile; evaluated here, so that the detector needs no
 * library and the model is a text that can be read and compared.
 */
final class Trees {

  private final double base;
  private final List<int[]> splits = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();

  Trees(double base, List<String> trees) {
    this.base = base;
    for (String tree : trees) {
      parse(tree, splits, values);
    }
  }

  /** The base and all leaves, added up. */
  double sum(double[] features) {
    double sum = base;
    for (int tree = 0; tree < splits.size(); tree++) {
      sum += leaf(splits.get(tree), values.get(tree), features);
    }
    return sum;
  }

  /** Nodes are pairs: feature (−1: a leaf) and the index of the node to go to when above. */
  private static double leaf(int[] split, double[] value, double[] features) {
    int node = 0;
    while (split[2 * node] >= 0) {
      node = features[split[2 * node]] <= value[node] ? node + 1 : split[2 * node + 1];
    }
    return value[node];
  }

  /** Pre-order: {@code s FEATURE VALUE} and {@code l VALUE}. */
  private static void parse(String text, List<int[]> splits, List<double[]> values) {
    String[] words = text.trim().split(" ", -1);
    List<int[]> nodes = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    int end = parse(words, 0, nodes, numbers);
    if (end != words.length) {
      throw new IllegalArgumentException("leak model: a tree has words left over: " + text);
    }
    int[] flat = new int[2 * nodes.size()];
    double[] value = new double[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      flat[2 * i] = nodes.get(i)[0];
      flat[2 * i + 1] = nodes.get(i)[1];
      value[i] = numbers.get(i);
    }
    splits.add(flat);
    values.add(value);
  }

  private static int parse(String[] words, int at, List<int[]> nodes, List<Double> numbers) {
    int[] node = {-1, 0};
    nodes.add(node);
    if (words[at].equals("l")) {
      numbers.add(Double.parseDouble(words[at + 1]));
      return at + 2;
    }
    node[0] = Objects.checkIndex(Integer.parseInt(words[at + 1]), Feature.COUNT);
    numbers.add(Double.parseDouble(words[at + 2]));
    int next = parse(words, at + 3, nodes, numbers);
    node[1] = nodes.size();
    return parse(words, next, nodes, numbers);
  }

  /** Gathers the lines of one ensemble. */
  static final class Builder {
    private @Nullable Integer count;
    private @Nullable Double base;
    private final List<String> trees = new ArrayList<>();

    /** How many trees there must be. */
    void count(String text) {
      count = Integer.valueOf(text);
    }

    void base(String text) {
      base = Double.valueOf(text);
    }

    /** Refused at once where it is not whole. */
    void tree(String text) {
      parse(text, new ArrayList<>(), new ArrayList<>());
      trees.add(text);
    }

    /**
     * All of them.
     *
     * @param name for the error
     * @throws IllegalArgumentException when lines are missing
     */
    Trees build(String name) {
      if (base == null || count == null || count != trees.size()) {
        throw new IllegalArgumentException(
            "leak model, '%s': found %d trees and base %s, expected %s trees and a base"
                .formatted(name, trees.size(), base, count == null ? "the number of" : count));
      }
      return new Trees(base, trees);
    }
  }
}
