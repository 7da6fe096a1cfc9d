package io.heapcast.collector.jfr;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The gc ids added last, up to a number of them. */
final class GcIdSet {

  private final Set<Long> ids;

  GcIdSet(int most) {
    ids =
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              @Override
              protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > most;
              }
            });
  }

  void add(long gcId) {
    ids.add(gcId);
  }

  boolean contains(long gcId) {
    return ids.contains(gcId);
  }
}
