package io.heapcast.cli.analyze.gclog;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ids added last: late lines of a collection given out already must not make another one. */
final class RecentIds {

  private static final int MOST = 1_024;

  private final Map<Long, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
          return size() > MOST;
        }
      };

  void add(long id) {
    ids.put(id, true);
  }

  boolean contains(long id) {
    return ids.containsKey(id);
  }
}
