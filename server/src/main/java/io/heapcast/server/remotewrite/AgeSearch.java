package io.heapcast.server.remotewrite;

import io.heapcast.telemetry.v1.JvmWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds out of windows, of which some are too old, the newest such one: it is tried alone whether
 * one is taken, and whatever is older than one that is too old is too old as well.
 *
 * <p>What is too old is so by the newest that Prometheus has, so trying a newer one would make
 * others too old. Where something newer than all of these was written before, the newest is tried
 * first, as all of a long backlog are too old, then by halves; else from the oldest on, by steps
 * that double until one is taken.
 */
final class AgeSearch {

  private final List<JvmWindow> windows;

  /** From here on windows are young enough. */
  private int unknown;

  /** Index of the one to try; {@code 0 <= next < unknown} until it is done. */
  private int next;

  /** Whether nothing was taken yet, and nothing newer is known to have been. */
  private boolean fromOldest;

  /**
   * Begins.
   *
   * @param fromOldest whether Prometheus may have nothing as new as these
   */
  AgeSearch(List<JvmWindow> windows, boolean fromOldest) {
    this.windows = new ArrayList<>(windows);
    this.windows.sort(Comparator.comparingLong(WindowSamples::timeMs));
    this.fromOldest = fromOldest;
    unknown = windows.size();
    next = fromOldest ? 0 : unknown - 1;
  }

  boolean done() {
    return unknown == 0;
  }

  /** The one to try. */
  JvmWindow next() {
    return windows.get(next);
  }

  /**
   * {@link #next} was refused for its age: it and all before it leave.
   *
   * @return how many
   */
  int tooOld() {
    int dropped = next + 1;
    windows.subList(0, dropped).clear();
    found(unknown - dropped);
    if (fromOldest) {
      next = Math.min(unknown - 1, 2 * dropped - 1);
    }
    return dropped;
  }

  /** {@link #next} was written, and leaves. */
  void written() {
    windows.remove(next);
    fromOldest = false;
    found(next);
  }

  /** {@link #next} was refused for something else, and leaves; nothing is learnt of its age. */
  void refused() {
    windows.remove(next);
    int at = next;
    found(unknown - 1);
    if (fromOldest) {
      next = Math.min(unknown - 1, at);
    }
  }

  private void found(int nowUnknown) {
    unknown = nowUnknown;
    next = unknown / 2;
  }

  /** What neither was tried nor is too old, by time; once it is done, all of it can be written. */
  List<JvmWindow> rest() {
    return List.copyOf(windows);
  }
}
