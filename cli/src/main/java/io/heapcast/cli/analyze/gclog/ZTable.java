package io.heapcast.cli.analyze.gclog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ZGC's table of use at the steps of a cycle:
 *
 * <pre>
 *              Mark Start     Mark End     Relocate Start     Relocate End …
 *      Used:   84M (66%)      92M (72%)    98M (77%)          52M (41%)
 * </pre>
 *
 * The generational collector writes it for the heap and for the generation, and marks lines of the
 * young one with {@code y:} or {@code Y:}, of the old one with {@code O:}.
 */
final class ZTable {

  private static final Pattern COLUMN = Pattern.compile("(\\d{1,15})([BKMGT])(?: *\\(\\d+%\\))?|-");
  private static final int RELOCATE_END = 3;

  private ZTable() {}

  /**
   * Takes in a line of a collection.
   *
   * @param generation y, Y or O; -: single generation
   * @return whether it was one of these
   */
  static boolean read(char generation, String text, Gc gc, LogFacts facts) {
    String row = text.strip();
    if (row.endsWith(" Statistics:")) {
      gc.zSection = row;
      return true;
    }
    int colon = row.indexOf(':');
    if (colon < 0) {
      return false;
    }
    switch (row.substring(0, colon)) {
      case "Max Capacity" -> facts.maxHeapBytes = HeapChange.size(row);
      case "Capacity" -> gc.capacityBytes = last(row, gc.capacityBytes);
      case "Used" -> used(generation, row, gc, facts);
      case "Promoted" -> gc.promotedBytes = last(row, gc.promotedBytes);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** All sizes of a line, bytes. */
  static List<Long> sizes(String row) {
    List<Long> sizes = new ArrayList<>();
    Matcher column = COLUMN.matcher(row);
    while (column.find()) {
      Long size = HeapChange.size(column.group());
      if (size != null) {
        sizes.add(size);
      }
    }
    return sizes;
  }

  private static void used(char generation, String row, Gc gc, LogFacts facts) {
    Long used = last(row, null);
    if (generation == '-' || used == null) {
      return;
    }
    facts.hasGenerations = true;
    switch (gc.zSection) {
      case "Heap Statistics:" -> gc.zUsedBytes = used;
      case "Young Generation Statistics:" ->
          gc.oldAfterBytes =
              gc.zUsedBytes == null ? null : Long.valueOf(Math.max(0, gc.zUsedBytes - used));
      case "Old Generation Statistics:" -> gc.oldAfterBytes = used;
      default -> {}
    }
  }

  /** The figure under Relocate End. */
  private static @Nullable Long last(String row, @Nullable Long otherwise) {
    Matcher column = COLUMN.matcher(row);
    column.region(row.indexOf(':') + 1, row.length());
    for (int i = 0; column.find(); i++) {
      if (i == RELOCATE_END) {
        Long size = HeapChange.size(column.group());
        return size == null ? otherwise : size;
      }
    }
    return otherwise;
  }
}
