package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import org.jspecify.annotations.Nullable;

/** The {@code gc,heap} lines of Serial, Parallel, concurrent mark-sweep, G1 and old ZGC. */
final class HeapLines {

  private HeapLines() {}

  /**
   * Takes in a line of a collection.
   *
   * @return whether it was one of these
   */
  static boolean read(String text, Gc gc, LogFacts facts) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return false;
    }
    switch (text.substring(0, colon)) {
      case "DefNew" -> young(text, gc, facts, Family.SERIAL);
      case "PSYoungGen" -> young(text, gc, facts, Family.PARALLEL);
      case "ParNew" -> young(text, gc, facts, Family.CONCURRENT_MARK_SWEEP);
      case "Tenured", "ParOldGen", "PSOldGen", "CMS" -> {
        gc.old = HeapChange.find(text);
        facts.hasGenerations |= gc.old != null;
      }
      case "Eden regions", "Survivor regions" -> {
        Long after = regions(text, facts);
        gc.regionsYoungAfter =
            after == null
                ? gc.regionsYoungAfter
                : Long.valueOf(after + (gc.regionsYoungAfter == null ? 0 : gc.regionsYoungAfter));
      }
      case "Old regions" -> {
        Long after = regions(text, facts);
        Long before = count(text, colon + 1);
        gc.regionsOld =
            after == null || before == null ? null : new HeapChange(before, after, null, null);
      }
      case "Max Capacity" -> facts.maxHeapBytes = HeapChange.size(text);
      default -> {
        return ZTable.read('-', text, gc, facts);
      }
    }
    return true;
  }

  /** The old generation after a concurrent sweep, which is not in the sum of any line. */
  static void sweptOld(String text, Gc gc) {
    HeapChange swept = HeapChange.find(text);
    if (swept != null) {
      gc.sweep(swept);
    }
  }

  /** Recognizes G1 by a line of its own where its name was not written. */
  static void recognize(String text, LogFacts facts) {
    boolean g1 =
        text.contains("(G1 ")
            || text.startsWith("Pause Young (Normal)")
            || text.startsWith("Pause Young (Concurrent Start)")
            || text.startsWith("Pause Young (Mixed)");
    if (g1) {
      facts.family(Family.G1);
    }
  }

  private static void young(String text, Gc gc, LogFacts facts, Family family) {
    gc.young = HeapChange.find(text);
    facts.family(family);
  }

  /** {@code Old regions: 3->4}: the number afterwards. */
  private static @Nullable Long regions(String text, LogFacts facts) {
    facts.family(Family.G1);
    int arrow = text.indexOf("->");
    Long after = arrow < 0 ? null : count(text, arrow + 2);
    facts.hasGenerations |= after != null && facts.regionBytes != null;
    return after;
  }

  private static @Nullable Long count(String text, int from) {
    int start = from;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && end - start < 9) {
      end++;
    }
    return end == start ? null : Long.valueOf(text.substring(start, end));
  }
}
