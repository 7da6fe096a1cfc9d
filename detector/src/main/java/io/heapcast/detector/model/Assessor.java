package io.heapcast.detector.model;

import static io.heapcast.detector.model.Assessment.reason;

import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges a series of floors: is it growing without bound?
 *
 * <p>The latest floors are read over several windows, the longest being all of them: an old warm-up
 * must not dilute a later leak. Each reading has a probability, the weight of the shapes that end
 * at the limit, and a list of guards; a guard that fails caps the probability and says why. The
 * reading with the highest probability stands.
 *
 * <p>All thresholds are dimensionless: shares of the limit, counts of floors, ratios of slopes.
 */
final class Assessor {

  /** Floors after the kink: with 8 in a row rising, Kendall's z is 3.3. */
  static final int FLOORS_NEEDED = 8;

  /** Fewer floors in all say nothing yet. */
  static final int FLOORS_LEAST = Rise.LEAST_FLOORS;

  /** p ≈ 0.0005, one-sided. */
  private static final double TREND_Z = 3.2;

  /** Less is not worth waking anybody for. */
  private static final double GROWTH_SHARE = 0.06;

  /** A rise that keeps its pace in its younger half; a filling cache slows. */
  private static final double YOUNGER_SHARE = 0.6;

  /** Leaks do not come back: the last floor is near the highest. */
  private static final double LAST_TO_HIGHEST = 0.92;

  /** Garbage and load repeat their amplitude; a leak outgrows every fall seen before. */
  private static final double GROWTH_TO_FALL = 1.5;

  /** The slope before the kink must be small against the slope after it. */
  private static final double BEFORE_SHARE = 0.3;

  /**
   * A leak must have used a third of what was free before it is told from a step or a ramp of load:
   * the price of silence on those, to be lowered when load and season are modelled.
   */
  private static final double PROGRESS = 0.35;

  /** Rising from the first floor on, as warm-ups and fills do: longer, further and straighter. */
  static final int FLOORS_FROM_START = 14;

  private static final double PROGRESS_FROM_START = 0.6;
  private static final double YOUNGER_SHARE_FROM_START = 0.75;

  /** Flat and this full: the limit leaves no room for a healthy live set. */
  private static final double TIGHT_SHARE = 0.85;

  private static final int[] WINDOWS = {8, 10, 12, 16, 24, 32, 48};

  private static final double MIB = 1024.0 * 1024.0;

  private final List<Floor> floors;
  private final double limitBytes;
  private final boolean tested;

  private Assessor(List<Floor> floors, double limitBytes, boolean tested) {
    this.floors = floors;
    this.limitBytes = limitBytes;
    this.tested = tested;
  }

  /**
   * Judges floors.
   *
   * @param floors oldest first
   * @param limitBytes limit of the heap, positive
   * @param tested whether the floors come from real cleanings; else they are upper bounds from
   *     young collections, and no leak is concluded from them alone
   */
  static Assessment assess(List<Floor> floors, double limitBytes, boolean tested) {
    return new Assessor(List.copyOf(floors), limitBytes, tested).assess();
  }

  private Assessment assess() {
    int n = floors.size();
    if (n < FLOORS_LEAST) {
      Reason few = reason("few-floors", "%d of %d floors seen".formatted(n, FLOORS_NEEDED));
      return new Assessment(n, null, 0, VerdictState.UNKNOWN, List.of(), List.of(few));
    }
    Assessment best = judge(Rise.read(floors, limitBytes));
    for (int length : WINDOWS) {
      if (length < n) {
        Assessment other = judge(Rise.read(floors.subList(n - length, n), limitBytes));
        best = other.probability() > best.probability() ? other : best;
      }
    }
    return best;
  }

