package io.heapcast.streams.engine;

import java.util.Arrays;
import java.util.List;

/**
 * The collections that were counted, by gcId. Ids rise within a JVM but do not come in order: a
 * concurrent cycle ends after younger collections. Kept as ranges, so that thousands of collections
 * without a hole take two numbers; with too many holes the oldest is given up, and an id in it
 * counts as seen.
 */
final class GcIds {

  /** Holes come from concurrent cycles under way and from lost batches. */
  private static final int MAX_RANGES = 32;

  /** Pairs of first and last id, rising. */
  private long[] bounds = new long[4];

  private int ranges;

  /** The inverse of {@link #writeTo}. */
  static GcIds of(List<Long> stored) {
    GcIds ids = new GcIds();
    for (int i = 0; i + 1 < stored.size(); i += 2) {
      ids.insert(ids.ranges, stored.get(i), stored.get(i + 1));
    }
    return ids;
  }

  /** Writes pairs of first and last id, rising, packed. */
  void writeTo(ProtoWriter out, int field) {
    out.packed(field, bounds, 2 * ranges);
  }

  /** Whether the id is new; from now on it is not. */
  boolean add(long id) {
    int before = ranges - 1;
    while (before >= 0 && first(before) > id) {
      before--;
    }
    if (before >= 0 && id <= last(before)) {
      return false;
    }
    boolean follows = before >= 0 && last(before) == id - 1;
    boolean joins = before + 1 < ranges && first(before + 1) == id + 1;
    if (follows && joins) {
      bounds[2 * before + 1] = last(before + 1);
      remove(before + 1);
    } else if (follows) {
      bounds[2 * before + 1] = id;
    } else if (joins) {
      bounds[2 * (before + 1)] = id;
    } else {
      insert(before + 1, id, id);
    }
    if (ranges > MAX_RANGES) {
      closeOldestHole();
    }
    return true;
  }

  /** Whether the id is above every one counted, and some were. */
  boolean isBeyondAll(long id) {
    return ranges > 0 && id > last(ranges - 1);
  }

  private long first(int range) {
    return bounds[2 * range];
  }

  private long last(int range) {
    return bounds[2 * range + 1];
  }

  private void insert(int range, long first, long last) {
    if (2 * ranges == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    System.arraycopy(bounds, 2 * range, bounds, 2 * range + 2, 2 * (ranges - range));
    bounds[2 * range] = first;
    bounds[2 * range + 1] = last;
    ranges++;
  }

  private void remove(int range) {
    ranges--;
    System.arraycopy(bounds, 2 * range + 2, bounds, 2 * range, 2 * (ranges - range));
  }

  private void closeOldestHole() {
    bounds[1] = last(1);
    remove(1);
  }
}
