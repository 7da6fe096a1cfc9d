package io.heapcast.bench.host;

import io.heapcast.bench.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Rounds of all variants, each held against 'nothing' of the same round: what the service itself
 * takes more, what a process beside it takes, and both together.
 */
final class OverheadTable {

  private static final double MIB = 1 << 20;

  /** Of Student's distribution, 97.5 %, for 11 degrees of freedom; about that for more. */
  private static final double T = 2.2;

  /**
   * One round of a variant, in milliseconds of CPU per second.
   *
   * @param service all threads of the service
   * @param beside the process that watches it; 0: there is none
   */
  record Cpu(double service, double beside) {}

  /**
   * What a variant has in memory, in bytes.
   *
   * @param service the service
   * @param beside the process that watches it; 0: there is none
   */
  record Resident(long service, long beside) {}

  private final Map<Variant, List<Cpu>> rounds = new EnumMap<>(Variant.class);
  private final Map<Variant, long[]> stalls = new EnumMap<>(Variant.class);
  private final Map<Variant, Resident> resident = new EnumMap<>(Variant.class);

  /** One round. */
  void round(Variant variant, Cpu cpu) {
    rounds.computeIfAbsent(variant, v -> new ArrayList<>()).add(cpu);
  }

  /** What is read once. */
  void atEnd(Variant variant, long[] stallMicros, Resident bytes) {
    stalls.put(variant, stallMicros.clone());
    resident.put(variant, bytes);
  }

  List<String> lines() {
    TextTable cpu =
        new TextTable()
            .row(
                List.of(
                    "beside it",
                    "service ms/s",
                    "added",
                    "95 % interval",
                    "ratio",
                    "collector ms/s",
                    "added in all",
                    "95 % interval"));
    rounds.keySet().forEach(variant -> cpu.row(cpuRow(variant)));
    TextTable other =
        new TextTable()
            .row(
                List.of(
                    "beside it",
                    "p50 late µs",
                    "p99",
                    "p99.9",
                    "most",
                    "service MiB",
                    "added",
                    "collector MiB"));
    rounds.keySet().forEach(variant -> other.row(otherRow(variant)));
    List<String> lines = new ArrayList<>(cpu.lines());
    lines.add("");
    lines.addAll(other.lines());
    return lines;
  }

  private List<String> cpuRow(Variant variant) {
    List<Cpu> base = rounds.getOrDefault(Variant.NOTHING, List.of());
    List<Cpu> own = rounds.getOrDefault(variant, List.of());
    double service = own.stream().mapToDouble(Cpu::service).average().orElse(Double.NaN);
    double beside = own.stream().mapToDouble(Cpu::beside).average().orElse(Double.NaN);
    List<String> row = new ArrayList<>(List.of(variant.title(), "%.2f".formatted(service)));
    if (variant == Variant.NOTHING) {
      row.addAll(List.of("", "", "", "", "", ""));
      return row;
    }
    List<Double> added = new ArrayList<>();
    List<Double> inAll = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      double more = own.get(i).service() - base.get(i).service();
      added.add(more);
      inAll.add(more + own.get(i).beside());
    }
    Mean of = Mean.of(added);
    row.add("%.2f".formatted(of.mean()));
    row.add(of.interval());
    row.add(
        of.distinguishable()
            ? "%.2f".formatted(service / (service - of.mean()))
            : "not distinguishable");
    row.add(beside == 0 ? "" : "%.2f".formatted(beside));
    row.add("%.2f".formatted(Mean.of(inAll).mean()));
    row.add(Mean.of(inAll).interval());
    return row;
  }

  private List<String> otherRow(Variant variant) {
    List<String> row = new ArrayList<>(List.of(variant.title()));
    for (long micros : stalls.getOrDefault(variant, new long[4])) {
      row.add(Long.toString(micros));
    }
    Resident none = new Resident(0, 0);
    Resident own = resident.getOrDefault(variant, none);
    long base = resident.getOrDefault(Variant.NOTHING, none).service();
    row.add("%.0f".formatted(own.service() / MIB));
    row.add("%.0f".formatted((own.service() - base) / MIB));
    row.add(own.beside() == 0 ? "" : "%.0f".formatted(own.beside() / MIB));
    return row;
  }

  /** A mean with half of its 95 % interval. */
  private record Mean(double mean, double half) {

    static Mean of(List<Double> values) {
      double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
      double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      double deviation = Math.sqrt(squares / (values.size() - 1));
      return new Mean(mean, T * deviation / Math.sqrt(values.size()));
    }

    boolean distinguishable() {
      return Math.abs(mean) > half;
    }

    String interval() {
      return "%.2f … %.2f".formatted(mean - half, mean + half);
    }
  }
}
