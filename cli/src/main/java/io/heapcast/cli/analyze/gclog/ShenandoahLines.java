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
      gc.underWay = false;
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
    boolean closed = UnifiedWords.durationUs(text) != LogLine.ABSENT;
    boolean cleaned = text.startsWith("Concurrent cleanup") && change != null;
    boolean ends = cleaned || text.startsWith("Concurrent reset after collect");
    gc.incomplete = gc.kind == GcKind.OLD && !cleaned;
    gc.underWay |=
        text.startsWith("Concurrent evacuation")
            || text.startsWith("Concurrent Init Update Refs")
            || text.startsWith("Concurrent update references");
    gc.underWay &= !cleaned;
    if (closed && (ends || gc.kind == GcKind.OLD)) {
      gc.endUs = timeUs;
    }
  }

  /**
   * Ends a cycle as another collection begins. One that did not come to its end was cut short, or
   * goes on with the world stopped as that other collection.
   */
  static void close(Gc gc, String next) {
    boolean goesOn =
        next.startsWith("Pause Full")
            || (next.startsWith("Pause Degenerated GC") && !next.contains("(Outside of Cycle)"));
    if (!gc.hasEnded() || gc.underWay || (goesOn && gc.kind == GcKind.CONCURRENT)) {
      gc.incomplete = true;
      gc.forgetHeap();
      gc.endUs = gc.lastUs;
    }
  }

  /**
   * Whether marking of the old generation goes on under the id of a young collection that is over:
   * the young one is the collection of that id, as the flight recorder has it.
   */
  static boolean isOldAfterYoung(String text, Gc gc) {
    boolean young = gc.kind == GcKind.YOUNG || gc.kind == GcKind.MIXED;
    return young && gc.hasEnded() && text.contains("(Old)");
  }

  /** {@code Trigger (Global): GC request (System.gc())} → System.gc(); empty: no request. */
  static String explicitCause(String trigger) {
    int request = trigger.indexOf("GC request (");
    int end = trigger.lastIndexOf(')');
    return request < 0 || end <= request
        ? ""
        : trigger.substring(request + "GC request (".length(), end);
  }

  /** Another line of a cycle. */
  static void read(String text, Gc gc, LogFacts facts) {
    int used = text.indexOf(OLD_USED);
    if (used >= 0) {
      gc.oldAfterBytes = HeapChange.size(text.substring(used, Math.min(text.length(), used + 60)));
      facts.hasGenerations = true;
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
      return known == GcKind.GC_KIND_UNSPECIFIED ? GcKind.OLD : known;
    }
    return known == GcKind.GC_KIND_UNSPECIFIED ? GcKind.CONCURRENT : known;
  }
}
