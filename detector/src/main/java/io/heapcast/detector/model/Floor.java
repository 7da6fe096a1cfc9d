package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Knot;

/**
 * One observation of the live set: the least heap use seen after a cleaning and before the next.
 *
 * @param timeMs event time, milliseconds since the Unix epoch
 * @param workBytes bytes the JVM had allocated by then, since its first observation
 * @param bytes heap in use
 * @param quality how much of the garbage was out of the way
 */
public record Floor(long timeMs, long workBytes, double bytes, Quality quality) {

  /** How well a collection separates live objects from garbage. */
  public enum Quality {
    /** Young collections only: an upper bound, old garbage included. */
    YOUNG_ONLY(1),
    /** A concurrent cycle, with what G1 reclaims after it: some floating garbage included. */
    CONCURRENT(2),
    /** A stop-the-world collection of the whole heap. */
    FULL(3);

    private final int code;

    Quality(int code) {
      this.code = code;
    }

    /** The number on the wire, {@code Knot.quality}. */
    public int code() {
      return code;
    }

    static Quality of(int code) {
      return switch (code) {
        case 3 -> FULL;
        case 2 -> CONCURRENT;
        default -> YOUNG_ONLY;
      };
    }
  }

  static Floor of(Knot knot) {
    return new Floor(
        knot.getTimeMs(), knot.getWorkBytes(), knot.getValue(), Quality.of(knot.getQuality()));
  }

  Knot.Builder toKnot() {
    return Knot.newBuilder()
        .setTimeMs(timeMs)
        .setWorkBytes(workBytes)
        .setValue(bytes)
        .setQuality(quality.code());
  }

  /** In whole bytes, as it is remembered. */
  Floor rounded() {
    double whole = StrictMath.rint(bytes);
    return whole == bytes ? this : new Floor(timeMs, workBytes, whole, quality);
  }

  /** The one with less heap in use; the earlier of two equal ones. */
  Floor lower(Floor other) {
    return other.bytes < bytes ? other : this;
  }
}
