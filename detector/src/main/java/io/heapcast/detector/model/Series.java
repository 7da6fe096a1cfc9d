package io.heapcast.detector.model;

import io.heapcast.telemetry.v1.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one resource at the end of a window, ready to be judged.
 *
 * @param resource which
 * @param kind what the knots are
 * @param history the knots
 * @param open the latest observation while it may still fall; null: there is none
 * @param limit what the level is held against, unit of the resource, positive
 * @param bound whether something will truly break at the limit; else it is a yardstick
 */
record Series(
    Resource resource,
    Feature kind,
    History history,
    @Nullable Floor open,
    double limit,
    boolean bound) {

  /** The latest level; NaN while there is none. */
  double level() {
    if (open != null) {
      return open.bytes();
    }
    List<Floor> latest = history.view(0, null);
    return latest.isEmpty() ? Double.NaN : latest.get(latest.size() - 1).bytes();
  }

  /** Knots at a scale; upper bounds are lowered to what a later one showed to be enough. */
  List<Floor> view(int scale) {
    List<Floor> knots = history.view(scale, open);
    return kind == Feature.HEAP_UNTESTED ? suffixMinima(knots) : knots;
  }

  /** What was garbage at a later look was garbage before: m_i = min over j ≥ i. */
  private static List<Floor> suffixMinima(List<Floor> knots) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = knots.size() - 1; i >= 0; i--) {
      Floor knot = knots.get(i);
      least = Math.min(least, knot.bytes());
      knots.set(i, new Floor(knot.timeMs(), knot.workBytes(), least, knot.quality()));
    }
    return knots;
  }
}
