package io.heapcast.streams.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary of a JVM: names by id, oldest first. In arrays: a map of objects for each name of
 * each JVM was most of what a fleet took in the heap.
 */
final class Names {

  interface Each {
    void accept(int id, String name);
  }

  private static final int FIRST_ROOM = 16;

  /** Odd, and near 2^32 divided by the golden ratio: Knuth's multiplicative hashing. */
  private static final int MIX = 0x9e3779b1;

  private int[] ids = new int[FIRST_ROOM];
  private String[] names = new String[FIRST_ROOM];
  private int size;

  /** One more than the place of a name, by its id's hash and then the next free one; 0: free. */
  private int[] places = new int[2 * FIRST_ROOM];

  int size() {
    return size;
  }

  @Nullable String get(int id) {
    int place = places[slot(id)];
    return place == 0 ? null : names[place - 1];
  }

  /** Sets a name, in the place of the one before or as the newest. */
  void put(int id, String name) {
    int slot = slot(id);
    if (places[slot] != 0) {
      names[places[slot] - 1] = name;
      return;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      names = Arrays.copyOf(names, 2 * size);
      places = new int[4 * size];
      index();
      slot = slot(id);
    }
    ids[size] = id;
    names[size] = name;
    places[slot] = ++size;
  }

  /** Forgets so many of the oldest, at most all. */
  void forgetOldest(int count) {
    size -= count;
    System.arraycopy(ids, count, ids, 0, size);
    System.arraycopy(names, count, names, 0, size);
    Arrays.fill(names, size, size + count, "");
    Arrays.fill(places, 0);
    index();
  }

  void forEach(Each each) {
    for (int i = 0; i < size; i++) {
      each.accept(ids[i], names[i]);
    }
  }

  /** Of a place from 0, the oldest, on. */
  int id(int place) {
    return ids[place];
  }

  String name(int place) {
    return names[place];
  }

  private void index() {
    for (int i = 0; i < size; i++) {
      places[slot(ids[i])] = i + 1;
    }
  }

  /** Where the id is, or would be. */
  private int slot(int id) {
    int mask = places.length - 1;
    int slot = ((id * MIX) >>> 16) & mask;
    while (places[slot] != 0 && ids[places[slot] - 1] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
