package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one collection said of the generations.
 *
 * <p>The old generation after a collection:
 *
 * <ul>
 *   <li>Parallel says it.
 *   <li>G1 of JDK 25 says it; before, it is what is neither eden nor survivors. During a concurrent
 *       cycle both figures are those of the last pause, so it cannot be told then.
 *   <li>Serial says the sizes of the survivors after a young collection; the rest is old. After a
 *       full one it does not tell, nor where survivors found no room.
 *   <li>ZGC and Shenandoah do not tell.
 * </ul>
 *
 * <p>Promotion: G1 and Shenandoah of JDK 25 say what they copied; of Parallel and Serial it is the
 * old generation's growth.
 */
final class Generations {

  private @Nullable G1After g1After;
  private @Nullable Long g1BytesCopied;
  private @Nullable Long parallelOldBefore;
  private @Nullable Long parallelOldAfter;
  private @Nullable Long survivors;
  private @Nullable Long shenandoahPromoted;

  private record G1After(long edenBytes, long survivorBytes, @Nullable Long oldBytes) {}

  void g1After(long edenBytes, long survivorBytes, @Nullable Long oldBytes) {
    g1After = new G1After(edenBytes, survivorBytes, oldBytes);
  }

  void g1BytesCopied(long bytes) {
    g1BytesCopied = bytes;
  }

  void parallelOldBefore(long usedBytes) {
    parallelOldBefore = usedBytes;
  }

  void parallelOldAfter(long usedBytes) {
    parallelOldAfter = usedBytes;
  }

  /** Told for each age. */
  void survivors(long bytes) {
    survivors = bytes + (survivors == null ? 0 : survivors);
  }

  void shenandoahPromoted(long bytes) {
    shenandoahPromoted = bytes;
  }

  boolean g1After() {
    return g1After != null;
  }

  boolean g1IsComplete() {
    return g1After != null && g1BytesCopied != null;
  }

  boolean parallelIsComplete() {
    return parallelOldAfter != null;
  }

  /** Adds what is known to a cycle that has all the rest. */
  void tell(GcCycle.Builder cycle) {
    Long old = oldAfter(cycle);
    if (old != null) {
      cycle.setOldAfterBytes(old);
    }
    Long promoted = promoted(cycle);
    if (promoted != null) {
      cycle.setPromotedBytes(promoted);
    }
  }

  private @Nullable Long oldAfter(GcCycle.Builder cycle) {
    if (parallelOldAfter != null) {
      return parallelOldAfter;
    }
    if (!cycle.hasHeapAfterBytes()) {
      return null;
    }
    long heapAfter = cycle.getHeapAfterBytes();
    if (g1After != null && cycle.getKind() != GcKind.CONCURRENT) {
      return g1After.oldBytes() != null
          ? g1After.oldBytes()
          : Long.valueOf(Math.max(0, heapAfter - g1After.edenBytes() - g1After.survivorBytes()));
    }
    boolean serialTells = cycle.getName().equals("DefNew") && !cycle.hasCopyFailedBytes();
    return serialTells && survivors != null
        ? Long.valueOf(Math.max(0, heapAfter - survivors))
        : null;
  }

  /**
   * Only of young collections: a mixed one also copies old objects to old regions. Not where copies
   * failed: then what stayed is promoted as it is.
   */
  private @Nullable Long promoted(GcCycle.Builder cycle) {
    if (shenandoahPromoted != null) {
      return shenandoahPromoted;
    }
    if (cycle.getKind() != GcKind.YOUNG) {
      return null;
    }
    if (parallelOldBefore != null && parallelOldAfter != null) {
      return Math.max(0, parallelOldAfter - parallelOldBefore);
    }
    return g1BytesCopied == null || g1After == null || cycle.hasCopyFailedBytes()
        ? null
        : Long.valueOf(Math.max(0, g1BytesCopied - g1After.survivorBytes()));
  }
}