  private Assessment judge(Rise rise) {
    Guards guards = new Guards(rise.shapes().harmful());
    checkTrend(rise, guards);
    checkShape(rise, guards);
    checkHistory(rise, guards);
    checkStart(rise, guards);
    if (!tested) {
      guards.cap(
          0.8,
          "untested-by-old-collection",
          "no old collection has tested this yet: the floors are upper bounds");
    }
    VerdictState calm = calm(rise);
    List<Reason> reasonsFor = guards.probability >= 0.5 ? reasonsFor(rise) : List.of();
    return new Assessment(
        floors.size(), rise, guards.probability, calm, reasonsFor, guards.against);
  }

  private void checkTrend(Rise rise, Guards guards) {
    Trend trend = rise.byTime();
    if (trend.z() < TREND_Z) {
      guards.cap(0.2, "no-trend", text("rise not significant: z %.1f of %.1f", trend.z(), TREND_Z));
    }
    if (rise.growthBytes() < GROWTH_SHARE * limitBytes) {
      guards.cap(
          0.2,
          "growth-small",
          text(
              "growth %.1f MiB is below %.0f %% of the limit",
              rise.growthBytes() / MIB, GROWTH_SHARE * 100));
    }
    if (progress(rise) < PROGRESS) {
      guards.cap(
          0.7,
          "little-progress",
          text("only %.0f %% of the free space is used up yet", progress(rise) * 100));
    }
  }

  private void checkShape(Rise rise, Guards guards) {
    if (rise.youngerShare() < YOUNGER_SHARE) {
      guards.cap(
          0.4,
          "slowing",
          text("growth is slowing: %.0f %% of its earlier pace", rise.youngerShare() * 100));
    }
    if (rise.shapes().weight(Shape.SATURATING) > 0.5) {
      guards.note(
          "shape-saturating",
          text(
              "the curve bends towards %.1f MiB, %.0f %% of the limit",
              rise.shapes().saturatingAsymptoteBytes() / MIB,
              rise.shapes().saturatingAsymptoteBytes() / limitBytes * 100));
    }
    if (rise.shapes().weight(Shape.LOAD) > 0.5) {
      guards.note("follows-load", "the live set follows the allocation rate");
    }
    if (rise.shapes().weight(Shape.STEP) > 0.5) {
      guards.note("step", "one step, flat before and after");
    }
  }

  private void checkHistory(Rise rise, Guards guards) {
    double highest = highestSustained(rise.floors());
    if (rise.last().bytes() < LAST_TO_HIGHEST * highest) {
      guards.cap(0.3, "came-back", "the live set has come back down from its highest");
    }
    double fall = largestFall();
    if (rise.growthBytes() < GROWTH_TO_FALL * fall) {
      guards.cap(
          0.4, "rises-were-undone", text("a rise of %.1f MiB was undone before", fall / MIB));
    }
    if (rise.beforeShare() > BEFORE_SHARE) {
      guards.cap(0.5, "rose-before", "it was already rising before");
    }
  }

  private void checkStart(Rise rise, Guards guards) {
    if (rise.isFlatBefore()) {
      if (rise.floorsAfter() < FLOORS_NEEDED) {
        guards.cap(
            0.6,
            "few-floors",
            "%d of %d floors since it began".formatted(rise.floorsAfter(), FLOORS_NEEDED));
      }
      return;
    }
    boolean longEnough =
        rise.floorsAfter() >= FLOORS_FROM_START
            && progress(rise) >= PROGRESS_FROM_START
            && rise.youngerShare() >= YOUNGER_SHARE_FROM_START;
    if (!longEnough) {
      guards.cap(
          0.45,
          "rising-from-start",
          text(
              "rising since the first floor, as a warm-up or a filling cache does: "
                  + "%d of %d floors, %.0f of %.0f %% of the free space used",
              rise.floorsAfter(),
              FLOORS_FROM_START,
              progress(rise) * 100,
              PROGRESS_FROM_START * 100));
    }
  }

