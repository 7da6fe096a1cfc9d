package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;

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

  private void end(long gcId, String name) {
    assembler.collection(gcId, name, "cause", END, DURATION);
  }
}
