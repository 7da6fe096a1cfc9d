package io.heapcast.detector.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Floors of one JVM over its whole life in bounded space: at most {@link #CAPACITY} knots. When
 * full, neighbours are merged in pairs, so that the series keeps its whole span at half the
 * resolution; the later floors are gathered at the same resolution. A knot is the lowest of its
 * floors: whatever was free once is no part of the live set.
 */
final class FloorSeries {

  /** 64 knots: 2,016 pair slopes at most, about 2 KiB of state. */
  static final int CAPACITY = 64;

  private final List<Floor> knots;
  private int stride;

  /** Floors already gathered in the last knot, 1 to stride; 0 when there is no knot. */
  private int pending;

  /** Knots ever begun, those merged since included. */
  private long begun;

  FloorSeries(List<Floor> knots, int stride, int pending, long begun) {
    this.knots = new ArrayList<>(knots);
    this.stride = Math.max(1, stride);
    this.pending = pending;
    this.begun = begun;
  }

  /** Appends a floor that is later than all before. */
  void add(Floor floor) {
    if (!knots.isEmpty() && pending < stride) {
      knots.set(knots.size() - 1, last().lower(floor));
      pending++;
      return;
    }
    if (knots.size() == CAPACITY) {
      halve();
      add(floor);
      return;
    }
    knots.add(floor);
    pending = 1;
    begun++;
  }

  /** Lowers the last floor: the same epoch showed less heap in use. */
  void lowerLast(Floor floor) {
    knots.set(knots.size() - 1, last().lower(floor));
  }

  boolean isEmpty() {
    return knots.isEmpty();
  }

  Floor last() {
    return knots.get(knots.size() - 1);
  }

  /** Oldest first; a view. */
  List<Floor> knots() {
    return knots;
  }

  int stride() {
    return stride;
  }

  int pending() {
    return pending;
  }

  long begun() {
    return begun;
  }

  private void halve() {
    List<Floor> merged = new ArrayList<>();
    for (int i = 0; i < knots.size(); i += 2) {
      merged.add(knots.get(i).lower(knots.get(i + 1)));
    }
    knots.clear();
    knots.addAll(merged);
    stride *= 2;
    pending = stride;
  }
}
