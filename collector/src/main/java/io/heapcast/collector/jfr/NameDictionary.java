package io.heapcast.collector.jfr;

import io.heapcast.telemetry.v1.NameDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names by number. A name travels with the first batch that uses it and is told again every few
 * minutes, a slice at a time. An id never gets another name.
 */
final class NameDictionary {

  /** About 60 bytes each: below 250 KB per JVM. Beyond, all start over under new ids. */
  private static final int MOST_NAMES = 4_000;

  /** One round of telling all again takes so many flushes of a second. */
  private static final int FLUSHES_PER_ROUND = 120;

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<NameDef> known = new ArrayList<>();
  private final List<NameDef> untold = new ArrayList<>();
  private int lastId;
  private int nextToRepeat;

  /** The id of a name, at least 1. */
  int id(String name) {
    Integer id = ids.get(name);
    return id == null ? add(name) : id;
  }

  /** What to tell with the batch that ends now: new names and the next slice of the others. */
  List<NameDef> flush() {
    int slice = (known.size() + FLUSHES_PER_ROUND - 1) / FLUSHES_PER_ROUND;
    List<NameDef> told = new ArrayList<>(untold);
    for (int i = 0; i < slice; i++) {
      nextToRepeat = nextToRepeat < known.size() ? nextToRepeat : 0;
      told.add(known.get(nextToRepeat++));
    }
    known.addAll(untold);
    untold.clear();
    return told;
  }

  private int add(String name) {
    if (ids.size() >= MOST_NAMES) {
      ids.clear();
      known.clear();
    }
    int id = ++lastId;
    ids.put(name, id);
    untold.add(NameDef.newBuilder().setId(id).setName(name).build());
    return id;
  }
}
