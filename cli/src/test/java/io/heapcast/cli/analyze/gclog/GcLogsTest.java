package io.heapcast.cli.analyze.gclog;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that real JVMs wrote, each collector on JDK 17 and 25. */
class GcLogsTest {

  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "serial-17,                  SERIAL,                  17.0.15, 48, 41, 36, 0, 0, 5,  0",
    "serial-25,                  SERIAL,                  25.0.3,  48, 52, 48, 0, 0, 4,  0",
    "parallel-17,                PARALLEL,                17.0.15, 48, 37, 32, 0, 0, 5,  0",
    "parallel-25,                PARALLEL,                25.0.3,  48, 37, 33, 0, 0, 4,  0",
    "g1-17,                      G1,                      17.0.15, 48, 31, 22, 3, 0, 1,  5",
    "g1-25,                      G1,                      25.0.3,  48, 37, 26, 4, 0, 1,  6",
    "z-17,                       Z,                       17.0.15, 96, 9,  0,  0, 0, 0,  9",
    "z-25,                       Z_GENERATIONAL,          25.0.3,  96, 5,  1,  0, 4, 0,  0",
    "shenandoah-17,              SHENANDOAH,              17.0.15, 96, 11, 0,  0, 0, 0,  11",
    "shenandoah-degenerated-17,  SHENANDOAH,              17.0.15, 32, 20, 0,  0, 0, 1,  19",
    "shenandoah-25,              SHENANDOAH,              25.0.3,  96, 11, 0,  0, 0, 0,  11",
    "shenandoah-generational-25, SHENANDOAH_GENERATIONAL, 25.0.3,  96, 7,  5,  1, 0, 0,  1",
    "epsilon-17,                 EPSILON,                 17.0.15, 600, 0, 0,  0, 0, 0,  0"
  })
  void tellsTheJvmAndItsCollections(
      String name,
      Collector collector,
      String jdk,
      long maxMib,
      int all,
      int young,
      int mixed,
      int old,
      int full,
      int concurrent)
      throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture(name + ".log"));

    assertThat(log.info().getCollector()).isEqualTo(collector);
    assertThat(log.info().getJdkVersion()).isEqualTo(jdk);
    assertThat(log.info().getMaxHeapBytes()).isEqualTo(maxMib * MIB);
    assertThat(log.cycles()).hasSize(all);
    assertThat(log.cycles(GcKind.YOUNG)).hasSize(young);
    assertThat(log.cycles(GcKind.MIXED)).hasSize(mixed);
    assertThat(log.cycles(GcKind.OLD)).hasSize(old);
    assertThat(log.cycles(GcKind.FULL)).hasSize(full);
    assertThat(log.cycles(GcKind.CONCURRENT)).hasSize(concurrent);
  }

  /** In order of event time, each id once, batches numbered and cut per second. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "serial-17",
        "serial-25",
        "parallel-17",
        "parallel-25",
        "g1-17",
        "g1-25",
        "g1-plain-25",
        "z-17",
        "z-25",
        "z-plain-17",
        "shenandoah-17",
        "shenandoah-degenerated-17",
        "shenandoah-25",
        "shenandoah-generational-25",
        "epsilon-17"
      })
  void isInOrderAndTheSameAgain(String name) throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture(name + ".log"));

    assertThat(log.cycles()).extracting(GcCycle::getGcId).doesNotHaveDuplicates();
    assertThat(log.cycles()).extracting(GcCycle::getEndTimeMs).isSorted();
    assertThat(log.cycles()).allMatch(cycle -> cycle.getKind() != GcKind.GC_KIND_UNSPECIFIED);
    assertThat(log.cycles()).noneMatch(cycle -> cycle.getName().isEmpty());
    assertThat(log.cycles()).noneMatch(cycle -> cycle.getCause().isEmpty());
    assertThat(log.batches()).extracting(TelemetryBatch::getObservedUntilMs).isSorted();
    for (int i = 0; i < log.batches().size(); i++) {
      TelemetryBatch batch = log.batches().get(i);
      assertThat(batch.getSeq()).isEqualTo(i);
      assertThat(batch.getJvmId()).isEqualTo(log.info().getJvmId());
      assertThat(batch.hasInfo()).isEqualTo(i == 0);
      assertThat(batch.getGcCyclesList())
          .allMatch(cycle -> cycle.getEndTimeMs() <= batch.getObservedUntilMs())
          .allMatch(cycle -> cycle.getEndTimeMs() / 1_000 == batch.getObservedUntilMs() / 1_000);
    }
    assertThat(JvmId.parse(log.info().getJvmId()).host()).isEqualTo(name + ".log");
    assertThat(log.bytesDone())
        .isSorted()
        .last()
        .isEqualTo(Files.size(ReadLog.fixture(name + ".log")));
    assertThat(ReadLog.only(ReadLog.fixture(name + ".log")).batches()).isEqualTo(log.batches());
  }

  @Test
  void serialIsExactToTheKibibyte() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("serial-17.log"));

    GcCycle young = log.cycle(1);
    assertThat(young.getName()).isEqualTo("DefNew");
    assertThat(young.getCause()).isEqualTo("Allocation Failure");
    assertThat(young.getHeapBeforeBytes()).isEqualTo((4928 + 743) * 1024L);
    assertThat(young.getHeapAfterBytes()).isEqualTo((511 + 1430) * 1024L);
    assertThat(young.getOldAfterBytes()).isEqualTo(1430 * 1024L);
    assertThat(young.getPromotedBytes()).isEqualTo((1430 - 743) * 1024L);
    assertThat(young.getHeapCommittedBytes()).isEqualTo((4928 + 10944) * 1024L);
    assertThat(young.getPausesUsList()).containsExactly(5433L);
    assertThat(young.getDurationUs()).isEqualTo(5433);
    assertThat(young.getEndTimeMs()).isEqualTo(1795257508011L);

    GcCycle full = log.cycle(29);
    assertThat(full.getKind()).isEqualTo(GcKind.FULL);
    assertThat(full.getName()).isEqualTo("SerialOld");
    assertThat(full.getCause()).isEqualTo("System.gc()");
    assertThat(full.getOldAfterBytes()).isEqualTo(full.getHeapAfterBytes());
  }

  /** It gave two young ones up for full ones; the flight recorder does not show those either. */
  @Test
  void serialCollectionsThatWereGivenUpAreNone() throws IOException {
    assertThat(ReadLog.only(ReadLog.fixture("serial-17.log")).cycles())
        .extracting(GcCycle::getGcId)
        .doesNotContain(34, 39)
        .contains(33, 35, 38, 40);
  }

  /** A full collection right after a young one: generations are told as before both. */
  @Test
  void aFullCollectionBeginsWhereTheYoungOneBeforeItEnded() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("serial-17.log"));

    assertThat(log.cycle(14).getHeapAfterBytes()).isEqualTo(11 * MIB);
    assertThat(log.cycle(15).getHeapBeforeBytes()).isEqualTo(11 * MIB);
    assertThat(log.cycle(15).getHeapAfterBytes()).isEqualTo(10667 * 1024L);
    assertThat(log.cycle(15).getHeapCommittedBeforeBytes()).isEqualTo(16 * MIB);
    assertThat(log.cycle(15).getHeapCommittedBytes()).isEqualTo((8064 + 17780) * 1024L);
  }

  @Test
  void parallelTellsTheOldGeneration() throws IOException {
    GcCycle full = ReadLog.only(ReadLog.fixture("parallel-25.log")).cycle(21);

    assertThat(full.getName()).isEqualTo("ParallelOld");
    assertThat(full.getCause()).isEqualTo("System.gc()");
    assertThat(full.getHeapBeforeBytes()).isEqualTo(36391936);
    assertThat(full.getHeapAfterBytes()).isEqualTo(23577600);
    assertThat(full.getOldAfterBytes()).isEqualTo(23577600);
    assertThat(full.hasPromotedBytes()).isFalse();
  }

  @Test
  void g1TellsMixedCollectionsAndMarkingCycles() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("g1-17.log"));

    GcCycle mixed = log.cycle(25);
    assertThat(mixed.getKind()).isEqualTo(GcKind.MIXED);
    assertThat(mixed.getName()).isEqualTo("G1New");
    assertThat(mixed.getHeapBeforeBytes()).isEqualTo(24 * MIB);
    assertThat(mixed.getHeapAfterBytes()).isEqualTo(22 * MIB);
    assertThat(mixed.getOldAfterBytes()).isEqualTo(21 * MIB);
    assertThat(mixed.hasPromotedBytes()).isFalse();

    GcCycle marking = log.cycle(8);
    assertThat(marking.getKind()).isEqualTo(GcKind.CONCURRENT);
    assertThat(marking.getName()).isEqualTo("G1Old");
    assertThat(marking.getCause()).isEqualTo("G1 Evacuation Pause");
    assertThat(marking.getPausesUsList()).containsExactly(1637L, 4L);
    assertThat(marking.getDurationUs()).isEqualTo(7153);
    assertThat(marking.hasOldAfterBytes()).isFalse();
  }

  /** A full collection came in between. */
  @Test
  void aMarkingCycleThatWasAbortedIsIncomplete() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("g1-25.log"));

    assertThat(log.cycle(20).getIncomplete()).isTrue();
    assertThat(log.cycle(22).getKind()).isEqualTo(GcKind.FULL);
    assertThat(log.cycle(16).getIncomplete()).isFalse();
  }

  @Test
  void collectionsThatFoundNoRoomAreIncomplete() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("g1-plain-25.log"));

    assertThat(log.cycles()).filteredOn(GcCycle::getIncomplete).hasSize(5);
    assertThat(log.missing())
        .anyMatch(sentence -> sentence.contains("48 MiB"))
        .anyMatch(sentence -> sentence.contains("old generation"))
        .anyMatch(sentence -> sentence.contains("1970-01-01T00:00:00Z"));
  }

  @Test
  void singleGenerationZ() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("z-17.log"));

    GcCycle cycle = log.cycle(5);
    assertThat(cycle.getName()).isEqualTo("Z");
    assertThat(cycle.getCause()).isEqualTo("System.gc()");
    assertThat(cycle.getHeapBeforeBytes()).isEqualTo(38 * MIB);
    assertThat(cycle.getHeapAfterBytes()).isEqualTo(28 * MIB);
    assertThat(cycle.getHeapCommittedBytes()).isEqualTo(96 * MIB);
    assertThat(cycle.getPausesUsList()).containsExactly(3L, 7L, 3L);
    assertThat(cycle.getDurationUs()).isEqualTo(12_000);
    assertThat(log.batches().stream().mapToInt(TelemetryBatch::getAllocationStallsCount).sum())
        .isPositive();
  }

  @Test
  void generationalZ() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("z-25.log"));

    GcCycle major = log.cycle(3);
    assertThat(major.getName()).isEqualTo("ZGC Major");
    assertThat(major.getKind()).isEqualTo(GcKind.OLD);
    assertThat(major.getCause()).isEqualTo("System.gc()");
    assertThat(major.getHeapBeforeBytes()).isEqualTo(64 * MIB);
    assertThat(major.getHeapAfterBytes()).isEqualTo(16 * MIB);
    assertThat(major.getOldAfterBytes()).isEqualTo(16 * MIB);
    assertThat(major.getPausesUsList()).hasSize(8);
    GcCycle minor = log.cycles(GcKind.YOUNG).get(0);
    assertThat(minor.getName()).isEqualTo("ZGC Minor");
    assertThat(minor.hasOldAfterBytes()).isTrue();
    assertThat(minor.hasPromotedBytes()).isTrue();
  }

  @Test
  void shenandoahJoinsPhasesIntoCycles() throws IOException {
    GcCycle cycle = ReadLog.only(ReadLog.fixture("shenandoah-25.log")).cycle(5);

    assertThat(cycle.getName()).isEqualTo("Shenandoah");
    assertThat(cycle.getCause()).isEqualTo("System.gc()");
    assertThat(cycle.getHeapBeforeBytes()).isEqualTo(42 * MIB);
    assertThat(cycle.getHeapAfterBytes()).isEqualTo(20 * MIB);
    assertThat(cycle.getPausesUsList()).containsExactly(9L, 39L, 1L, 10L);
  }

  /** The cycle that ran out of memory has no heap; the one that goes on for it has. */
  @Test
  void aShenandoahCycleThatDegeneratesIsIncomplete() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("shenandoah-degenerated-17.log"));

    assertThat(log.cycle(5).getIncomplete()).isTrue();
    assertThat(log.cycle(5).hasHeapAfterBytes()).isFalse();
    assertThat(log.cycle(6).getIncomplete()).isFalse();
    assertThat(log.cycle(6).hasHeapAfterBytes()).isTrue();
    assertThat(log.cycle(6).getCause()).isEqualTo("Allocation Failure");
    assertThat(log.cycles()).filteredOn(GcCycle::getIncomplete).hasSize(7);
  }

  @Test
  void generationalShenandoahTellsTheOldGeneration() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("shenandoah-generational-25.log"));

    assertThat(log.cycle(2).getOldAfterBytes()).isEqualTo(768 * 1024L);
    assertThat(log.cycle(6).getKind()).isEqualTo(GcKind.MIXED);
    assertThat(log.cycle(6).getHeapAfterBytes()).isEqualTo(60 * MIB);
  }

  @Test
  void epsilonTellsHeapUseOnly() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("epsilon-17.log"));

    assertThat(log.batches().stream().mapToInt(TelemetryBatch::getHeapLimitsCount).sum())
        .isPositive();
    assertThat(log.missing()).anyMatch(sentence -> sentence.contains("no collection"));
  }

  @Test
  void aJvmThatWroteItsHeapLastHasEnded() throws IOException {
    List<TelemetryBatch> batches = ReadLog.only(ReadLog.fixture("serial-17.log")).batches();
    TelemetryBatch last = batches.get(batches.size() - 1);

    assertThat(last.getEnded().getReason()).isEqualTo(EndReason.SHUTDOWN);
    assertThat(last.getEnded().getTimeMs()).isEqualTo(last.getObservedUntilMs());
    assertThat(batches.get(0).getStarted().getTimeMs()).isEqualTo(1795257507812L);
    assertThat(ReadLog.only(ReadLog.fixture("g1-plain-25.log")).batches())
        .noneMatch(TelemetryBatch::hasEnded);
  }

  @Test
  void workIsWhatCameBetweenCollections() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("parallel-17.log"));
    List<AllocatedBytes> allocated =
        log.batches().stream().flatMap(batch -> batch.getAllocatedList().stream()).toList();

    assertThat(allocated).hasSize(log.cycles().size() - 1);
    assertThat(allocated.get(0).getFromTimeMs()).isEqualTo(log.cycle(0).getEndTimeMs());
    assertThat(allocated.get(0).getBytes())
        .isEqualTo(log.cycle(1).getHeapBeforeBytes() - log.cycle(0).getHeapAfterBytes());
  }

  @Test
  void metaspaceIsThatOfTheLog() throws IOException {
    TelemetryBatch first = ReadLog.only(ReadLog.fixture("serial-17.log")).batches().get(0);

    assertThat(first.getMetaspace(0).getUsedBytes()).isEqualTo(1623 * 1024L);
    assertThat(first.getMetaspace(0).getCommittedBytes()).isEqualTo(1792 * 1024L);
  }
}
