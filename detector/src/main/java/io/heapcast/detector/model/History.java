package io.heapcast.detector.model;

import io.heapcast.detector.v1.HistoryState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything seen of one resource, in bounded space: the younger, the finer.
 *
 * <p>Observations come in as knots of stride 1. Each tier holds knots of one stride (1, 2, 4, …)
 * and at most 2·{@value #LEAST} of them; when one more comes, its two oldest become one knot of the
 * next tier, the lower of the two, because what was free once is no part of the live set. So a
 * resource that was observed n times is kept in about {@value #LEAST}·log₂ n knots, and a past of
 * any age is known at a resolution in proportion to its age (an exponential histogram as in Datar,
 * Gionis, Indyk and Motwani 2002, with minima for counts).
 *
 * <p>A {@link #view} at scale s re-reads the knots at stride 2^s: between {@value #LEAST} and
 * 4·{@value #LEAST} of them, evenly spaced in observations, ending now. Looking at all scales is
 * looking at all suffixes of the past whose lengths are powers of two.
 */
final class History {

  /** A tier keeps at least this many knots once it has given any away. */
  static final int LEAST = 10;

  /** Strides up to 2^15: at a window of 10 s nearly three months in the coarsest {@code LEAST}. */
  static final int TIERS = 16;

  /** Of each tier, oldest first. Strides grow with the index. */
  private final List<ArrayDeque<Floor>> tiers = new ArrayList<>();

  private long count;

  /** Highest level that two observations in a row confirmed, and how far it fell since, at most. */
  private double highest = Double.NEGATIVE_INFINITY;

  private double previous = Double.NaN;
  private double largestFall;

  History() {
    for (int i = 0; i < TIERS; i++) {
      tiers.add(new ArrayDeque<>());
    }
  }

  History(HistoryState state) {
    this();
    count = state.getCount();
    if (count > 0) {
      highest = state.getHighest();
      previous = state.getPrevious();
      largestFall = state.getLargestFall();
    }
    long timeMs = 0;
    long work = 0;
    long value = 0;
    int at = 0;
    for (int tier = 0; tier < state.getSizesCount(); tier++) {
      for (int i = 0; i < state.getSizes(tier); i++, at++) {
        timeMs += state.getTimeMs(at);
        work += state.getWorkBytes(at);
        value += state.getValue(at);
        tiers
            .get(tier)
            .addLast(new Floor(timeMs, work, value, Floor.Quality.of(state.getQuality(at))));
      }
    }
  }

  HistoryState.Builder toState() {
    HistoryState.Builder state =
        HistoryState.newBuilder()
            .setCount(count)
            .setHighest(highest)
            .setPrevious(previous)
            .setLargestFall(largestFall);
    long timeMs = 0;
    long work = 0;
    long value = 0;
    for (ArrayDeque<Floor> tier : tiers) {
      state.addSizes(tier.size());
      for (Floor floor : tier) {
        long rounded = StrictMath.round(floor.bytes());
        state
            .addTimeMs(floor.timeMs() - timeMs)
            .addWorkBytes(floor.workBytes() - work)
            .addValue(rounded - value)
            .addQuality(floor.quality().code());
        timeMs = floor.timeMs();
        work = floor.workBytes();
        value = rounded;
      }
    }
    return state;
  }

  /** Appends an observation that is later than all before. */
  void add(Floor observed) {
    Floor floor = observed.rounded();
    count++;
    if (!Double.isNaN(previous)) {
      highest = Math.max(highest, Math.min(previous, floor.bytes()));
      largestFall = Math.max(largestFall, highest - floor.bytes());
    }
    previous = floor.bytes();
    Floor carried = floor;
    for (int i = 0; i < TIERS; i++) {
      ArrayDeque<Floor> tier = tiers.get(i);
      tier.addLast(carried);
      if (tier.size() <= 2 * LEAST) {
        return;
      }
      if (i == TIERS - 1) {
        tier.removeFirst();
        return;
      }
      carried = tier.removeFirst().lower(tier.removeFirst());
    }
  }

  /** A level below that at the kink by this share of the growth is another level. */
  static final double STILL_SHARE = 0.25;

  /**
   * The last observation before a time that lay below a level; the oldest one where none did; null
   * where nothing is that old.
   */
  @Nullable Floor lastBelow(double level, long beforeMs) {
    Floor found = null;
    for (int i = TIERS - 1; i >= 0; i--) {
      for (Floor floor : tiers.get(i)) {
        if (floor.timeMs() >= beforeMs) {
          return found;
        }
        if (found == null || floor.bytes() < level) {
          found = floor;
        }
      }
    }
    return found;
  }

  /** Growth since a time as a share of the level then, −1 to 3; 0 where nothing is known. */
  double growthSince(long timeMs) {
    if (count == 0) {
      return 0;
    }
    Floor at = null;
    for (int i = TIERS - 1; i >= 0; i--) {
      for (Floor floor : tiers.get(i)) {
        if (at == null || floor.timeMs() <= timeMs) {
          at = floor;
        }
      }
    }
    Floor last = tiers.get(0).getLast();
    return at == null || at.bytes() <= 0 ? 0 : Reading.clamp(last.bytes() / at.bytes() - 1, -1, 3);
  }

  /** The oldest knot that is not before a time; the youngest where all are. */
  Floor firstFrom(long timeMs) {
    Floor last = null;
    for (int i = TIERS - 1; i >= 0; i--) {
      for (Floor floor : tiers.get(i)) {
        last = floor;
        if (floor.timeMs() >= timeMs) {
          return floor;
        }
      }
    }
    return last == null ? oldest() : last;
  }

  /** The oldest knot that is kept; there is one once {@link #count} is positive. */
  Floor oldest() {
    for (int i = TIERS - 1; i > 0; i--) {
      Floor first = tiers.get(i).peekFirst();
      if (first != null) {
        return first;
      }
    }
    return tiers.get(0).getFirst();
  }

  /** The observation that came last; there is one once {@link #count} is positive. */
  Floor youngest() {
    return tiers.get(0).getLast();
  }

  /** Observations ever. */
  long count() {
    return count;
  }

  /** The largest fall from a confirmed height, over the whole past; 0 while nothing fell. */
  double largestFall() {
    return largestFall;
  }

  /** The coarsest scale at which there is more to see than at the one before. */
  int scales() {
    int last = TIERS - 1;
    while (last > 0 && tiers.get(last).isEmpty()) {
      last--;
    }
    return last + 1;
  }

  /**
   * The latest knots at stride 2^scale, oldest first.
   *
   * @param open an observation that may still fall, seen as the last one; null: there is none
   */
  List<Floor> view(int scale, @Nullable Floor open) {
    List<Floor> knots = new ArrayList<>(4 * LEAST);
    int wanted = 1 << scale;
    Floor lowest = null;
    int gathered = 0;
    for (int i = Math.min(scale, TIERS - 1); i >= 0; i--) {
      int stride = 1 << i;
      for (Iterator<Floor> it = tiers.get(i).iterator(); it.hasNext(); ) {
        Floor floor = it.next();
        lowest = lowest == null ? floor : lowest.lower(floor);
        gathered += stride;
        if (gathered >= wanted) {
          knots.add(lowest);
          lowest = null;
          gathered = 0;
        }
      }
    }
    if (lowest != null && 2 * gathered >= wanted) {
      knots.add(lowest);
    } else if (lowest != null && !knots.isEmpty()) {
      knots.set(knots.size() - 1, knots.get(knots.size() - 1).lower(lowest));
    }
    if (open != null && scale == 0) {
      knots.add(open);
    }
    return knots;
  }
}
