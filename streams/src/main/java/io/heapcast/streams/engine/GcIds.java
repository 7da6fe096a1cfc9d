package io.heapcast.streams.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The collections that were counted, by gcId. Ids rise within a JVM but do not come in order: a
 * concurrent cycle ends after younger collections. Kept as ranges, so that thousands of collections
 * without a hole take two numbers; with too many holes the oldest is given up, and an id in it
 * counts as seen.
 */
final class GcIds {

  /** Holes come from concurrent cycles under way and from lost batches. */
  private static final int MAX_RANGES = 32;

  /** Last id of each range by its first. */
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  /** The inverse of {@link #toRanges()}. */
  static GcIds of(List<Long> ranges) {
    GcIds ids = new GcIds();
    for (int i = 0; i + 1 < ranges.size(); i += 2) {
      ids.lastByFirst.put(ranges.get(i), ranges.get(i + 1));
    }
    return ids;
  }

  /** Pairs of first and last id, rising. */
  List<Long> toRanges() {
    List<Long> ranges = new ArrayList<>(2 * lastByFirst.size());
    lastByFirst.forEach(
        (first, last) -> {
          ranges.add(first);
          ranges.add(last);
        });
    return ranges;
  }

  /** Whether the id is new; from now on it is not. */
  boolean add(long id) {
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(id);
    if (before != null && id <= before.getValue()) {
      return false;
    }
    long first = before != null && before.getValue() == id - 1 ? before.getKey() : id;
    Long following = lastByFirst.remove(id + 1);
    lastByFirst.put(first, following == null ? id : following);
    if (lastByFirst.size() > MAX_RANGES) {
      closeOldestHole();
    }
    return true;
  }

  /** Whether the id is above every one counted, and some were. */
  boolean isBeyondAll(long id) {
    return !lastByFirst.isEmpty() && id > lastByFirst.lastEntry().getValue();
  }

  private void closeOldestHole() {
    Map.Entry<Long, Long> oldest = lastByFirst.pollFirstEntry();
    Map.Entry<Long, Long> next = lastByFirst.pollFirstEntry();
    lastByFirst.put(oldest.getKey(), next.getValue());
  }
}
