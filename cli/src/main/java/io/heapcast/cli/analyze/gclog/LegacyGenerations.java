package io.heapcast.cli.analyze.gclog;

import io.heapcast.cli.analyze.gclog.LogFacts.Family;
import org.jspecify.annotations.Nullable;

/**
 * What the brackets inside of a collection say of the generations.
 *
 * @param young null: not said
 * @param old null: not said, as of most young collections
 * @param markedOld use of the old generation in a pause of concurrent mark-sweep; null: it is none
 * @param foundNoRoom whether a promotion failed
 */
record LegacyGenerations(
    @Nullable HeapChange young,
    @Nullable HeapChange old,
    @Nullable HeapChange markedOld,
    boolean foundNoRoom) {

  static LegacyGenerations of(Brackets collection, LogFacts facts) {
    HeapChange young = null;
    HeapChange old = null;
    HeapChange markedOld = null;
    boolean foundNoRoom = collection.text().contains("--");
    for (Brackets inside : collection.inside()) {
      String text = inside.text();
      HeapChange change = HeapChange.find(text);
      foundNoRoom |= text.contains("(promotion failed)");
      if (text.startsWith("DefNew")) {
        facts.family(Family.SERIAL);
        young = change;
      } else if (text.startsWith("PSYoungGen")) {
        facts.family(Family.PARALLEL);
        young = change;
      } else if (text.startsWith("ParNew")) {
        facts.family(Family.CONCURRENT_MARK_SWEEP);
        young = change;
      } else if (isOld(text)) {
        facts.family(text.startsWith("CMS") ? Family.CONCURRENT_MARK_SWEEP : facts.family);
        old = change == null ? old : change;
      } else if (text.startsWith("1 CMS-")) {
        Long used = HeapChange.size(text.substring(text.indexOf(':') + 1));
        markedOld = used == null ? null : new HeapChange(used, used, null, null);
      }
    }
    return new LegacyGenerations(young, old, markedOld, foundNoRoom);
  }

  /** The old generation: as said, else what of the heap is not young; null: not known. */
  @Nullable HeapChange old(HeapChange heap) {
    if (old != null || young == null) {
      return old;
    }
    return new HeapChange(
        Math.max(0, heap.beforeBytes() - young.beforeBytes()),
        Math.max(0, heap.afterBytes() - young.afterBytes()),
        null,
        null);
  }

  private static boolean isOld(String text) {
    return text.startsWith("Tenured")
        || text.startsWith("ParOldGen")
        || text.startsWith("PSOldGen")
        || (text.startsWith("CMS") && !text.startsWith("CMS-") && !text.startsWith("CMS Perm"));
  }
}
