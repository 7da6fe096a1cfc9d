package io.heapcast.detector.model;

import io.heapcast.detector.model.Floor.Quality;
import io.heapcast.detector.v1.FloorState;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import org.jspecify.annotations.Nullable;

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

  /** Floors of real cleanings from which on upper bounds are not asked any more. */
  static final int TESTED_FLOORS = Reading.LEAST_KNOTS;

  private final History cleaned;
  private final History young;

  /** Floor of the epoch under way; null: no epoch, or no value in it yet. */
  private @Nullable Floor open;

  private boolean epochOpen;
  private int epochValues;
  private long lastFullAfterBytes;
  private Quality epochQuality;
  private long cleanings;

  /** Lowest upper bound before the first cleaning, and the last one before the latest cleaning. */
  private double youngLowest;

  private double youngLast;
  private double risenBytes;
  private double survived;

  FloorTracker() {
    this(FloorState.getDefaultInstance(), new History(), new History());
  }

  FloorTracker(FloorState state, History cleaned, History young) {
    this.cleaned = cleaned;
    this.young = young;
    epochOpen = state.getEpochOpen();
    epochValues = state.getEpochValues();
    lastFullAfterBytes = state.getLastFullAfterBytes();
    epochQuality = Quality.of(state.getEpochQuality());
    cleanings = state.getCleanings();
    open = state.hasOpen() ? Floor.of(state.getOpen()) : null;
    youngLowest = state.hasYoungLowest() ? state.getYoungLowest() : Double.POSITIVE_INFINITY;
    youngLast = state.hasYoungLast() ? state.getYoungLast() : Double.NaN;
    risenBytes = state.getRisenBytes();
    survived = state.hasSurvived() ? state.getSurvived() : -1;
  }

  FloorState toState() {
    FloorState.Builder state =
        FloorState.newBuilder()
            .setEpochOpen(epochOpen)
            .setEpochValues(epochValues)
            .setLastFullAfterBytes(lastFullAfterBytes)
            .setEpochQuality(epochQuality.code())
            .setCleanings(cleanings)
            .setRisenBytes(risenBytes)
            .setSurvived(survived);
    if (open != null) {
      state.setOpen(open.toKnot());
    }
    if (youngLowest < Double.POSITIVE_INFINITY) {
      state.setYoungLowest(youngLowest);
    }
    if (!Double.isNaN(youngLast)) {
      state.setYoungLast(youngLast);
    }
    return state.build();
  }

  /** Takes in the next window of this JVM. */
  void accept(JvmWindow window) {
    Collector collector = window.getInfo().getCollector();
    double limitBytes = limitBytes(window);
    long cleanedMs = Long.MIN_VALUE;
    for (Collection collection : window.getCollectionsList()) {
      clean(collection, collector, limitBytes);
      if (collection.getKind() != GcKind.YOUNG) {
        cleanedMs = Math.max(cleanedMs, collection.getEndTimeMs());
      }
    }
    if (window.hasYoung() && window.getYoung().hasLowestAfterBytes()) {
      acceptYoung(window.getYoung(), cleanedMs);
    }
  }

  /** The heap's limit, bytes; 0 while the JVM has not told it. */
  static double limitBytes(JvmWindow window) {
    return window.hasHeapMaxBytes() ? window.getHeapMaxBytes() : window.getInfo().getMaxHeapBytes();
  }

  /** Closed floors after real cleanings. */
  History cleaned() {
    return cleaned;
  }

  /** Upper bounds from young collections. */
  History young() {
    return young;
  }

  /**
   * The floor of the epoch under way, once it may be judged: that of a full collection at once, any
   * other one when it has seen enough.
   */
  @Nullable Floor open() {
    return epochQuality == Quality.FULL || epochValues >= LEAST_VALUES ? open : null;
  }

  /** Floors that may be judged. */
  long floors() {
    return cleaned.count() + (open() == null ? 0 : 1);
  }

  /** Whether real cleanings have given enough floors to judge; till then upper bounds must do. */
  boolean isTested() {
    return floors() >= TESTED_FLOORS;
  }

  /** Cleanings seen so far, merged ones counted once. */
  long cleanings() {
    return cleanings;
  }

  /**
   * Of what upper bounds had grown by since their lowest, the part that the latest cleaning left;
   * −1 while there was none. Around 0 garbage had grown, around 1 the live set.
   */
  double survived() {
    return survived;
  }

  private void clean(Collection collection, Collector collector, double limitBytes) {
    if (collection.getIncomplete()) {
      return;
    }
    switch (collection.getKind()) {
      case FULL -> full(collection, limitBytes);
      case OLD -> {
        if (collector == Collector.SHENANDOAH_GENERATIONAL) {
          openConcurrent();
        } else {
          concurrent(collection);
        }
      }
      case CONCURRENT -> {
        if (collector == Collector.G1) {
          openConcurrent();
        } else {
          concurrent(collection);
        }
      }
      case MIXED -> mixed(collection);
      default -> {}
    }
  }

  private void full(Collection collection, double limitBytes) {
    if (!collection.hasHeapAfterBytes()) {
      return;
    }
    long allocated = collection.getHeapBeforeBytes() - lastFullAfterBytes;
    boolean backToBack =
        epochOpen
            && epochQuality == Quality.FULL
            && collection.hasHeapBeforeBytes()
            && allocated < BACK_TO_BACK_SHARE * limitBytes;
    if (!backToBack) {
      begin(Quality.FULL);
    }
    lastFullAfterBytes = collection.getHeapAfterBytes();
    lower(floor(collection, Quality.FULL));
  }

  private void concurrent(Collection collection) {
    if (collection.hasHeapAfterBytes()) {
      openConcurrent();
      lower(floor(collection, epochQuality));
    }
  }

  /** Begins a new epoch, unless a concurrent one is under way that has seen too little yet. */
  private void openConcurrent() {
    if (!epochOpen || epochQuality == Quality.FULL || epochValues >= LEAST_VALUES) {
      begin(Quality.CONCURRENT);
    }
  }

  private void mixed(Collection collection) {
    if (!collection.hasHeapAfterBytes()) {
      return;
    }
    if (!epochOpen) {
      begin(Quality.CONCURRENT);
    }
    lower(floor(collection, epochQuality));
  }

  /** Takes in a window's lowest young value; cleanedMs: end of its last other collection. */
  private void acceptYoung(YoungCollections collections, long cleanedMs) {
    Floor bound =
        new Floor(
            collections.getLowestTimeMs(),
            collections.getLowestWorkBytes(),
            collections.getLowestAfterBytes(),
            Quality.YOUNG_ONLY);
    young.add(bound);
    youngLast = bound.bytes();
    if (cleanings == 0) {
      youngLowest = Math.min(youngLowest, bound.bytes());
    }
    // In the window of a cleaning the lowest young value may be from before it: of another epoch.
    if (epochOpen && bound.timeMs() > cleanedMs) {
      lower(new Floor(bound.timeMs(), bound.workBytes(), bound.bytes(), epochQuality));
    }
  }

  private void begin(Quality quality) {
    if (open != null) {
      cleaned.add(open);
    }
    open = null;
    risenBytes = youngLast - youngLowest;
    epochOpen = true;
    epochValues = 0;
    epochQuality = quality;
  }

  private void lower(Floor floor) {
    epochValues++;
    if (open == null) {
      cleanings++;
      open = floor;
    } else {
      open = open.lower(floor);
    }
    if (risenBytes > 0) {
      survived = (open.bytes() - youngLowest) / risenBytes;
    }
  }

  private static Floor floor(Collection collection, Quality quality) {
    return new Floor(
        collection.getEndTimeMs(),
        collection.getWorkBytes(),
        collection.getHeapAfterBytes(),
        quality);
  }
}
