package io.heapcast.streams.engine;

import static io.heapcast.streams.engine.Jvm.at;
import static io.heapcast.streams.engine.Jvm.collection;
import static io.heapcast.streams.engine.Jvm.name;
import static io.heapcast.streams.engine.Jvm.sample;
import static io.heapcast.streams.engine.Jvm.threads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heapcast.telemetry.v1.ClassAllocation;
import io.heapcast.telemetry.v1.Collection;
import io.heapcast.telemetry.v1.GapReason;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.GcTotals;
import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.Metaspace;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.SiteAllocation;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowEngineTest extends EngineTest {

  @Test
  void aWindowClosesOnceItsEndAndTheGraceWereObserved() {
    assertThat(accept(jvm.observedUntil(0))).isEmpty();
    assertThat(accept(jvm.observedUntil(14_999))).isEmpty();
    assertThat(starts(accept(jvm.observedUntil(15_000)))).containsExactly(0L);
    assertThat(accept(jvm.observedUntil(15_001))).isEmpty();
  }

  @Test
  void windowsStartAtMultiplesOfTenSecondsWheneverTheJvmWasFirstSeen() {
    assertThat(accept(jvm.observedUntil(7_777))).isEmpty();
    JvmWindow window = accept(jvm.observedUntil(16_000)).get(0);
    assertThat(window.getStartTimeMs()).isEqualTo(at(0));
    assertThat(window.getEndTimeMs()).isEqualTo(at(10_000));
  }

  @Test
  void aMeasurementOfTheBoundaryBelongsToTheLaterWindow() {
    accept(jvm.observedUntil(12_000).addThreads(threads(9_999, 1)).addThreads(threads(10_000, 2)));
    List<JvmWindow> windows = accept(jvm.observedUntil(25_000));
    assertThat(windows).extracting(JvmWindow::getThreads).containsExactly(1, 2);
  }

  @Test
  void aCollectionBelongsToTheWindowInWhichItEnded() {
    accept(jvm.observedUntil(1_000));
    accept(
        jvm.observedUntil(11_000)
            .addGcCycles(collection(1, GcKind.FULL, 10_001).setDurationUs(500_000)));
    List<JvmWindow> windows = accept(jvm.observedUntil(25_000));
    assertThat(windows).extracting(JvmWindow::getCollectionsCount).containsExactly(0, 1);
  }

  @Test
  void emptyWindowsAreFactsToo() {
    accept(jvm.observedUntil(1_000).setInfo(Jvm.info()));
    List<JvmWindow> windows = drain(60_000);
    assertThat(starts(windows))
        .containsExactly(0L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L, 60_000L);
    assertThat(windows).allMatch(window -> window.getInfo().equals(Jvm.info()));
    assertThat(windows).noneMatch(JvmWindow::hasAllocatedBytes).noneMatch(JvmWindow::hasThreads);
    assertThat(gaps(windows)).isEmpty();
  }

  @Test
  void longSilenceIsOneGapAndNotThousandsOfEmptyWindows() {
    accept(jvm.observedUntil(1_000).addThreads(threads(500, 1)));
    List<JvmWindow> windows = accept(jvm.observedUntil(3_000_000));
    windows.addAll(drain(3_005_000));
    assertThat(starts(windows)).containsExactly(0L, 2_990_000L, 3_000_000L, 3_010_000L);
    assertThat(windows.get(1).getGapsList())
        .containsExactly(gap(10_000, GapReason.SILENCE, 2_980_000));
    assertThat(gaps(windows)).hasSize(1);
  }

  @Test
  void sixEmptyWindowsAtOnceAreStillWindowsAndSevenAreSilence() {
    accept(jvm.observedUntil(0));
    assertThat(accept(jvm.observedUntil(65_000))).hasSize(6);
    WindowEngine other = new WindowEngine(Jvm.ID, GRACE);
    Jvm again = new Jvm();
    other.accept(again.observedUntil(0).build());
    assertThat(other.accept(again.observedUntil(75_000).build())).isEmpty();
  }

  @Test
  void whatIsKnownOfAJvmThatNeverSaidWhoItIsComesFromItsId() {
    accept(jvm.observedUntil(0));
    JvmInfo info = accept(jvm.observedUntil(15_000)).get(0).getInfo();
    assertThat(info.getJvmId()).isEqualTo(Jvm.ID);
    assertThat(info.getServiceInstanceId()).isEqualTo("host/4711");
    assertThat(info.getServiceName()).isEqualTo("unknown_service:java");
    assertThat(info.getServiceNameSource()).isEqualTo(ServiceNameSource.DOUBTFUL);
  }

  @Test
  void youngCollectionsAreASeries() {
    accept(
        jvm.observedUntil(9_000)
            .addGcCycles(
                collection(1, GcKind.YOUNG, 1_000)
                    .setHeapAfterBytes(50)
                    .setOldAfterBytes(20)
                    .setPromotedBytes(3)
                    .addPausesUs(10))
            .addGcCycles(
                collection(2, GcKind.YOUNG, 2_000)
                    .setHeapAfterBytes(40)
                    .setOldAfterBytes(25)
                    .setPromotedBytes(4)
                    .addPausesUs(30))
            .addGcCycles(collection(3, GcKind.YOUNG, 3_000).setHeapAfterBytes(45).addPausesUs(20)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollectionsList()).isEmpty();
    assertThat(window.getYoung().getCount()).isEqualTo(3);
    assertThat(window.getYoung().getLowestAfterBytes()).isEqualTo(40);
    assertThat(window.getYoung().getLowestTimeMs()).isEqualTo(at(2_000));
    assertThat(window.getYoung().getLastAfterBytes()).isEqualTo(45);
    assertThat(window.getYoung().getLastTimeMs()).isEqualTo(at(3_000));
    assertThat(window.getYoung().getPromotedBytes()).isEqualTo(7);
    assertThat(window.getYoung().getLowestOldAfterBytes()).isEqualTo(20);
    assertThat(window.getHeapUsedBytes()).isEqualTo(45);
    assertThat(window.getGcTotalsList())
        .containsExactly(
            GcTotals.newBuilder()
                .setKind(GcKind.YOUNG)
                .setCount(3)
                .setPauseUs(60)
                .setLongestPauseUs(30)
                .build());
  }

  @Test
  void whatNoYoungCollectionToldIsAbsent() {
    accept(jvm.observedUntil(9_000).addGcCycles(collection(1, GcKind.YOUNG, 1_000)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getYoung().hasLowestAfterBytes()).isFalse();
    assertThat(window.getYoung().hasPromotedBytes()).isFalse();
    assertThat(window.getYoung().hasLowestOldAfterBytes()).isFalse();
    assertThat(window.hasHeapUsedBytes()).isFalse();
  }

  @Test
  void everyOtherCollectionIsListedInTheOrderInWhichItEnded() {
    accept(
        jvm.observedUntil(9_000)
            .addGcCycles(collection(9, GcKind.MIXED, 4_000, 80, 60))
            .addGcCycles(
                collection(7, GcKind.CONCURRENT, 5_000).setCause("G1 Humongous").setDurationUs(9))
            .addGcCycles(collection(10, GcKind.FULL, 6_000, 90, 30)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getCollectionsList())
        .extracting(Collection::getGcId, Collection::getKind, Collection::hasHeapAfterBytes)
        .containsExactly(
            tuple(9, GcKind.MIXED, true),
            tuple(7, GcKind.CONCURRENT, false),
            tuple(10, GcKind.FULL, true));
    assertThat(window.getCollections(1).getCause()).isEqualTo("G1 Humongous");
    assertThat(window.getGcTotalsList())
        .extracting(GcTotals::getKind)
        .containsExactly(GcKind.MIXED, GcKind.FULL, GcKind.CONCURRENT);
    assertThat(window.hasYoung()).isFalse();
  }

  @Test
  void whatAToolAskedForIsAFloorAndNotTheApplications() {
    accept(
        jvm.observedUntil(9_000)
            .addGcCycles(collection(1, GcKind.YOUNG, 1_000).setHeapAfterBytes(50).addPausesUs(7))
            // Parallel of JDK 17 does a young one first.
            .addGcCycles(
                collection(2, GcKind.YOUNG, 2_000)
                    .setCause("Diagnostic Command")
                    .setHeapAfterBytes(40)
                    .addPausesUs(1_000))
            .addGcCycles(
                collection(3, GcKind.FULL, 3_000)
                    .setCause("Diagnostic Command")
                    .setHeapBeforeBytes(40)
                    .setHeapAfterBytes(20)
                    .setDurationUs(90_000)
                    .setHeapCommittedBeforeBytes(100)
                    .setHeapCommittedBytes(60)
                    .addPausesUs(90_000))
            .addGcCycles(
                collection(4, GcKind.FULL, 4_000)
                    .setCause("System.gc()")
                    .setHeapBeforeBytes(30)
                    .setHeapAfterBytes(21)
                    .addPausesUs(5)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);

    assertThat(window.getCollectionsList())
        .extracting(Collection::getGcId, Collection::getCause, Collection::getHeapAfterBytes)
        .containsExactly(tuple(3, "Diagnostic Command", 20L), tuple(4, "System.gc()", 21L));
    assertThat(window.getGcTotalsList())
        .extracting(GcTotals::getKind, GcTotals::getCount, GcTotals::getPauseUs)
        .containsExactly(tuple(GcKind.YOUNG, 1, 7L), tuple(GcKind.FULL, 1, 5L));
    assertThat(window.getRequestedGcTotalsList())
        .containsExactly(
            GcTotals.newBuilder()
                .setKind(GcKind.YOUNG)
                .setCount(1)
                .setPauseUs(1_000)
                .setLongestPauseUs(1_000)
                .build(),
            GcTotals.newBuilder()
                .setKind(GcKind.FULL)
                .setCount(1)
                .setPauseUs(90_000)
                .setLongestPauseUs(90_000)
                .setDurationUs(90_000)
                .build());
    assertThat(window.getYoung().getCount()).isEqualTo(1);
    assertThat(window.getYoung().getLowestAfterBytes()).isEqualTo(50);
    assertThat(window.getHeapResizes()).isZero();
    assertThat(window.getLowestCommittedBytes()).isEqualTo(60);
  }

  @Test
  void gaugesKeepTheirLastValueOfTheWindowAndAbsentOnesStayAbsent() {
    accept(
        jvm.observedUntil(9_000)
            .addHeapLimits(
                HeapLimits.newBuilder().setTimeMs(at(1_000)).setUsedBytes(5).setMaxBytes(9))
            .addGcCycles(collection(1, GcKind.FULL, 2_000).setHeapAfterBytes(3))
            .addMetaspace(Metaspace.newBuilder().setTimeMs(at(2_000)).setUsedBytes(0))
            .addThreads(threads(1_000, 8))
            .addThreads(threads(6_000, 7)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getHeapUsedBytes()).isEqualTo(3);
    assertThat(window.getHeapMaxBytes()).isEqualTo(9);
    assertThat(window.hasHeapCommittedBytes()).isFalse();
    assertThat(window.getThreads()).isEqualTo(7);
    assertThat(window.hasMetaspaceUsedBytes()).isTrue();
    assertThat(window.hasMetaspaceLimitBytes()).isFalse();
    assertThat(window.hasResidentBytes()).isFalse();
  }

  @Test
  void allocationIsSummedByClassAndBySiteHeaviestFirst() {
    accept(
        jvm.observedUntil(9_000)
            .addNames(name(1, "byte[]"))
            .addNames(name(2, "a.Order"))
            .addNames(name(3, "a.B.c(B.java:12)"))
            .addNames(name(4, "a.B.d(B.java:20)"))
            .addAllocationSamples(sample(1_000, 1, 10, 3, 4))
            .addAllocationSamples(sample(2_000, 2, 25, 3))
            .addAllocationSamples(sample(3_000, 1, 20, 4))
            .addAllocationSamples(sample(4_000, 1, 11, 3, 4)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getTopClassesList())
        .extracting(ClassAllocation::getClassName, ClassAllocation::getWeightBytes)
        .containsExactly(tuple("byte[]", 41L), tuple("a.Order", 25L));
    assertThat(window.getTopSitesList())
        .extracting(
            SiteAllocation::getClassName,
            site -> List.copyOf(site.getFramesList()),
            SiteAllocation::getWeightBytes)
        .containsExactly(
            tuple("a.Order", List.of("a.B.c(B.java:12)"), 25L),
            tuple("byte[]", List.of("a.B.c(B.java:12)", "a.B.d(B.java:20)"), 21L),
            tuple("byte[]", List.of("a.B.d(B.java:20)"), 20L));
  }

  @Test
  void anUnknownNameIsAQuestionMarkUntilTheCollectorRepeatsIt() {
    accept(jvm.observedUntil(9_000).addAllocationSamples(sample(1_000, 1, 10, 3)));
    JvmWindow window = accept(jvm.observedUntil(15_000)).get(0);
    assertThat(window.getTopClasses(0).getClassName()).isEqualTo("?");
    accept(jvm.observedUntil(19_000).addAllocationSamples(sample(18_000, 1, 10, 3)));
    accept(jvm.observedUntil(20_000).addNames(name(1, "byte[]")));
    window = accept(jvm.observedUntil(25_000)).get(0);
    assertThat(window.getTopClasses(0).getClassName()).isEqualTo("byte[]");
    assertThat(window.getTopSites(0).getFramesList()).containsExactly("?");
  }
}
