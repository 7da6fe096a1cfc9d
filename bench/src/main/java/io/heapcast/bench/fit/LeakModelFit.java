package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The model: a score for tested knots, one for upper bounds, and forecast errors. */
final class LeakModelFit {

  /** Upper ends of the progress bins of the forecast errors. */
  static final double[] PROGRESS_BINS = {0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 9};

  private static final int LEAST_ERRORS = 40;

  /** With one leaking family of a resource, its name would be learned instead of its growth. */
  private static final Set<String> NAMES =
      Set.of(
          "HEAP_TESTED",
          "HEAP_UNTESTED",
          "METASPACE",
          "THREADS",
          "DIRECT",
          "NATIVE",
          "COLLECTOR_CLASS",
          "CLEANINGS",
          "SURVIVED",
          "THREADS_GROWTH");

  /** Nor may the length of a run give it away. */
  private static final Set<String> OF_UNTESTED =
      Set.of(
          "HEAP_TESTED",
          "HEAP_UNTESTED",
          "METASPACE",
          "THREADS",
          "DIRECT",
          "NATIVE",
          "UNSEEN_SHARE",
          "CLASSES_GROWTH",
          "THREADS_GROWTH",
          "LEVEL");

  private final FeatureTable table;
  private final ScoreFit tested;
  private final ScoreFit untested;

  private LeakModelFit(FeatureTable table, ScoreFit tested, ScoreFit untested) {
    this.table = table;
    this.tested = tested;
    this.untested = untested;
  }

  static LeakModelFit of(FeatureTable table, FitSettings settings) {
    return of(table, settings, Set.of());
  }

  /**
   * The same without some features.
   *
   * @param without names of features that no tree may split on
   */
  static LeakModelFit of(FeatureTable table, FitSettings settings, Set<String> without) {
    ScoreFit tested =
        ScoreFit.of(group(table, 0), FeatureRow::family, union(NAMES, without), settings);
    FeatureTable bounds = group(table, 1);
    ScoreFit untested =
        bounds.rows().isEmpty() // where everything passes for tested
            ? tested
            : ScoreFit.of(bounds, FeatureRow::run, union(OF_UNTESTED, without), settings);
    return new LeakModelFit(table, tested, untested);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  void write(PrintWriter out) {
    out.println(
        "# Written by 'leakbench fit' from " + table.rows().size() + " readings; do not edit.");
    out.println("format 1");
    out.println("features " + String.join(" ", table.names()));
    tested.write(out, "tested");
    untested.write(out, "untested");
    forecastErrors(out);
  }

  /** How well it does out of fold, by family. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("Tested");
    lines.addAll(tested.summary());
    lines.add("Untested");
    lines.addAll(untested.summary());
    return lines;
  }

  private static FeatureTable group(FeatureTable table, int untested) {
    int column = table.names().indexOf("HEAP_UNTESTED");
    return new FeatureTable(
        table.names(),
        table.rows().stream().filter(row -> row.features()[column] == untested).toList());
  }

  /**
   * Quantiles of ln(truth/plain) by kind of series and progress; by progress where rows are few.
   */
  private void forecastErrors(PrintWriter out) {
    int progress = table.names().indexOf("PROGRESS");
    for (int kind = -1; kind < 6; kind++) {
      for (int bin = 0; bin < PROGRESS_BINS.length; bin++) {
        double low = bin == 0 ? Double.NEGATIVE_INFINITY : PROGRESS_BINS[bin - 1];
        double high = PROGRESS_BINS[bin];
        int asked = kind;
        double[] errors =
            table.rows().stream()
                .filter(row -> asked < 0 || row.features()[asked] == 1)
                .filter(row -> !Double.isNaN(row.endLog()) && row.features()[progress] > low)
                .filter(row -> row.features()[progress] <= high)
                .mapToDouble(FeatureRow::endLog)
                .sorted()
                .toArray();
        if (errors.length < LEAST_ERRORS) {
          continue;
        }
        out.printf(
            Locale.ROOT,
            "forecast %d %.2f %.4f %.4f %.4f%n",
            kind,
            high,
            Math.exp(quantile(errors, 0.1)),
            Math.exp(quantile(errors, 0.5)),
            Math.exp(quantile(errors, 0.9)));
      }
    }
  }

  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
