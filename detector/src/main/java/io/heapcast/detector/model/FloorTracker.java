package io.heapcast.detector.model;

import io.heapcast.detector.model.Floor.Quality;
import io.heapcast.detector.v1.FloorState;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Knot;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.List;

/**
 * Turns the collections of one JVM into live-set floors.
 *
 * <p>A <em>cleaning</em> opens an epoch; the epoch's floor is the least heap use after any
 * collection until the next cleaning. What cleans depends on the collector:
 *
 * <table>
 * <caption>Cleanings</caption>
 * <tr><th>collector</th><th>cleaning</th><th>floor</th></tr>
 * <tr><td>any</td><td>full collection</td><td>its after-value, quality 3</td></tr>
 * <tr><td>G1</td><td>concurrent cycle</td><td>least after-value of the mixed and young collections
 *     that follow, quality 2: marking alone frees empty regions only, and G1 skips the mixed ones
 *     when less than G1HeapWastePercent = 5 % could be won</td></tr>
 * <tr><td>generational ZGC</td><td>major collection</td><td>after-value, quality 2</td></tr>
 * <tr><td>generational Shenandoah</td><td>marking of the old generation</td><td>least after-value
 *     of the mixed collections that follow, quality 2</td></tr>
 * <tr><td>ZGC, Shenandoah</td><td>each cycle</td><td>after-value, quality 2</td></tr>
 * </table>
 *
 * <p>A collection that was cut short has cleaned nothing and is passed over.
 *
 * <p>Full collections see the live set itself: only the back-to-back ones of a dying JVM are one
 * observation ({@link #BACK_TO_BACK_SHARE}). Concurrent cycles and what follows them see floating
 * garbage too, now more, now less; so their epoch goes on until it holds {@link #LEAST_VALUES}
 * after-values, and the least of them stands.
 *
 * <p>Young collections alone give a second series of upper bounds, one per window.
 */
final class FloorTracker {

  /**
   * A full collection before which less than 2 % of the heap was allocated since the last one: far
   * less than any young generation, so ordinary full collections stay apart.
   */
  static final double BACK_TO_BACK_SHARE = 0.02;

  /**
   * One mixed collection in five was seen to end far above its neighbours; two in a row were not.
   */
  static final int LEAST_VALUES = 2;

  private final FloorSeries cleaned;
  private final FloorSeries young;
  private boolean epochOpen;
  private boolean epochHasFloor;
  private int epochValues;
  private long lastFullAfterBytes;
  private Quality epochQuality;
  private long cleanings;

  FloorTracker() {
    this(FloorState.getDefaultInstance());
  }

  FloorTracker(FloorState state) {
    cleaned =
        new FloorSeries(
            floors(state.getCleanedList()), state.getCleanedStride(), state.getCleanedPending(), 0);
    young =
        new FloorSeries(
            floors(state.getYoungList()),
            state.getYoungStride(),
            state.getYoungPending(),
            Math.max(state.getYoungBegun(), state.getYoungCount()));
    epochOpen = state.getEpochOpen();
    epochHasFloor = state.getEpochHasFloor();
    epochValues = state.getEpochValues();
    lastFullAfterBytes = state.getLastFullAfterBytes();
    epochQuality = Quality.of(state.getEpochQuality());
    cleanings = state.getCleanings();
  }

  FloorState toState() {
    FloorState.Builder state =
        FloorState.newBuilder()
            .setEpochOpen(epochOpen)
            .setEpochHasFloor(epochHasFloor)
            .setEpochValues(epochValues)
            .setLastFullAfterBytes(lastFullAfterBytes)
            .setEpochQuality(epochQuality.code())
            .setCleanings(cleanings)
            .setCleanedStride(cleaned.stride())
            .setYoungStride(young.stride())
            .setCleanedPending(cleaned.pending())
            .setYoungPending(young.pending())
            .setYoungBegun(young.begun());
    cleaned.knots().forEach(floor -> state.addCleaned(floor.toKnot()));
    young.knots().forEach(floor -> state.addYoung(floor.toKnot()));
    return state.build();
  }

  /**
   * Takes in the next window of this JVM.
   *
   * @return whether there is something new to judge: a cleaned floor that is new or lower, or,
   *     while there are too few of them, a young one that is complete
   */
  boolean accept(JvmWindow window) {
    boolean changed = false;
    long youngBefore = young.begun();
    Collector collector = window.getInfo().getCollector();
    double limitBytes = limitBytes(window);
    boolean cleanedHere = false;
    for (Collection collection : window.getCollectionsList()) {
      changed |= clean(collection, collector, limitBytes);
      cleanedHere |= collection.getKind() != GcKind.YOUNG;
    }
    if (window.hasYoung() && window.getYoung().hasLowestAfterBytes()) {
      changed |= acceptYoung(window.getYoung(), cleanedHere);
    }
    return changed || (young.begun() > youngBefore && !isTested());
  }

