package io.heapcast.bench.simulate;

import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Part;
import io.heapcast.telemetry.v1.Collector;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Spreads the cases of a family evenly over collectors, heap sizes, speeds, spans and loads, each
 * by a random order of its own, as in a Latin hypercube: with six cases, every collector comes
 * once.
 */
final class Plans {

  private static final List<Collector> COLLECTORS =
      List.of(
          Collector.SERIAL,
          Collector.PARALLEL,
          Collector.G1,
          Collector.Z,
          Collector.Z_GENERATIONAL,
          Collector.SHENANDOAH);

  private static final List<LoadShape> LOADS = List.of(LoadShape.values());

  /** Families that are about a load come with no other. */
  private static final Map<String, List<LoadShape>> LOADS_OF =
      Map.of(
          "load-of-any-course", List.of(LoadShape.FLAT, LoadShape.BURSTY),
          "leak-under-diurnal-load", List.of(LoadShape.DIURNAL),
          "leak-under-restless-load", List.of(LoadShape.RESTLESS),
          "diurnal-sessions", List.of(LoadShape.DIURNAL),
          "bursts", List.of(LoadShape.BURSTY),
          "load-growth", List.of(LoadShape.FLAT, LoadShape.BURSTY),
          "load-ramp", List.of(LoadShape.FLAT, LoadShape.BURSTY),
          "heap-resize", List.of(LoadShape.DIURNAL, LoadShape.RESTLESS),
          "pooled-native-arenas", List.of(LoadShape.BURSTY, LoadShape.RESTLESS, LoadShape.DIURNAL));

  /** A leak that follows the day is seen over days. */
  private static final double LEAST_DIURNAL_LEAK_HOURS = 30;

  private static final double LEAST_HEAP = 64 << 20;
  private static final double HEAP_STEPS = 7;
  private static final double LEAST_FLOORS = 15;
  private static final double MOST_FLOORS = 1_500;
  private static final double DAY_SECONDS = 86_400;
  private static final double HOUR_SECONDS = 3_600;

  private Plans() {}

  static Stream<Setting> of(Family family, long seed, Scale scale) {
    int n = family.part() == Part.JUDGING ? scale.judgingCases : scale.otherCases;
    Dice dice = Dice.of(seed, "plan/" + scale + "/" + family.id());
    List<Collector> suitable =
        FewOldCollections.FAMILIES.contains(family.id())
            ? FewOldCollections.COLLECTORS
            : COLLECTORS;
    int[] collectors = dice.permutation(suitable.size());
    List<LoadShape> suitableLoads = LOADS_OF.getOrDefault(family.id(), LOADS);
    int[] heaps = dice.permutation(n);
    int[] speeds = dice.permutation(n);
    int[] spans = dice.permutation(n);
    int[] loads = dice.permutation(n);
    return IntStream.range(0, n)
        .mapToObj(
            i -> {
              Collector collector = suitable.get(collectors[i % collectors.length]);
              double heapStep = Math.floor((HEAP_STEPS + 1) * heaps[i] / n);
              double floors = logWithin(LEAST_FLOORS, MOST_FLOORS, (speeds[i] + 0.5) / n);
              return new Setting(
                  family,
                  i,
                  collector,
                  jdk(collector, i % collectors.length + i / collectors.length),
                  LEAST_HEAP * StrictMath.pow(2, heapStep),
                  (int) Math.round(floors),
                  span(family, scale, (spans[i] + 0.5) / n),
                  suitableLoads.get(loads[i] % suitableLoads.size()));
            });
  }

  /**
   * @param turn goes on by one from case to case, and from one case of a collector to its next, so
   *     that both alternate
   */
  private static String jdk(Collector collector, int turn) {
    return switch (collector) {
      case Z -> "17.0.15";
      case Z_GENERATIONAL -> "25.0.3";
      default -> turn % 2 == 0 ? "17.0.15" : "25.0.3";
    };
  }

  private static double span(Family family, Scale scale, double position) {
    if (!family.leaking()) {
      return DAY_SECONDS * logWithin(scale.leastHealthyDays, scale.mostHealthyDays, position);
    }
    double hours = logWithin(scale.leastLeakHours, scale.mostLeakHours, position);
    boolean ofDays = family.id().equals("leak-under-diurnal-load");
    return HOUR_SECONDS * (ofDays ? Math.max(LEAST_DIURNAL_LEAK_HOURS, hours) : hours);
  }

  private static double logWithin(double least, double most, double position) {
    return least * StrictMath.pow(most / least, position);
  }
}
