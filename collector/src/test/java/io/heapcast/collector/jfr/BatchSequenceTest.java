package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heapcast.telemetry.v1.AllocatedBytes;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.DataLossReason;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchSequenceTest {

  private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");
  private static final JvmInfo INFO =
      JvmInfo.newBuilder().setJvmId("host/1@5").setStartTimeMs(5_000).build();

  private final Measurements measurements = new Measurements();
  private final BatchSequence batches = new BatchSequence(42, BEGIN);

  @Test
  void batchesAreNumberedAndSayWhoTheJvmIsFirstAndEveryTwoMinutes() {
    TelemetryBatch first = flushAt(0);
    TelemetryBatch second = flushAt(1);
    TelemetryBatch later = flushAt(120);

    assertThat(List.of(first, second, later))
        .extracting(TelemetryBatch::getSeq, TelemetryBatch::hasInfo, TelemetryBatch::hasStarted)
        .containsExactly(tuple(0L, true, true), tuple(1L, false, false), tuple(2L, true, false));
    assertThat(first.getSession()).isEqualTo(42);
    assertThat(first.getStarted().getTimeMs()).isEqualTo(5_000);
  }

  @Test
  void aFlushWithoutNewsIsNoBatchButOfALivingJvmOneComesEveryFiveSeconds() {
    assertThat(dueAt(0)).isTrue();
    flushAt(0);
    assertThat(dueAt(1)).isFalse();
    assertThat(dueAt(5)).isTrue();
    measurements.saw(BEGIN.plusSeconds(2));
    assertThat(dueAt(2)).isTrue();
    flushAt(2);
    assertThat(dueAt(5)).isFalse();
    assertThat(dueAt(7)).isTrue();
  }

  private boolean dueAt(int seconds) {
    return batches.isDue(measurements, BEGIN.plusSeconds(seconds));
  }

  @Test
  void observedUntilFollowsTheNewestEventWhateverTheWallClockSays() {
    measurements.saw(BEGIN.plusSeconds(1));
    assertThat(observedSeconds(flushAt(2))).isEqualTo(1);
    assertThat(observedSeconds(flushAt(10))).isEqualTo(1);
    measurements.saw(BEGIN.plusSeconds(9));
    assertThat(observedSeconds(flushAt(11))).isEqualTo(9);
  }

  @Test
  void observedUntilStaysBeforeACollectionThatIsHeldBack() {
    measurements.saw(BEGIN.plusSeconds(9));
    measurements
        .gcCycles()
        .collection(1, "DefNew", "cause", BEGIN.plusSeconds(5), Duration.ofMillis(1));
    assertThat(flushAt(10).getObservedUntilMs()).isEqualTo(BEGIN.plusSeconds(5).toEpochMilli() - 1);
  }

  @Test
  void observedUntilNeverGoesBack() {
    measurements.saw(BEGIN.plusSeconds(9));
    assertThat(observedSeconds(flushAt(10))).isEqualTo(9);
    measurements
        .gcCycles()
        .collection(1, "DefNew", "cause", BEGIN.plusSeconds(5), Duration.ofMillis(1));
    assertThat(observedSeconds(flushAt(11))).isEqualTo(9);
  }

  @Test
  void theLastBatchHoldsTheEndAndWhatWasHeldBack() {
    measurements
        .gcCycles()
        .collection(1, "DefNew", "cause", BEGIN.plusSeconds(5), Duration.ofMillis(1));
    JvmEnded ended =
        JvmEnded.newBuilder()
            .setTimeMs(BEGIN.plusSeconds(6).toEpochMilli())
            .setReason(EndReason.VANISHED)
            .build();
    TelemetryBatch last = batches.atEnd(measurements, INFO, BEGIN.plusSeconds(7), 0, ended);

    assertThat(last.getEnded()).isEqualTo(ended);
    assertThat(last.getGcCyclesList()).hasSize(1);
    assertThat(observedSeconds(last)).isEqualTo(6);
  }

  @Test
  void droppedBatchesAreReportedAsLoss() {
    TelemetryBatch batch = batches.atFlush(measurements, INFO, BEGIN, 3);

    assertThat(batch.getDataLossesList())
        .satisfiesExactly(
            loss -> {
              assertThat(loss.getReason()).isEqualTo(DataLossReason.COLLECTOR);
              assertThat(loss.getAmount()).isEqualTo(3);
            });
  }

  @Test
  void samplesOfOneSecondClassAndPlaceAreFolded() {
    AllocationSites sites = measurements.allocationSites();
    sites.add(3_100, "byte[]", List.of("a.B.c(B.java:1)", "a.D.e(D.java:2)"), 500);
    sites.add(3_900, "byte[]", List.of("a.B.c(B.java:1)", "a.D.e(D.java:2)"), 700);
    sites.add(3_500, "byte[]", List.of("a.B.c(B.java:9)"), 10);
    sites.add(4_000, "byte[]", List.of("a.B.c(B.java:9)"), 20);
    TelemetryBatch batch = flushAt(4);

    assertThat(batch.getAllocationSamplesList())
        .extracting(
            AllocationSample::getTimeMs,
            AllocationSample::getCount,
            AllocationSample::getWeightBytes)
        .containsExactly(tuple(3_900L, 2, 1_200L), tuple(3_500L, 1, 10L), tuple(4_000L, 1, 20L));
    assertThat(batch.getNamesList())
        .extracting(NameDef::getName)
        .containsExactlyInAnyOrder(
            "byte[]", "a.B.c(B.java:1)", "a.D.e(D.java:2)", "a.B.c(B.java:9)");
    assertThat(flushAt(5).getAllocationSamplesList()).isEmpty();
  }

  @Test
  void everyNameIsToldAgainWithinTwoMinutesOfFlushes() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      names.add("class" + i);
      measurements.allocationSites().add(1, "class" + i, List.of(), 1);
    }
    assertThat(flushAt(0).getNamesCount()).isEqualTo(300);

    List<String> again = new ArrayList<>();
    for (int i = 1; i <= 120; i++) {
      TelemetryBatch batch = flushAt(i);
      assertThat(batch.getNamesCount()).isLessThan(10);
      batch.getNamesList().forEach(name -> again.add(name.getName()));
    }
    assertThat(again).containsAll(names);
  }

  @Test
  void allocatedBytesAreTheDifferencesOfTheThreadsCounters() {
    AllocationCounters counters = measurements.allocationCounters();
    counters.add(1_000, 1, 100);
    counters.add(1_000, 2, 50);
    flushAt(1);
    flushAt(2);
    // One round, cut apart by a flush; thread 2 ended, thread 3 is new.
    counters.add(11_000, 1, 600);
    assertThat(flushAt(11).getAllocatedList()).isEmpty();
    counters.add(11_000, 3, 30);
    assertThat(flushAt(12).getAllocatedList()).isEmpty();

    assertThat(flushAt(13).getAllocatedList())
        .extracting(
            AllocatedBytes::getFromTimeMs, AllocatedBytes::getTimeMs, AllocatedBytes::getBytes)
        .containsExactly(tuple(1_000L, 11_000L, 530L));
  }

  private TelemetryBatch flushAt(long second) {
    return batches.atFlush(measurements, INFO, BEGIN.plusSeconds(second), 0);
  }

  private static long observedSeconds(TelemetryBatch batch) {
    return Duration.between(BEGIN, Instant.ofEpochMilli(batch.getObservedUntilMs())).toSeconds();
  }
}
