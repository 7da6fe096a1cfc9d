package io.heapcast.cli.analyze.gclog;

import io.heapcast.telemetry.v1.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one JVM say of the JVM itself, wherever they say it, and what was not among
 * them.
 */
final class LogFacts {

  private static final long MIB = 1 << 20;

  /** Collectors by what only they write; the wire has no name for the concurrent mark-sweep one. */
  enum Family {
    UNKNOWN(Collector.COLLECTOR_UNSPECIFIED),
    SERIAL(Collector.SERIAL),
    PARALLEL(Collector.PARALLEL),
    CONCURRENT_MARK_SWEEP(Collector.COLLECTOR_UNSPECIFIED),
    G1(Collector.G1),
    Z(Collector.Z),
    Z_GENERATIONAL(Collector.Z_GENERATIONAL),
    SHENANDOAH(Collector.SHENANDOAH),
    SHENANDOAH_GENERATIONAL(Collector.SHENANDOAH_GENERATIONAL),
    EPSILON(Collector.EPSILON);

    private final Collector collector;

    Family(Collector collector) {
      this.collector = collector;
    }

    Collector collector() {
      return collector;
    }
  }

  Family family = Family.UNKNOWN;
  @Nullable String jdkVersion;
  @Nullable Long maxHeapBytes;
  @Nullable Long regionBytes;
  long largestCapacityBytes;

  /** Of ZGC without capacities: the maximum as use and its share say it, from the largest share. */
  int largestSharePercent;

  long maxByShareBytes;

  boolean sawBegin;
  boolean hasDates;
  boolean hasUptime;
  boolean hasGenerations;
  boolean hasMetaspace;
  boolean hasDurations = true;
  boolean isCutShort;
  @Nullable Long firstGcId;
  long collections;

  /** Collections between the first and the last one of which there is no line. */
  long skippedIds;

  /** A more special word for the collector replaces a more general one. */
  void family(Family said) {
    boolean moreSpecial =
        family == Family.UNKNOWN
            || (family == Family.Z && said == Family.Z_GENERATIONAL)
            || (family == Family.SHENANDOAH && said == Family.SHENANDOAH_GENERATIONAL);
    family = moreSpecial ? said : family;
  }

  boolean isShenandoah() {
    return family == Family.SHENANDOAH || family == Family.SHENANDOAH_GENERATIONAL;
  }

  void capacity(HeapChange change) {
    if (change.capacityBytes() != null) {
      largestCapacityBytes = Math.max(largestCapacityBytes, change.capacityBytes());
    }
    Integer share = change.sharePercent();
    if (share != null && share > largestSharePercent) {
      largestSharePercent = share;
      double bytes = Math.max(change.beforeBytes(), change.afterBytes()) * 100.0 / share;
      maxByShareBytes = Math.round(bytes / MIB) * MIB;
    }
  }

  /** The heap's limit as said, else the largest capacity; null: neither is known. */
  @Nullable Long limitBytes() {
    if (maxHeapBytes != null) {
      return maxHeapBytes;
    }
    if (largestCapacityBytes > 0) {
      return largestCapacityBytes;
    }
    return maxByShareBytes > 0 ? maxByShareBytes : null;
  }
}
