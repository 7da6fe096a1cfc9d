package io.heapcast.streams.engine;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** A class and where it was allocated, by the ids of a JVM's dictionary. */
final class Site {

  /** Odd, and near 2^32 divided by the golden ratio: Knuth's multiplicative hashing. */
  private static final int MIX = 0x9e3779b1;

  private final int classId;
  private final int[] frameIds;
  private final int hash;

  /**
   * A site.
   *
   * @param frameIds innermost first; none: the whole class
   * @param hash {@link #hash} of them
   */
  Site(int classId, List<Integer> frameIds, int hash) {
    this.classId = classId;
    this.frameIds = new int[frameIds.size()];
    for (int i = 0; i < this.frameIds.length; i++) {
      this.frameIds[i] = frameIds.get(i);
    }
    this.hash = hash;
  }

  /** Of a class and the first so many frames. */
  static int hash(int classId, List<Integer> frameIds, int frames) {
    int mixed = classId * MIX;
    for (int i = 0; i < frames; i++) {
      mixed = (Integer.rotateLeft(mixed, 5) ^ frameIds.get(i)) * MIX;
    }
    return mixed;
  }

  /** Whether it is that class with the first so many of these frames. */
  boolean is(int otherClassId, List<Integer> otherFrameIds, int frames) {
    if (classId != otherClassId || frameIds.length != frames) {
      return false;
    }
    for (int i = 0; i < frames; i++) {
      if (frameIds[i] != otherFrameIds.get(i)) {
        return false;
      }
    }
    return true;
  }

  int classId() {
    return classId;
  }

  int frameCount() {
    return frameIds.length;
  }

  int frameId(int index) {
    return frameIds[index];
  }

  /** Whether it stands for all of its class. */
  boolean isFolded() {
    return frameIds.length == 0;
  }

  /** Names of the frames, innermost first. */
  String frames(IntFunction<String> names, String between) {
    StringJoiner joined = new StringJoiner(between);
    for (int id : frameIds) {
      joined.add(names.apply(id));
    }
    return joined.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Site site
        && site.classId == classId
        && Arrays.equals(site.frameIds, frameIds);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
