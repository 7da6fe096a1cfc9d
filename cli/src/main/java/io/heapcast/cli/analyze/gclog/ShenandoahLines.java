package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import io.heapcast.telemetry.v1.GcKind;

/**
 * Shenandoah, which writes its phases but no line for the cycle as a whole: a cycle begins with its
 * first line and ends with its last cleanup. In the generational mode each phase says of which
 * generation it is; marking of the old one may follow a young cycle under the same id.
 */
final class ShenandoahLines {

  private static final String OLD_EVACUATED = "Old-gen piggyback evac (";
  private static final String OLD_USED = "Old generation used: ";

  private ShenandoahLines() {}

  /** Recognizes the collector by lines of its own where its name was not written. */
  static void recognize(String text, LogFacts facts) {
    boolean own =
        text.startsWith("Pause Init Mark")
            || text.startsWith("Concurrent reset")
            || text.startsWith("Pause Degenerated GC");
    if (own) {
      boolean generational =
          text.contains("(Young)") || text.contains("(Global)") || text.contains("(Old)");
      facts.family(generational ? Family.SHENANDOAH_GENERATIONAL : Family.SHENANDOAH);
    }
  }

  /** A pause, closed. */
  static void pause(String text, Gc gc, long timeUs) {
    boolean full = text.startsWith("Pause Full");
    if (full || text.startsWith("Pause Degenerated GC")) {
      gc.kind = full ? GcKind.FULL : kind(text, gc.kind);
      gc.cause = "Allocation Failure";
      gc.endUs = timeUs;
    }
  }

  /** A phase, opened or closed. */
  static void concurrent(String text, Gc gc, long timeUs, LogFacts facts) {
    gc.kind = kind(text, gc.kind);
    HeapChange change = HeapChange.find(text);
    if (change != null) {
      gc.change(change);
      facts.capacity(change);
    }
    boolean cleaned = text.startsWith("Concurrent cleanup") && change != null;
    boolean oldMarked = text.startsWith("Concurrent marking (Old)") && gc.kind == GcKind.OLD;
    boolean closed = UnifiedParser.durationUs(text) != LogLine.ABSENT;
    if (cleaned || (closed && (oldMarked || text.startsWith("Concurrent reset after collect")))) {
      gc.endUs = timeUs;
    }
  }

  /** Another line of a cycle. */
  static void read(String text, Gc gc) {
    int used = text.indexOf(OLD_USED);
    if (used >= 0) {
      gc.oldAfterBytes = HeapChange.size(text.substring(used, Math.min(text.length(), used + 60)));
    } else if (text.startsWith(OLD_EVACUATED) && gc.kind == GcKind.YOUNG) {
      gc.kind = GcKind.MIXED;
    }
  }

  /** The kind of a cycle with one more phase. */
  private static GcKind kind(String text, GcKind known) {
    if (known == GcKind.FULL) {
      return known;
    }
    if (text.contains("(Global)")) {
      return GcKind.CONCURRENT;
    }
    if (text.contains("(Young)")) {
      return known == GcKind.GC_KIND_UNSPECIFIED ? GcKind.YOUNG : known;
    }
    if (text.contains("(Old)")) {
      boolean onlyMarked = text.startsWith("Concurrent marking (Old)");
      return onlyMarked && known == GcKind.YOUNG ? known : GcKind.OLD;
    }
    return known == GcKind.GC_KIND_UNSPECIFIED ? GcKind.CONCURRENT : known;
  }
}
