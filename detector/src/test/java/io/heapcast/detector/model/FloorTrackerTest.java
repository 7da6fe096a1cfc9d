package io.heapcast.detector.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.detector.model.Floor.Quality;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.YoungCollections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorTrackerTest {

  private static final int LIMIT = 1000;

  private FloorTracker tracker = new FloorTracker();
  private long time;
  private long work;
  private long lastAfter;

  @Test
  void aFullCollectionIsAFloorOfTheBestQuality() {
    window(Collector.PARALLEL, 0, collection(GcKind.FULL, 400));
    window(Collector.PARALLEL, 0, collection(GcKind.FULL, 420));
    assertThat(values()).containsExactly(400.0, 420.0);
    assertThat(floors()).hasSize(2).allMatch(floor -> floor.quality() == Quality.FULL);
    assertThat(tracker.floors()).isEqualTo(2);
  }

  @Test
  void g1MarkingAloneIsNoFloor() {
    window(Collector.G1, 0, collection(GcKind.CONCURRENT, 700));
    assertThat(values()).isEmpty();
  }

  @Test
  void theFloorOfAG1CycleIsTheLeastOfWhatFollowsIt() {
    window(
        Collector.G1,
        0,
        collection(GcKind.CONCURRENT, 700),
        collection(GcKind.MIXED, 600),
        collection(GcKind.MIXED, 450),
        collection(GcKind.MIXED, 470));
    assertThat(values()).containsExactly(450.0);
    window(Collector.G1, 440);
    assertThat(values()).containsExactly(440.0);
  }

  @Test
  void theFloorOfAnOpenG1CycleIsJudgedOnceItHasSeenTwoValues() {
    window(Collector.G1, 0, collection(GcKind.CONCURRENT, 700), collection(GcKind.MIXED, 400));
    assertThat(tracker.open()).isNull();
    assertThat(tracker.floors()).isZero();
    window(Collector.G1, 0, collection(GcKind.MIXED, 420));
    assertThat(values()).containsExactly(400.0);
    assertThat(tracker.floors()).isEqualTo(1);
  }

  @Test
  void theNextCycleClosesTheFloorOfTheOneBefore() {
    window(Collector.G1, 0, cycle(400, 420));
    assertThat(tracker.cleaned().count()).isZero();
    window(Collector.G1, 0, cycle(300, 320));
    assertThat(tracker.cleaned().view(0, null)).extracting(Floor::bytes).containsExactly(400.0);
    assertThat(tracker.open()).extracting(Floor::bytes).isEqualTo(300.0);
    assertThat(tracker.cleanings()).isEqualTo(2);
  }

  @Test
  void aFullCollectionIsAFloorAtOnce() {
    window(Collector.SERIAL, 0, collection(GcKind.FULL, 400));
    assertThat(tracker.open()).extracting(Floor::bytes).isEqualTo(400.0);
  }

  @Test
  void theFloorOfConcurrentCollectorsIsTheLeastOfTwoCycles() {
    window(
        Collector.Z,
        0,
        collection(GcKind.CONCURRENT, 320),
        collection(GcKind.CONCURRENT, 300),
        collection(GcKind.CONCURRENT, 340),
        collection(GcKind.CONCURRENT, 350));
    assertThat(values()).containsExactly(300.0, 340.0);
  }

  @Test
  void theOldCollectionsOfGenerationalZgcClean() {
    window(Collector.Z_GENERATIONAL, 0, collection(GcKind.OLD, 320), collection(GcKind.OLD, 310));
    assertThat(values()).containsExactly(310.0);
  }

  @Test
  void theOldCollectionsOfGenerationalShenandoahMarkOnly() {
    window(
        Collector.SHENANDOAH_GENERATIONAL,
        0,
        collection(GcKind.OLD, 500),
        collection(GcKind.MIXED, 400),
        collection(GcKind.MIXED, 410));
    assertThat(values()).containsExactly(400.0);
  }

  @Test
  void aCollectionThatWasCutShortIsNoCleaning() {
    window(
        Collector.SHENANDOAH,
        0,
        collection(GcKind.CONCURRENT, 300).toBuilder().setIncomplete(true).build());
    window(
        Collector.G1,
        320,
        collection(GcKind.CONCURRENT, 0).toBuilder().setIncomplete(true).build());
    assertThat(values()).isEmpty();
  }

  @Test
  void backToBackFullCollectionsAreOneFloor() {
    window(
        Collector.SERIAL,
        0,
        collection(GcKind.FULL, 990, 5),
        collection(GcKind.FULL, 980, 5),
        collection(GcKind.FULL, 985, 5));
    assertThat(values()).containsExactly(980.0);
    assertThat(tracker.cleanings()).isEqualTo(1);
  }

  @Test
  void oneHurriedG1CycleThatFreedLittleIsNoFloorOfItsOwn() {
    window(
        Collector.G1,
        0,
        collection(GcKind.CONCURRENT, 0),
        collection(GcKind.MIXED, 900),
        collection(GcKind.CONCURRENT, 0),
        collection(GcKind.MIXED, 400),
        collection(GcKind.CONCURRENT, 0),
        collection(GcKind.MIXED, 410),
        collection(GcKind.MIXED, 415));
    assertThat(values()).containsExactly(400.0, 410.0);
  }

  @Test
  void aCollectionThatDoesNotTellItsHeapIsNoFloor() {
    window(Collector.SERIAL, 0, Collection.newBuilder().setKind(GcKind.FULL).build());
    assertThat(values()).isEmpty();
  }

  @Test
  void youngCollectionsGiveUpperBoundsOnly() {
    window(Collector.SERIAL, 500);
    window(Collector.SERIAL, 520);
    assertThat(values()).isEmpty();
    assertThat(tracker.isTested()).isFalse();
    assertThat(tracker.young().view(0, null))
        .extracting(Floor::bytes, Floor::quality)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(500.0, Quality.YOUNG_ONLY),
            org.assertj.core.groups.Tuple.tuple(520.0, Quality.YOUNG_ONLY));
  }

  @Test
  void aHundredFloorsAreKeptInLittleSpaceWithTheLowestOfThem() {
    for (int i = 0; i < 100; i++) {
      window(Collector.PARALLEL, 0, collection(GcKind.FULL, 300 + i + (i % 2) * 50));
    }
    int coarsest = tracker.cleaned().scales() - 1;
    List<Floor> whole = tracker.cleaned().view(coarsest, tracker.open());
    assertThat(whole).hasSizeBetween(History.LEAST, 4 * History.LEAST);
    assertThat(whole).extracting(Floor::bytes).isSorted();
    assertThat(whole.get(0).bytes()).isEqualTo(300);
    assertThat(tracker.cleanings()).isEqualTo(100);
    assertThat(tracker.isTested()).isTrue();
  }

  @Test
  void sixFloorsOfCleaningsAreEnoughToDoWithoutUpperBounds() {
    for (int i = 0; i < FloorTracker.TESTED_FLOORS - 1; i++) {
      window(Collector.PARALLEL, 0, collection(GcKind.FULL, 300));
    }
    assertThat(tracker.isTested()).isFalse();
    window(Collector.PARALLEL, 0, collection(GcKind.FULL, 300));
    assertThat(tracker.isTested()).isTrue();
  }

  @Test
  void whatACleaningLeavesOfTheRiseOfUpperBoundsHasSurvived() {
    assertThat(tracker.survived()).isEqualTo(-1);
    window(Collector.PARALLEL, 200);
    window(Collector.PARALLEL, 600);
    window(Collector.PARALLEL, 0, collection(GcKind.FULL, 300));
    assertThat(tracker.survived()).as("of 400 risen 100 stayed").isEqualTo(0.25);
  }

  @Test
  void restoredFromItsStateItGoesOnAsIfItHadNotStopped() {
    for (int i = 0; i < 50; i++) {
      window(Collector.G1, 500 + i, cycle(400 + i, 420 + i));
      tracker =
          new FloorTracker(
              tracker.toState(),
              new History(tracker.cleaned().toState().build()),
              new History(tracker.young().toState().build()));
    }
    assertThat(tracker.cleanings()).isEqualTo(50);
    assertThat(tracker.floors()).isEqualTo(50);
    assertThat(tracker.young().count()).isEqualTo(50);
    assertThat(tracker.open()).extracting(Floor::bytes).isEqualTo(449.0);
  }

  private List<Double> values() {
    return floors().stream().map(Floor::bytes).toList();
  }

  private List<Floor> floors() {
    return tracker.cleaned().view(0, tracker.open());
  }

  private Collection collection(GcKind kind, long after) {
    return collection(kind, after, LIMIT / 2);
  }

  private Collection collection(GcKind kind, long after, long allocated) {
    time += 1000;
    work += allocated;
    long before = lastAfter + allocated;
    lastAfter = after;
    return Collection.newBuilder()
        .setHeapBeforeBytes(before)
        .setKind(kind)
        .setHeapAfterBytes(after)
        .setEndTimeMs(time)
        .setWorkBytes(work)
        .build();
  }

  private Collection[] cycle(long firstMixed, long secondMixed) {
    return new Collection[] {
      collection(GcKind.CONCURRENT, 700),
      collection(GcKind.MIXED, firstMixed),
      collection(GcKind.MIXED, secondMixed)
    };
  }

  private void window(Collector collector, long lowestYoung, Collection... collections) {
    JvmWindow.Builder window =
        JvmWindow.newBuilder()
            .setInfo(JvmInfo.newBuilder().setCollector(collector))
            .setHeapMaxBytes(LIMIT)
            .addAllCollections(List.of(collections));
    if (lowestYoung > 0) {
      time += 1000;
      window.setYoung(
          YoungCollections.newBuilder()
              .setLowestAfterBytes(lowestYoung)
              .setLowestTimeMs(time)
              .setLowestWorkBytes(work));
    }
    tracker.accept(window.build());
  }
}
