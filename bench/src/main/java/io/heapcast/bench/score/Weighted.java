package io.heapcast.bench.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values by family, in which every family that has any weighs the same, however many runs it has.
 */
final class Weighted {

  private final Map<String, List<Double>> byFamily = new TreeMap<>();

  void add(String family, double value) {
    byFamily.computeIfAbsent(family, id -> new ArrayList<>()).add(value);
  }

  /** How many values there are. */
  int count() {
    return byFamily.values().stream().mapToInt(List::size).sum();
  }

  /** How many of them a family has. */
  int count(String family) {
    return byFamily.getOrDefault(family, List.of()).size();
  }

  /** Mean over families of the mean in each; NaN: no values. */
  double mean() {
    return byFamily.values().stream()
        .mapToDouble(
            values -> values.stream().mapToDouble(Double::doubleValue).sum() / values.size())
        .average()
        .orElse(Double.NaN);
  }

  /**
   * The value below which that part of the weight lies; the middle of two where it falls between
   * them.
   *
   * @param part 0 to 1
   * @return NaN: no values
   */
  double quantile(double part) {
    List<Item> items = new ArrayList<>();
    byFamily.forEach(
        (family, values) ->
            values.forEach(value -> items.add(new Item(value, 1.0 / values.size()))));
    items.sort(Comparator.comparingDouble(Item::value));
    double target = part * byFamily.size();
    double sum = 0;
    for (int i = 0; i < items.size(); i++) {
      sum += items.get(i).weight();
      if (sum > target + 1e-9 || i == items.size() - 1) {
        return items.get(i).value();
      }
      if (sum > target - 1e-9) {
        return (items.get(i).value() + items.get(i + 1).value()) / 2;
      }
    }
    return Double.NaN;
  }

  private record Item(double value, double weight) {}
}
