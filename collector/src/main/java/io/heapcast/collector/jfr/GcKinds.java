package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import java.util.Map;

/** The JVM's names of collectors and collections, in the terms of the wire. */
public final class GcKinds {

  private static final Map<String, GcKind> KINDS =
      Map.ofEntries(
          Map.entry("DefNew", GcKind.YOUNG),
          Map.entry("SerialOld", GcKind.FULL),
          Map.entry("ParallelScavenge", GcKind.YOUNG),
          Map.entry("ParallelOld", GcKind.FULL),
          Map.entry("PSMarkSweep", GcKind.FULL),
          Map.entry("G1New", GcKind.YOUNG),
          Map.entry("G1Old", GcKind.CONCURRENT),
          Map.entry("G1Full", GcKind.FULL),
          Map.entry("Z", GcKind.CONCURRENT),
          Map.entry("ZGC Minor", GcKind.YOUNG),
          Map.entry("ZGC Major", GcKind.OLD),
          Map.entry("Shenandoah", GcKind.CONCURRENT));

  private GcKinds() {}

  /**
   * The kind of a collection by its name alone; unspecified for a name not known.
   *
   * @param name {@code GarbageCollection.name}
   */
  static GcKind of(String name) {
    return KINDS.getOrDefault(name, GcKind.GC_KIND_UNSPECIFIED);
  }

  /**
   * The collector of a JVM.
   *
   * @param oldCollector {@code GCConfiguration.oldCollector}
   * @param jvmArguments tell what the name does not: Epsilon calls itself Serial
   */
  public static Collector collector(String oldCollector, String jvmArguments) {
    if (jvmArguments.contains("-XX:+UseEpsilonGC")) {
      return Collector.EPSILON;
    }
    return switch (oldCollector) {
      case "SerialOld" -> Collector.SERIAL;
      case "ParallelOld", "PSMarkSweep" -> Collector.PARALLEL;
      case "G1Old" -> Collector.G1;
      case "Z" -> Collector.Z;
      case "ZGC Major" -> Collector.Z_GENERATIONAL;
      case "Shenandoah" -> Collector.SHENANDOAH;
      // Its cycles, young ones too, are all named just "Shenandoah".
      case "Shenandoah Old" -> Collector.SHENANDOAH_GENERATIONAL;
      default -> Collector.COLLECTOR_UNSPECIFIED;
    };
  }
}
