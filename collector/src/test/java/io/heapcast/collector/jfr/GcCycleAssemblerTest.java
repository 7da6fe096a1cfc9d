package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GcCycleAssemblerTest {

  private static final Instant END = Instant.parse("2026-11-21T08:00:00.250Z");
  private static final Duration DURATION = Duration.ofMillis(3);

  private final GcCycleAssembler assembler = new GcCycleAssembler();

  @Test
  void aG1CollectionIsJoinedFromItsEventsInAnyOrder() {
    assembler.g1BytesCopied(7, 5_000);
    assembler.g1Type(7, "Normal");
    end(7, "G1New");
    assembler.pause(7, "GC Pause", END.minus(DURATION), DURATION);
    assembler.g1After(7, 0, 2_000, null);
    assembler.heapAfter(7, END, 30_000, 64_000);
    assembler.heapBefore(7, 50_000, 64_000);

    assertThat(assembler.flush())
        .containsExactly(
            GcCycle.newBuilder()
                .setGcId(7)
                .setEndTimeMs(END.toEpochMilli())
                .setDurationUs(3_000)
                .setKind(GcKind.YOUNG)
                .setName("G1New")
                .setCause("cause")
                .setHeapBeforeBytes(50_000)
                .setHeapAfterBytes(30_000)
                .setHeapCommittedBytes(64_000)
                .setHeapCommittedBeforeBytes(64_000)
                .setOldAfterBytes(28_000)
                .setPromotedBytes(3_000)
                .addPausesUs(3_000)
                .build());
    assertThat(assembler.flush()).isEmpty();
  }

  @Test
  void aCollectionCutApartByAFlushWaitsForItsOtherHalf() {
    end(1, "DefNew");
    assertThat(assembler.flush()).isEmpty();
    assertThat(assembler.heldBackSince()).contains(END);

    assembler.heapAfter(1, END, 10_000, 20_000);
    assertThat(assembler.flush()).extracting(GcCycle::getHeapAfterBytes).containsExactly(10_000L);
    assertThat(assembler.heldBackSince()).isEmpty();
  }

  @Test
  void whatDoesNotComeWithinTwoMoreFlushesIsGivenUp() {
    end(1, "DefNew");
    assembler.heapBefore(1, 9_000, 64_000);

    assertThat(assembler.flush()).isEmpty();
    assertThat(assembler.flush()).isEmpty();
    List<GcCycle> given = assembler.flush();
    assertThat(given).hasSize(1);
    assertThat(given.get(0).hasHeapAfterBytes()).isFalse();
    assertThat(given.get(0).getHeapBeforeBytes()).isEqualTo(9_000);
  }

  @Test
  void whatComesAfterACollectionWasGivenOutMakesNoSecondOne() {
    end(1, "DefNew");
    assertThat(assembler.drain()).hasSize(1);

    assembler.heapAfter(1, END, 10_000, 20_000);
    end(1, "DefNew");

    assertThat(assembler.drain()).isEmpty();
  }

  @Test
  void aLongConcurrentCycleIsWaitedForAndItsLastSummaryCounts() {
    assembler.heapBefore(3, 40_000, 64_000);
    for (int flush = 0; flush < 100; flush++) {
      assertThat(assembler.flush()).isEmpty();
    }
    assertThat(assembler.heldBackSince()).isEmpty();
    assembler.heapBefore(3, 45_000, 64_000);
    assembler.heapAfter(3, END, 30_000, 64_000);
    assembler.heapAfter(3, END.minusSeconds(1), 44_000, 64_000);
    assembler.g1After(3, 0, 0, 29_000L);
    end(3, "G1Old");

    assertThat(assembler.flush()).as("a pause may come with the next flush").isEmpty();
    assembler.pause(3, "GC Pause", END.minusSeconds(1), DURATION);
    GcCycle cycle = assembler.flush().get(0);
    assertThat(cycle.getPausesUsList()).containsExactly(3_000L);
    assertThat(cycle.getKind()).isEqualTo(GcKind.CONCURRENT);
    assertThat(cycle.getHeapBeforeBytes()).isEqualTo(40_000);
    assertThat(cycle.getHeapAfterBytes()).isEqualTo(30_000);
    assertThat(cycle.hasOldAfterBytes()).isFalse();
  }

  @Test
  void parallelTellsItsOldGenerationAndWhatWasPromoted() {
    assembler.parallelOldBefore(1, 5_000);
    assembler.parallelOldAfter(1, 7_500);
    assembler.heapAfter(1, END, 9_000, 20_000);
    end(1, "ParallelScavenge");

    GcCycle cycle = assembler.flush().get(0);
    assertThat(cycle.getOldAfterBytes()).isEqualTo(7_500);
    assertThat(cycle.getPromotedBytes()).isEqualTo(2_500);
  }

  @Test
  void aMixedCollectionHasAnOldGenerationButNoPromotion() {
    assembler.g1Type(1, "Mixed");
    assembler.g1After(1, 0, 1_000, 8_000L);
    assembler.g1BytesCopied(1, 4_000);
    assembler.heapAfter(1, END, 9_500, 20_000);
    end(1, "G1New");

    GcCycle cycle = assembler.flush().get(0);
    assertThat(cycle.getKind()).isEqualTo(GcKind.MIXED);
    assertThat(cycle.getOldAfterBytes()).isEqualTo(8_000);
    assertThat(cycle.hasPromotedBytes()).isFalse();
  }

  @Test
  void collectionsWithoutAnEndAreForgottenInTheLongRun() {
    for (int id = 0; id < 10_000; id++) {
      assembler.heapBefore(id, 1, 64_000);
    }
    end(0, "DefNew");
    assembler.heapAfter(9_999, END, 1, 2);
    end(9_999, "DefNew");

    assertThat(assembler.drain())
        .filteredOn(cycle -> cycle.getGcId() == 9_999)
        .extracting(GcCycle::getHeapBeforeBytes)
        .containsExactly(1L);
  }

  @ParameterizedTest
  @CsvSource({
    "DefNew,YOUNG",
    "ParallelScavenge,YOUNG",
    "G1New,YOUNG",
    "ZGC Minor,YOUNG",
    "SerialOld,FULL",
    "ParallelOld,FULL",
    "PSMarkSweep,FULL",
    "G1Full,FULL",
    "G1Old,CONCURRENT",
    "Z,CONCURRENT",
    "Shenandoah,CONCURRENT",
    "ZGC Major,OLD",
    "Something New,GC_KIND_UNSPECIFIED"
  })
  void eachNameHasItsKind(String name, GcKind kind) {
    end(1, name);

    assertThat(assembler.drain()).extracting(GcCycle::getKind).containsExactly(kind);
  }

  @ParameterizedTest
  @CsvSource({
    // Single-generation, and the whole heap of a generational one.
    "Pause Init Mark (unload classes)|Pause Final Mark (unload classes)|Pause Init Update Refs"
        + "|Pause Final Update Refs, CONCURRENT, false",
    "Pause Init Mark (Global)|Pause Final Mark (Global)|Pause Init Update Refs"
        + "|Pause Final Update Refs, CONCURRENT, false",
    "Pause Degenerated GC (Update Refs), CONCURRENT, false",
    "Pause Full, FULL, false",
    // Nothing was worth copying.
    "Pause Init Mark|Pause Final Mark, CONCURRENT, false",
    // Cut short.
    "Pause Init Mark, CONCURRENT, true",
    "Pause Init Mark|Pause Final Mark|Pause Init Update Refs, CONCURRENT, true",
    // One generation.
    "Pause Init Mark (Young)|Pause Final Mark (Young)|Pause Init Update Refs"
        + "|Pause Final Update Refs, YOUNG, false",
    "Pause Degenerated GC (Young) (Outside of Cycle), YOUNG, false",
    "Pause Final Mark (Old), OLD, false",
    "'', OLD, true",
  })
  void thePausesOfShenandoahTellWhatItWas(String pauses, GcKind kind, boolean incomplete) {
    assembler.pause(1, "Pause Init Mark", END.minusSeconds(60), DURATION);
    pauses(7, pauses.split("\\|"));
    end(7, "Shenandoah");

    GcCycle cycle = only(assembler.drain());
    assertThat(cycle.getKind()).isEqualTo(kind);
    assertThat(cycle.getIncomplete()).isEqualTo(incomplete);
  }

  @Test
  void aCycleOfShenandoahThatTheNextOneEndsWasCutShort() {
    pauses(7, "Pause Init Mark", "Pause Final Mark");
    end(7, "Shenandoah");
    assembler.heapAfter(7, END, 90_000, 100_000);
    assembler.heapBefore(8, 90_000, 100_000);
    assertThat(assembler.flush()).isEmpty();
    assertThat(assembler.flush()).as("the next has not ended").isEmpty();
    assembler.pause(8, "Pause Degenerated GC (Evacuation)", END, DURATION);
    assembler.collection(8, "Shenandoah", "Allocation Failure", END.plus(DURATION), DURATION);

    assertThat(assembler.drain())
        .extracting(GcCycle::getGcId, GcCycle::getKind, GcCycle::getIncomplete)
        .containsExactly(tuple(7, GcKind.CONCURRENT, true), tuple(8, GcKind.CONCURRENT, false));
  }

  /** As recorded of JDK 25: the old generation is marked on under the id of a young collection. */
  @Test
  void whatShenandoahDoesUnderTheIdOfAYoungCollectionIsLeftOut() {
    assembler.heapBefore(44, 52_928_152, 100_663_296);
    pauses(44, "Pause Init Mark (Young)", "Pause Final Mark (Young)", "Pause Final Update Refs");
    assembler.shenandoahEvacuated(44, 0, 851_184);
    end(44, "Shenandoah");
    assembler.heapAfter(44, END, 51_120_688, 100_663_296);
    assembler.heapBefore(44, 52_169_264, 100_663_296);
    assembler.pause(44, "Pause Final Mark (Old)", END.plusMillis(4), DURATION);
    assembler.collection(44, "Shenandoah", "Concurrent GC", END.plusMillis(5), DURATION);
    assembler.heapAfter(44, END.plusMillis(5), 59_283_728, 100_663_296);

    GcCycle cycle = only(assembler.drain());
    assertThat(cycle.getKind()).isEqualTo(GcKind.YOUNG);
    assertThat(cycle.getHeapBeforeBytes()).isEqualTo(52_928_152);
    assertThat(cycle.getHeapAfterBytes()).isEqualTo(51_120_688);
    assertThat(cycle.getEndTimeMs()).isEqualTo(END.toEpochMilli());
    assertThat(cycle.getPausesUsCount()).isEqualTo(3);
    assertThat(cycle.getPromotedBytes()).isEqualTo(851_184);
    assertThat(cycle.getIncomplete()).isFalse();
  }

  @Test
  void aYoungCollectionOfShenandoahThatCopiedOldRegionsIsAMixedOne() {
    pauses(45, "Pause Init Mark (Young)", "Pause Final Mark (Young)", "Pause Final Update Refs");
    assembler.shenandoahEvacuated(45, 3_434_816, 176_816);
    end(45, "Shenandoah");

    GcCycle cycle = only(assembler.drain());
    assertThat(cycle.getKind()).isEqualTo(GcKind.MIXED);
    assertThat(cycle.getPromotedBytes()).isEqualTo(176_816);
  }

  /** As recorded of JDK 25. */
  @Test
  void aMajorCollectionOfZgcHasThePausesOfBothGenerationsAndTellsNoOldGeneration() {
    assembler.heapBefore(6, 58_720_256, 100_663_296);
    pauses(
        6,
        "Pause Mark Start (Major)",
        "Pause Mark End",
        "Pause Relocate Start",
        "Pause Mark End",
        "Pause Relocate Start");
    assembler.collection(6, "ZGC Major", "Allocation Rate", END, DURATION);
    assembler.heapAfter(6, END, 31_457_280, 100_663_296);

    GcCycle cycle = only(assembler.drain());
    assertThat(cycle.getKind()).isEqualTo(GcKind.OLD);
    assertThat(cycle.getPausesUsCount()).isEqualTo(5);
    assertThat(cycle.getHeapAfterBytes()).isEqualTo(31_457_280);
    assertThat(cycle.hasOldAfterBytes()).isFalse();
    assertThat(cycle.hasPromotedBytes()).isFalse();
    assertThat(cycle.getIncomplete()).isFalse();
  }

  @Test
  void aMarkingCycleOfG1IsCompleteOnlyWithItsCleanup() {
    pauses(7, "Pause Remark", "Pause Cleanup");
    end(7, "G1Old");
    pauses(9, "Pause Remark");
    assembler.concurrentModeFailed(9);
    end(9, "G1Old");
    end(11, "G1Old"); // taken back: "Concurrent Undo Cycle"

    assertThat(assembler.drain())
        .extracting(GcCycle::getGcId, GcCycle::getIncomplete)
        .containsExactly(tuple(7, false), tuple(9, true), tuple(11, true));
  }

  @Test
  void withoutAnyPausesInARecordingNothingIsCalledIncomplete() {
    end(1, "G1Old");
    end(2, "Shenandoah");

    assertThat(assembler.drain())
        .extracting(GcCycle::getKind, GcCycle::getIncomplete)
        .containsExactly(tuple(GcKind.CONCURRENT, false), tuple(GcKind.CONCURRENT, false));
  }

  /** As recorded of JDK 17. */
  @Test
  void whatIsNoSurvivorInSerialIsOld() {
    serialYoung(5, 11_590_000, 1_841_000);
    serialYoung(6, 13_409_000, 1_958_000);
    serialYoung(8, 15_000_000, 1_000_000);

    assertThat(assembler.drain())
        .extracting(GcCycle::getOldAfterBytes, GcCycle::hasPromotedBytes, GcCycle::getPromotedBytes)
        .containsExactly(
            tuple(9_749_000L, false, 0L),
            tuple(11_451_000L, true, 1_702_000L),
            tuple(14_000_000L, false, 0L));
  }

  @Test
  void whereSurvivorsFoundNoRoomSerialDoesNotTellItsOldGeneration() {
    assembler.copyFailed(5, 3_000_000);
    assembler.copyFailed(5, 184_704);
    serialYoung(5, 90_000_000, 1_000_000);

    GcCycle cycle = only(assembler.drain());
    assertThat(cycle.getCopyFailedBytes()).isEqualTo(3_184_704);
    assertThat(cycle.hasOldAfterBytes()).isFalse();
  }

  @Test
  void aSummaryWhoseCollectionNeverComesHoldsNothingBackForEver() {
    assembler.heapAfter(1, END, 1_000, 2_000);
    assertThat(assembler.heldBackSince()).contains(END);
    for (int flush = 0; flush < 10; flush++) {
      assembler.flush();
    }
    assertThat(assembler.heldBackSince()).isEmpty();

    end(1, "DefNew");
    assertThat(assembler.flush()).extracting(GcCycle::getHeapAfterBytes).containsExactly(1_000L);
  }

  @Test
  void manyCollectionsBetweenTwoFlushesAreAllGivenOut() {
    for (int id = 0; id < 2_000; id++) {
      assembler.heapBefore(id, 1, 2);
      assembler.heapAfter(id, END, 1, 2);
      end(id, "DefNew");
    }

    assertThat(assembler.drain()).hasSize(2_000).allMatch(GcCycle::hasHeapBeforeBytes);
  }

  private void serialYoung(long gcId, long heapAfter, long survivors) {
    assembler.survivors(gcId, survivors - 1_000);
    assembler.survivors(gcId, 1_000);
    assembler.survivors(gcId, 0);
    assembler.heapAfter(gcId, END, heapAfter, 100_000_000);
    end(gcId, "DefNew");
  }

  /** A millisecond apart, before the end. */
  private void pauses(long gcId, String... names) {
    for (int i = 0; i < names.length; i++) {
      if (!names[i].isEmpty()) {
        assembler.pause(gcId, names[i], END.minusMillis(names.length - i), DURATION);
      }
    }
  }

  private static GcCycle only(List<GcCycle> cycles) {
    assertThat(cycles).hasSize(1);
    return cycles.get(0);
  }

  private void end(long gcId, String name) {
    assembler.collection(gcId, name, "cause", END, DURATION);
  }
}
