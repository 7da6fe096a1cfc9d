package io.heapcast.bench.fit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The model: a score for tested knots, one for upper bounds, and forecast errors. */
final class LeakModelFit {

  /** Of the true time to exhaustion. */
  private static final double[] QUANTILES = {0.1, 0.5, 0.9};

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
  private final List<ForecastFit> forecasts;

  private LeakModelFit(
      FeatureTable table, ScoreFit tested, ScoreFit untested, List<ForecastFit> forecasts) {
    this.table = table;
    this.tested = tested;
    this.untested = untested;
    this.forecasts = forecasts;
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
    List<ForecastFit> forecasts =
        Arrays.stream(QUANTILES)
            .mapToObj(p -> ForecastFit.of(table, p, union(NAMES, without), settings.seed))
            .toList();
    return new LeakModelFit(table, tested, untested, forecasts);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  void write(PrintWriter out) {
    out.println(
        "# Written by 'leakbench fit' from " + table.rows().size() + " readings; do not edit.");
    out.println("format 2");
    out.println("features " + String.join(" ", table.names()));
    tested.write(out, "tested");
    untested.write(out, "untested");
    forecasts.forEach(forecast -> forecast.write(out));
  }

  /** How well it does out of fold, by family. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("Tested");
    lines.addAll(tested.summary());
    lines.add("Untested");
    lines.addAll(untested.summary());
    forecasts.forEach(forecast -> lines.addAll(forecast.summary()));
    return lines;
  }

  private static FeatureTable group(FeatureTable table, int untested) {
    int column = table.names().indexOf("HEAP_UNTESTED");
    return new FeatureTable(
        table.names(),
        table.rows().stream().filter(row -> row.features()[column] == untested).toList());
  }
}
