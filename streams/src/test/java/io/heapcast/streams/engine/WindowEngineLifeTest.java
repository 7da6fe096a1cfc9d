package io.heapcast.streams.engine;

import static io.heapcast.streams.engine.Jvm.at;
import static io.heapcast.streams.engine.Jvm.collection;
import static io.heapcast.streams.engine.Jvm.ended;
import static io.heapcast.streams.engine.Jvm.name;
import static io.heapcast.streams.engine.Jvm.sample;
import static io.heapcast.streams.engine.Jvm.threads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heapcast.streams.v1.EngineState;
import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.DataLoss;
import io.heapcast.telemetry.v1.Gap;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a JVM, and how much is kept of it until then. */
class WindowEngineLifeTest extends EngineTest {

  @Test
  void theEndClosesEverythingAndTheLastWindowCarriesIt() {
    accept(jvm.observedUntil(9_000).addThreads(threads(8_000, 1)));
    List<JvmWindow> windows =
        accept(
            jvm.observedUntil(22_000)
                .addGcCycles(collection(1, GcKind.FULL, 21_000))
                .setEnded(ended(21_500)));
    assertThat(starts(windows)).containsExactly(0L, 10_000L, 20_000L);
    assertThat(windows).extracting(JvmWindow::hasEnded).containsExactly(false, false, true);
    assertThat(windows.get(2).getEnded()).isEqualTo(ended(21_500));
    assertThat(windows.get(2).getCollectionsCount()).isEqualTo(1);
    assertThat(engine.ended()).isTrue();
  }

  @Test
  void anEndThatWasNoticedLateAddsNoWindowsAfterIt() {
    accept(jvm.observedUntil(3_000));
    assertThat(starts(accept(jvm.observedUntil(55_000).setEnded(ended(4_000)))))
        .containsExactly(0L);
  }

  @Test
  void anEndWhoseWindowIsClosedIsCarriedByTheNextOne() {
    accept(jvm.observedUntil(3_000));
    accept(jvm.observedUntil(15_000));
    List<JvmWindow> windows = accept(jvm.observedUntil(16_000).setEnded(ended(9_000)));
    assertThat(starts(windows)).containsExactly(10_000L);
    assertThat(windows.get(0).hasEnded()).isTrue();
  }

  @Test
  void afterTheEndRepeatsAreDroppedAndHardlyAnythingIsKept() {
    accept(jvm.observedUntil(3_000).setInfo(Jvm.info()).addNames(name(1, "byte[]")));
    accept(jvm.observedUntil(5_000).setEnded(ended(4_000)));
    assertThat(
            accept(
                jvm.newSession()
                    .observedUntil(5_000)
                    .addGcCycles(collection(1, GcKind.FULL, 2_000))
                    .setEnded(ended(4_000))))
        .isEmpty();
    assertThat(accept(jvm.observedUntil(900_000).setEnded(ended(900_000)))).isEmpty();
    assertThat(state().getSerializedSize()).isLessThan(20);
  }

  @Test
  void aJvmThatIsObservedWellAfterItsEndLivesAndStartsAfresh() {
    accept(jvm.observedUntil(5_000).setEnded(ended(4_000)));
    accept(jvm.newSession().observedUntil(100_000).addThreads(threads(99_000, 4)));
    JvmWindow window = accept(jvm.observedUntil(105_000)).get(0);
    assertThat(window.getStartTimeMs()).isEqualTo(at(90_000));
    assertThat(window.getThreads()).isEqualTo(4);
    assertThat(window.getGapsList()).containsExactly(gap(90_000, GapReason.SESSION, 1));
  }

  @Test
  void aJvmThatLivesAfterItsEndEmitsNoWindowAgain() {
    accept(jvm.observedUntil(3_000));
    assertThat(starts(accept(jvm.observedUntil(25_000).setEnded(ended(24_000)))))
        .containsExactly(0L, 10_000L, 20_000L);
    assertThat(
            starts(accept(jvm.newSession().observedUntil(100_000).addThreads(threads(12_000, 4)))))
        .isNotEmpty()
        .allMatch(start -> start >= 30_000);
  }

  @Test
  void aFlushClosesWhatIsOpenOnce() {
    accept(jvm.observedUntil(12_000).addThreads(threads(11_000, 1)));
    assertThat(starts(engine.flush())).containsExactly(10_000L);
    assertThat(engine.flush()).isEmpty();
  }

  @Test
  void collectionsAboveTheCapAreCountedInTheTotals() {
    TelemetryBatch.Builder batch = jvm.observedUntil(9_000);
    for (int i = 0; i < 1_000; i++) {
      batch.addGcCycles(collection(i, GcKind.FULL, i));
    }
    accept(batch);
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollectionsCount()).isEqualTo(ListedCollections.MAX_COLLECTIONS);
    assertThat(window.getGcTotals(0).getCount()).isEqualTo(1_000);
  }

  @Test
  void gapsAboveTheCapKeepTheirAmounts() {
    TelemetryBatch.Builder batch = jvm.observedUntil(9_000);
    for (int i = 0; i < 100; i++) {
      batch.addDataLosses(DataLoss.newBuilder().setTimeMs(at(i)).setAmount(2));
    }
    accept(batch);
    List<Gap> gaps = accept(jvm.observedUntil(15_000)).get(0).getGapsList();
    assertThat(gaps).hasSize(WindowBuilder.MAX_GAPS);
    assertThat(gaps.stream().mapToLong(Gap::getAmount).sum()).isEqualTo(200);
  }

  @Test
  void ofTooManySitesTheHeaviestStayAndNoWeightIsLost() {
    TelemetryBatch.Builder batch = jvm.observedUntil(9_000);
    for (int i = 0; i < 500; i++) {
      batch.addAllocationSamples(sample(i, i % 5, i == 3 ? 1_000_000 : 10, 1_000 + i));
    }
    accept(batch);
    assertThat(state().getOpen(0).getAllocation().getClassIdsCount())
        .isLessThanOrEqualTo(AllocationSites.MAX_SITES + AllocationSites.MAX_CLASSES + 1);
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getTopSites(0).getWeightBytes()).isEqualTo(1_000_000);
    assertThat(window.getTopClassesList().stream().mapToLong(ClassAllocation::getWeightBytes).sum())
        .isEqualTo(1_000_000 + 499 * 10);
  }

  @Test
  void aLongLifeOfCollectionsTakesNoMoreStateThanAShortOne() {
    for (int i = 1; i <= 20_000; i++) {
      accept(jvm.observedUntil(i * 100L).addGcCycles(collection(i, GcKind.YOUNG, i * 100L, 9, 5)));
    }
    assertThat(state().getGcIdRangesList()).containsExactly(1L, 20_000L);
    assertThat(state().getSerializedSize()).isLessThan(3_000);
  }

  @Test
  void theDictionaryIsBoundedAndTheNewestNamesStay() {
    for (int i = 0; i < 20_000; i++) {
      accept(jvm.observedUntil(1_000 + i).addNames(name(i, "some.package.Class" + i)));
    }
    assertThat(engine.profile().getSerializedSize()).isLessThan(400_000);
    assertThat(engine.profile().getNamesList()).contains(name(19_999, "some.package.Class19999"));
  }

  @Test
  void stateOfANewerVersionIsRefused() {
    EngineState newer = state().toBuilder().setVersion(3).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WindowEngine.restore(Jvm.ID, GRACE, newer, WindowEngine.NO_PROFILE))
        .withMessage("state: found version 3, expected 1 to 2");
  }
}
