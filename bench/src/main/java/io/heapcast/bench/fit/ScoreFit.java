package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import smile.classification.IsotonicRegressionScaling;

/**
 * Trees and their calibration, for one group of readings.
 *
 * <p>Calibrated on rows that the scoring trees had not seen: rows are dealt into folds by a key,
 * each fold is scored by trees fitted to the others, and isotonic regression (Zadrozny and Elkan
 * 2002) maps those scores to the share that leaked. With the family as key a probability is what it
 * is worth in a family nobody has met, not in one learned by heart.
 */
final class ScoreFit {

  private final FeatureTable table;
  private final BoostedTrees trees;
  private final double[] calibrated;
  private final IsotonicRegressionScaling scaling;

  private ScoreFit(
      FeatureTable table,
      BoostedTrees trees,
      double[] calibrated,
      IsotonicRegressionScaling scaling) {
    this.table = table;
    this.trees = trees;
    this.calibrated = calibrated;
    this.scaling = scaling;
  }

  /**
   * Fits a group.
   *
   * @param key rows of one key are in one fold
   * @param unseen features that must not be used
   */
  static ScoreFit of(
      FeatureTable table,
      Function<FeatureRow, String> key,
      Set<String> unseen,
      FitSettings settings) {
    List<FeatureRow> rows = table.rows();
    double[] logits = outOfFold(table, key, unseen, settings);
    int[] labels = rows.stream().mapToInt(row -> row.leaking() ? 1 : 0).toArray();
    IsotonicRegressionScaling scaling = IsotonicRegressionScaling.fit(logits.clone(), labels);
    double[] calibrated = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      calibrated[i] = scaling.predict(logits[i]);
    }
    return new ScoreFit(
        table, BoostedTrees.fit(rows, table.names(), unseen, settings), calibrated, scaling);
  }

  void write(PrintWriter out, String name) {
    out.println("score " + name);
    trees.write(out, table.rows().get(0));
    StringBuilder line = new StringBuilder("calibration");
    for (double x = -6; x < 6.01; x += 0.25) {
      line.append(String.format(Locale.ROOT, " %.2f:%.4f", x, scaling.predict(x)));
    }
    out.println(line);
  }

  /** How well it does out of fold, by family. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    Map<String, double[]> families = new TreeMap<>();
    for (int i = 0; i < calibrated.length; i++) {
      FeatureRow row = table.rows().get(i);
      double[] sums =
          families.computeIfAbsent(
              (row.leaking() ? "leak " : "calm ") + row.family() + " " + row.resource(),
              key -> new double[4]);
      sums[0]++;
      sums[1] += calibrated[i];
      sums[2] += calibrated[i] >= 0.9 ? 1 : 0;
      sums[3] += calibrated[i] >= 0.5 ? 1 : 0;
    }
    lines.add("out of fold: rows, mean probability, share >= 0.9, share >= 0.5");
    families.forEach(
        (key, sums) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-44s %6.0f  %.2f  %.2f  %.2f",
                    key,
                    sums[0],
                    sums[1] / sums[0],
                    sums[2] / sums[0],
                    sums[3] / sums[0])));
    double[] importance = trees.importance();
    double total = Arrays.stream(importance).sum();
    Integer[] order = new Integer[importance.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -importance[i]));
    StringBuilder most = new StringBuilder("importance:");
    for (int i = 0; i < Math.min(24, order.length); i++) {
      most.append(
          String.format(
              Locale.ROOT,
              " %s %.0f%%",
              table.names().get(order[i]),
              100 * importance[order[i]] / total));
    }
    lines.add(most.toString());
    return lines;
  }

  private static double[] outOfFold(
      FeatureTable table,
      Function<FeatureRow, String> key,
      Set<String> unseen,
      FitSettings settings) {
    List<FeatureRow> rows = table.rows();
    List<String> keys = new ArrayList<>(new TreeSet<>(rows.stream().map(key).toList()));
    double[] logits = new double[rows.size()];
    for (int fold = 0; fold < settings.folds; fold++) {
      List<FeatureRow> seen = new ArrayList<>();
      List<FeatureRow> held = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        if (keys.indexOf(key.apply(rows.get(i))) % settings.folds == fold) {
          held.add(rows.get(i));
          places.add(i);
        } else {
          seen.add(rows.get(i));
        }
      }
      if (held.isEmpty()) {
        continue;
      }
      double[] scores = BoostedTrees.fit(seen, table.names(), unseen, settings).logits(held);
      for (int i = 0; i < scores.length; i++) {
        logits[places.get(i)] = scores[i];
      }
    }
    return logits;
  }
}
