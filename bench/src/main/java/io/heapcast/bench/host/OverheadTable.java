package io.heapcast.bench.host;

import io.heapcast.bench.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rounds of all variants, each held against 'nothing' of the same round. */
final class OverheadTable {

  private static final double MIB = 1 << 20;

  /** Of Student's distribution, 97.5 %, for 11 degrees of freedom; about that for more. */
  private static final double T = 2.2;

  private final Map<Variant, List<Double>> cpuPerSecond = new EnumMap<>(Variant.class);
  private final Map<Variant, long[]> stalls = new EnumMap<>(Variant.class);
  private final Map<Variant, Long> resident = new EnumMap<>(Variant.class);

  /**
   * One round.
   *
   * @param cpu in milliseconds per second
   */
  void round(Variant variant, double cpu) {
    cpuPerSecond.computeIfAbsent(variant, v -> new ArrayList<>()).add(cpu);
  }

  /** What is read once. */
  void atEnd(Variant variant, long[] stallMicros, long residentBytes) {
    stalls.put(variant, stallMicros.clone());
    resident.put(variant, residentBytes);
  }

  List<String> lines() {
    TextTable table =
        new TextTable()
            .row(
                List.of(
                    "beside it",
                    "CPU ms/s",
                    "added ms/s",
                    "95 % interval",
                    "ratio",
                    "p50 late µs",
                    "p99",
                    "p99.9",
                    "most",
                    "RSS MiB",
                    "added"));
    cpuPerSecond.forEach((variant, cpu) -> table.row(row(variant, cpu)));
    return table.lines();
  }

  private List<String> row(Variant variant, List<Double> cpu) {
    List<Double> base = cpuPerSecond.getOrDefault(Variant.NOTHING, List.of());
    List<Double> added = new ArrayList<>();
    for (int i = 0; i < cpu.size(); i++) {
      added.add(cpu.get(i) - base.get(i));
    }
    double mean = mean(added);
    double half = T * deviation(added, mean) / Math.sqrt(added.size());
    boolean distinguishable = Math.abs(mean) > half;
    long[] late = stalls.getOrDefault(variant, new long[4]);
    double rss = resident.getOrDefault(variant, 0L) / MIB;
    List<String> row = new ArrayList<>();
    row.add(variant.title());
    row.add("%.2f".formatted(mean(cpu)));
    if (variant == Variant.NOTHING) {
      row.addAll(List.of("", "", ""));
    } else {
      row.add("%.2f".formatted(mean));
      row.add("%.2f … %.2f".formatted(mean - half, mean + half));
      row.add(distinguishable ? "%.2f".formatted(mean(cpu) / mean(base)) : "not distinguishable");
    }
    for (long micros : late) {
      row.add(Long.toString(micros));
    }
    row.add("%.0f".formatted(rss));
    row.add("%.0f".formatted(rss - resident.getOrDefault(Variant.NOTHING, 0L) / MIB));
    return row;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double deviation(List<Double> values, double mean) {
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }
}