  /** The heap's limit, bytes; 0 while the JVM has not told it. */
  static double limitBytes(JvmWindow window) {
    return window.hasHeapMaxBytes() ? window.getHeapMaxBytes() : window.getInfo().getMaxHeapBytes();
  }

  /** Floors after real cleanings, oldest first. */
  List<Floor> cleaned() {
    return cleaned.knots();
  }

  /** Upper bounds from young collections, oldest first, but the last, which may still fall. */
  List<Floor> young() {
    List<Floor> knots = young.knots();
    return knots.isEmpty() ? knots : knots.subList(0, knots.size() - 1);
  }

  /** Whether any young collection was seen. */
  boolean hasYoung() {
    return young.begun() > 0;
  }

  /**
   * The cleaned floors that may be judged: all but the floor of an epoch that can still fall,
   * unless it has fallen below the one before, which is news at once.
   */
  List<Floor> settled() {
    List<Floor> knots = cleaned.knots();
    int n = knots.size();
    boolean open = epochOpen && epochHasFloor && epochQuality != Quality.FULL;
    if (!open || n < 2 || knots.get(n - 1).bytes() < knots.get(n - 2).bytes()) {
      return knots;
    }
    return knots.subList(0, n - 1);
  }

  /** Whether real cleanings have given enough floors to judge; till then upper bounds must do. */
  boolean isTested() {
    return settled().size() >= Assessor.FLOORS_LEAST;
  }

  /** Cleanings seen so far, merged ones counted once. */
  long cleanings() {
    return cleanings;
  }

  /** Floors seen so far of the series that is judged; each is one witness. */
  long witnesses() {
    return isTested() ? cleanings : young.begun();
  }

  private boolean clean(Collection collection, Collector collector, double limitBytes) {
    if (collection.getIncomplete()) {
      return false;
    }
    return switch (collection.getKind()) {
      case FULL -> full(collection, limitBytes);
      case OLD -> {
        if (collector == Collector.SHENANDOAH_GENERATIONAL) {
          openConcurrent();
          yield false;
        }
        yield concurrent(collection);
      }
      case CONCURRENT -> {
        if (collector == Collector.G1) {
          openConcurrent();
          yield false;
        }
        yield concurrent(collection);
      }
      case MIXED -> mixed(collection);
      default -> false;
    };
  }

  private boolean full(Collection collection, double limitBytes) {
    if (!collection.hasHeapAfterBytes()) {
      return false;
    }
    long allocated = collection.getHeapBeforeBytes() - lastFullAfterBytes;
    boolean backToBack =
        epochOpen
            && epochQuality == Quality.FULL
            && collection.hasHeapBeforeBytes()
            && allocated < BACK_TO_BACK_SHARE * limitBytes;
    if (!backToBack) {
      open(Quality.FULL);
    }
    lastFullAfterBytes = collection.getHeapAfterBytes();
    return lower(floor(collection, Quality.FULL));
  }

  private boolean concurrent(Collection collection) {
    if (!collection.hasHeapAfterBytes()) {
      return false;
    }
    openConcurrent();
    return lower(floor(collection, epochQuality));
  }

  /** Opens a new epoch, unless a concurrent one is under way that has seen too little yet. */
  private void openConcurrent() {
    if (!epochOpen || epochQuality == Quality.FULL || epochValues >= LEAST_VALUES) {
      open(Quality.CONCURRENT);
    }
  }

  private boolean mixed(Collection collection) {
    if (!collection.hasHeapAfterBytes()) {
      return false;
    }
    if (!epochOpen) {
      open(Quality.CONCURRENT);
    }
    return lower(floor(collection, epochQuality));
  }

  private boolean acceptYoung(YoungCollections collections, boolean cleanedHere) {
    Floor bound =
        new Floor(
            collections.getLowestTimeMs(),
            collections.getLowestWorkBytes(),
            collections.getLowestAfterBytes(),
            Quality.YOUNG_ONLY);
    young.add(bound);
    // In the window of a cleaning the lowest young value may be from before it.
    if (!epochOpen || (cleanedHere && epochHasFloor)) {
      return false;
    }
    return lower(new Floor(bound.timeMs(), bound.workBytes(), bound.bytes(), epochQuality));
  }

  private void open(Quality quality) {
    epochOpen = true;
    epochHasFloor = false;
    epochValues = 0;
    epochQuality = quality;
  }

  /** Returns whether the floor of this epoch is new or lower now. */
  private boolean lower(Floor floor) {
    epochValues++;
    if (epochHasFloor) {
      double before = cleaned.last().bytes();
      cleaned.lowerLast(floor);
      return cleaned.last().bytes() < before;
    }
    cleaned.add(floor);
    epochHasFloor = true;
    cleanings++;
    return true;
  }

  private static Floor floor(Collection collection, Quality quality) {
    return new Floor(
        collection.getEndTimeMs(),
        collection.getWorkBytes(),
        collection.getHeapAfterBytes(),
        quality);
  }

  private static List<Floor> floors(List<Knot> knots) {
    return knots.stream().map(Floor::of).toList();
  }
}
