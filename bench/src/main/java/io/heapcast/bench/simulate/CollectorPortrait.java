package io.heapcast.bench.simulate;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The habits of a collector in a few figures, taken from the telemetry of one JVM: the same for a
 * simulated and for a real one. All sizes are shares of the heap limit.
 *
 * @param young collections of the young generation
 * @param mixed of young and some old regions
 * @param old cycles that look at the old generation or everything, beside the program
 * @param full stop-the-world collections of everything
 * @param youngAtOnce use before a young collection minus use after the one before, median
 * @param oldBegins use before a cycle of the old generation or a full collection, median
 * @param floorNoise how far after-values of these lie from the mean of their neighbours, median
 * @param lastAfter highest use after such a collection: how full the heap was when it ended
 */
record CollectorPortrait(
    long young,
    long mixed,
    long old,
    long full,
    double youngAtOnce,
    double oldBegins,
    double floorNoise,
    double lastAfter) {

  private static final double MIB = 1 << 20;

  static final String HEADER =
      "%-28s %6s %6s %6s %6s %8s %8s %8s %8s"
          .formatted("", "young", "mixed", "old", "full", "eden", "begins", "noise", "highest");

  /** Takes what comes, in any order of batches. */
  static final class Painter {

    private final double heapBytes;
    private final Collector collector;
    private final List<GcCycle> cycles = new ArrayList<>();

    Painter(double heapBytes, Collector collector) {
      this.heapBytes = heapBytes;
      this.collector = collector;
    }

    void accept(TelemetryBatch batch) {
      cycles.addAll(batch.getGcCyclesList());
    }

    CollectorPortrait paint() {
      List<Double> atOnce = new ArrayList<>();
      List<Double> begins = new ArrayList<>();
      List<Double> floors = new ArrayList<>();
      double last = -1;
      for (GcCycle cycle : cycles) {
        double after = cycle.getHeapAfterBytes() / heapBytes;
        if (cycle.getKind() == GcKind.YOUNG && last >= 0) {
          atOnce.add(cycle.getHeapBeforeBytes() / heapBytes - last);
        }
        if (looksAtOld(cycle.getKind())) {
          begins.add(cycle.getHeapBeforeBytes() / heapBytes);
        }
        if (isFloor(cycle.getKind())) {
          floors.add(after);
        }
        last = after;
      }
      List<Double> noise = new ArrayList<>();
      for (int i = 1; i + 1 < floors.size(); i++) {
        noise.add(Math.abs(floors.get(i) - (floors.get(i - 1) + floors.get(i + 1)) / 2));
      }
      return new CollectorPortrait(
          count(GcKind.YOUNG),
          count(GcKind.MIXED),
          count(GcKind.OLD) + count(GcKind.CONCURRENT),
          count(GcKind.FULL),
          median(atOnce),
          median(begins),
          median(noise),
          floors.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
    }

    private long count(GcKind kind) {
      return cycles.stream().filter(cycle -> cycle.getKind() == kind).count();
    }

    private boolean looksAtOld(GcKind kind) {
      return kind == GcKind.OLD || kind == GcKind.CONCURRENT || kind == GcKind.FULL;
    }

    /** Marking of G1 frees next to nothing by itself. */
    private boolean isFloor(GcKind kind) {
      return kind == GcKind.MIXED
          || (looksAtOld(kind) && !(collector == Collector.G1 && kind == GcKind.CONCURRENT));
    }

    private static double median(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
  }

  /** One line under {@link #HEADER}. */
  String line(String name) {
    return String.format(
        Locale.ROOT,
        "%-28s %6d %6d %6d %6d %s %s %s %s",
        name,
        young,
        mixed,
        old,
        full,
        percent(youngAtOnce),
        percent(oldBegins),
        percent(floorNoise),
        percent(lastAfter));
  }

  private static String percent(double share) {
    return Double.isNaN(share)
        ? String.format(Locale.ROOT, "%8s", "–")
        : String.format(Locale.ROOT, "%7.1f%%", 100 * share);
  }

  /** A JVM with 256 MiB that does what the reference workload of the tests does. */
  static JvmPlan reference(Collector collector, String jdk, double leakBytesPerSecond) {
    JvmPlan plan = new JvmPlan();
    plan.collector = collector;
    plan.jdk = jdk;
    plan.heapBytes = 256 * MIB;
    plan.startMs = 1_772_409_600_000.0;
    plan.lifeSeconds = leakBytesPerSecond > 0 ? 300 : 30;
    plan.stepSeconds = 1;
    plan.allocationBytesPerSecond = (leakBytesPerSecond > 0 ? 80 : 100) * MIB;
    plan.inFlightBytes = 4 * MIB;
    plan.mediumShare = 1 / 69.0;
    plan.mediumLifeSeconds = 2.5;
    plan.metadataCollections = false;
    plan.metaspaceBytes = MIB;
    plan.codeBytes = 20 * MIB;
    plan.ownThreads = 12;
    plan.with(Holder.heap((before, now) -> 50 * MIB));
    plan.with(Holder.churning(LiveSets.cache(16 * MIB, 1.4 * MIB), 0.02));
    if (leakBytesPerSecond > 0) {
      plan.with(Holder.heap(Leaks.byClock(leakBytesPerSecond, 0)));
    }
    return plan;
  }

  static List<Collector> collectors() {
    return Arrays.asList(
        Collector.SERIAL,
        Collector.PARALLEL,
        Collector.G1,
        Collector.Z,
        Collector.Z_GENERATIONAL,
        Collector.SHENANDOAH);
  }
}
