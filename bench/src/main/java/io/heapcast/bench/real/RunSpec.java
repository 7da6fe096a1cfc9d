package io.heapcast.bench.real;

import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One run to record. The same spec gives the same requests; the JVM's timing is its own.
 *
 * @param family of LeakBench
 * @param collector as in {@code -XX:+Use<collector>GC}: Serial, Parallel, G1, Z, Shenandoah
 * @param jdk feature version
 * @param heapMiB limit of the heap
 * @param seconds length; a leak is paced to end about then
 */
record RunSpec(String family, String collector, int jdk, int heapMiB, int seconds, long seed) {

  static final List<String> COLLECTORS = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");

  private static final int RUNS_PER_FAMILY = 4;
  private static final int SHORTEST_SECONDS = 175;
  private static final int LONGEST_SECONDS = 225;
  private static final int[] HEAPS_MIB = {48, 64, 80, 96};

  /** ZGC works in pages of 2 MiB. */
  private static final int LEAST_HEAP_OF_ZGC_MIB = 64;

  /** A run whose heap and length follow from the rest. */
  static RunSpec of(String family, String collector, int jdk, long seed) {
    SplittableRandom random =
        new SplittableRandom((family + "/" + collector + "/" + jdk).hashCode() * 31L + seed);
    int heap = HEAPS_MIB[random.nextInt(HEAPS_MIB.length)];
    if (collector.equals("Z")) {
      heap = Math.max(LEAST_HEAP_OF_ZGC_MIB, heap);
    }
    if (family.equals("tight-limit")) {
      heap = HEAPS_MIB[HEAPS_MIB.length - 1]; // what is not under control must be small beside it
    }
    int seconds = random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS);
    return new RunSpec(family, collector, jdk, heap, seconds, seed);
  }

  /**
   * The runs of LeakBench, in the order in which to record them: whoever stops early has something
   * of everything. Each family meets four of the collectors, with the JDKs in turn, so that every
   * collector on every JDK sees about as many.
   *
   * @param families all there are: which collector a family meets depends on its place
   * @param jdks feature versions
   */
  static List<RunSpec> plan(List<String> families, List<Integer> jdks) {
    List<RunSpec> runs = new ArrayList<>();
    for (int round = 0; round < RUNS_PER_FAMILY; round++) {
      for (int turn = 0; turn < families.size(); turn++) {
        int choice = (turn + round) % COLLECTORS.size();
        String family = families.get(turn);
        String collector = COLLECTORS.get(choice);
        if (!family.equals("no-old-healthy") || hasYoungCollections(collector)) {
          runs.add(of(family, collector, jdks.get((turn + choice) % jdks.size()), 1));
        }
      }
    }
    return runs;
  }

  /** Unique in the tier, and stable. */
  String id() {
    return "%s/%s/%d/%dm/%d"
        .formatted(family, collector.toLowerCase(Locale.ROOT), jdk, heapMiB, seed);
  }

  /** For files: the id without slashes. */
  String fileName() {
    return id().replace('/', '-');
  }

  Family kind() {
    return Families.of(family);
  }

  private static boolean hasYoungCollections(String collector) {
    return List.of("Serial", "Parallel", "G1").contains(collector);
  }
}
