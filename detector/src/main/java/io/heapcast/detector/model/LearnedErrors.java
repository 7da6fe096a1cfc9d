package io.heapcast.detector.model;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Forecast errors as they were in learning runs, by kind of series and progress. */
final class LearnedErrors implements ForecastErrors {

  /** By ordinal of the kind, −1 for all kinds; then by the upper end of the progress bin. */
  private final Map<Integer, NavigableMap<Double, double[]>> factors = new HashMap<>();

  /** A line of the model: kind, upper end of the progress bin, three quantiles. */
  void put(String line) {
    String[] words = line.split(" ", -1);
    double[] quantiles = {
      Double.parseDouble(words[2]), Double.parseDouble(words[3]), Double.parseDouble(words[4])
    };
    factors
        .computeIfAbsent(Integer.parseInt(words[0]), key -> new TreeMap<>())
        .put(Double.parseDouble(words[1]), quantiles);
  }

  @Override
  public double factor(Feature kind, double progress, int quantile) {
    double[] known = of(kind.index(), progress);
    known = known == null ? of(-1, progress) : known;
    return known == null ? UNKNOWN.factor(kind, progress, quantile) : known[quantile];
  }

  private double @org.jspecify.annotations.Nullable [] of(int kind, double progress) {
    NavigableMap<Double, double[]> bins = factors.get(kind);
    if (bins == null) {
      return null;
    }
    Map.Entry<Double, double[]> bin = bins.ceilingEntry(progress);
    return (bin == null ? bins.lastEntry() : bin).getValue();
  }
}