  private List<Reason> reasonsFor(Rise rise) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        reason(
            "growth",
            text(
                "live set up %.1f MiB over %d floors, z %.1f",
                rise.growthBytes() / MIB, rise.floorsAfter(), rise.byTime().z())));
    reasons.add(
        reason(
            "shape-harmful",
            text(
                "%.0f %% of the weight is on shapes that end at the limit",
                rise.shapes().harmful() * 100)));
    if (rise.youngerShare() >= YOUNGER_SHARE) {
      reasons.add(
          reason(
              "keeps-pace",
              text(
                  "younger half grows at %.0f %% of the older's pace", rise.youngerShare() * 100)));
    }
    if (rise.isFlatBefore()) {
      reasons.add(
          reason("flat-before", "%d flat floors before it began".formatted(rise.onset().index())));
    }
    return reasons;
  }

  /** What the curve is, if it is no leak. */
  private VerdictState calm(Rise rise) {
    boolean grew = rise.growthBytes() >= GROWTH_SHARE * limitBytes;
    if (!grew || !stillRising()) {
      return tight() ? VerdictState.LIMIT_TOO_SMALL : VerdictState.HEALTHY;
    }
    if (rise.byTime().z() < TREND_Z) {
      return VerdictState.UNKNOWN;
    }
    Shape best = rise.shapes().best();
    if (best == Shape.LOAD) {
      return VerdictState.LOAD_GROWTH;
    }
    if (best == Shape.SATURATING || rise.youngerShare() < YOUNGER_SHARE) {
      return VerdictState.CACHE_FILLING;
    }
    // Flat, then straight up, and too short to tell: that is no warm-up.
    return rise.isFlatBefore() ? VerdictState.UNKNOWN : VerdictState.WARMING_UP;
  }

  /** Whether the last floors, the younger quarter but at least 6, still climb. */
  private boolean stillRising() {
    int n = floors.size();
    int from = Math.max(0, n - Math.max(FLOORS_LEAST, n / 4));
    double[] x = new double[n - from];
    double[] y = new double[n - from];
    for (int i = from; i < n; i++) {
      x[i - from] = (double) (floors.get(i).timeMs() - floors.get(from).timeMs());
      y[i - from] = floors.get(i).bytes();
    }
    Trend recent = Trend.fit(x, y);
    double rise = recent.slope() * (x[x.length - 1] - x[0]);
    return rise > 0.01 * limitBytes;
  }

  private boolean tight() {
    int n = floors.size();
    double[] recent =
        floors.subList(Math.max(0, n - FLOORS_NEEDED), n).stream()
            .mapToDouble(Floor::bytes)
            .sorted()
            .toArray();
    return recent[recent.length / 2] >= TIGHT_SHARE * limitBytes;
  }

  /** Share of what was free at the kink that the growth has used up. */
  private double progress(Rise rise) {
    double free = limitBytes - rise.levelAtOnsetBytes();
    return free > 0 ? rise.growthBytes() / free : 1;
  }

  /** The largest fall of the floors from any earlier level, over all that is remembered. */
  private double largestFall() {
    double highest = Double.NEGATIVE_INFINITY;
    double fall = 0;
    for (int i = 0; i < floors.size(); i++) {
      highest = Math.max(highest, sustained(floors, i));
      fall = Math.max(fall, highest - floors.get(i).bytes());
    }
    return fall;
  }

  private static double highestSustained(List<Floor> floors) {
    double highest = 0;
    for (int i = 0; i < floors.size(); i++) {
      highest = Math.max(highest, sustained(floors, i));
    }
    return highest;
  }

  /** A floor that its successor confirms: a single high one is a cleaning that cleaned little. */
  private static double sustained(List<Floor> floors, int index) {
    double bytes = floors.get(index).bytes();
    return index + 1 < floors.size() ? Math.min(bytes, floors.get(index + 1).bytes()) : bytes;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Probability under the caps of the guards that failed. */
  private static final class Guards {
    private double probability;
    private final List<Reason> against = new ArrayList<>();

    Guards(double probability) {
      this.probability = probability;
    }

    void cap(double most, String code, String text) {
      probability = Math.min(probability, most);
      note(code, text);
    }

    void note(String code, String text) {
      against.add(reason(code, text));
    }
  }
}
