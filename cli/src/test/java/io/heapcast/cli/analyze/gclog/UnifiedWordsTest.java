package io.heapcast.cli.analyze.gclog;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK 9 to 16 write otherwise than 17 and newer. */
class UnifiedWordsTest {

  private static final long MIB = 1 << 20;

  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  @TempDir
  Path directory;

  @Test
  void g1OfJdk9() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "[0.010s][info][gc,heap] Heap region size: 1M",
            "[0.012s][info][gc     ] Using G1",
            "[0.013s][info][gc,heap,coops] Heap address: 0x00000000f8000000, size: 128 MB,"
                + " Compressed Oops mode: 32-bit",
            "[0.500s][info][gc,start] GC(0) Pause Young (G1 Evacuation Pause)",
            "[0.505s][info][gc      ] GC(0) Pause Young (G1 Evacuation Pause) 24M->4M(128M)"
                + " 4.870ms",
            "[0.600s][info][gc,start] GC(1) Pause Initial Mark (Metadata GC Threshold)",
            "[0.606s][info][gc      ] GC(1) Pause Initial Mark (Metadata GC Threshold)"
                + " 40M->20M(128M) 5.5ms",
            "[0.606s][info][gc      ] GC(2) Concurrent Cycle",
            "[0.610s][info][gc      ] GC(2) Pause Remark 22M->22M(128M) 1.25ms",
            "[0.650s][info][gc      ] GC(2) Pause Cleanup 23M->21M(128M) 0.5ms",
            "[0.660s][info][gc      ] GC(2) Concurrent Cycle 54.321ms",
            "[0.700s][info][gc      ] GC(3) To-space exhausted",
            "[0.705s][info][gc      ] GC(3) Pause Mixed (G1 Evacuation Pause) 60M->50M(128M)"
                + " 4.870ms");

    assertThat(log.info().getCollector()).isEqualTo(Collector.G1);
    assertThat(log.info().getMaxHeapBytes()).isEqualTo(128 * MIB);
    assertThat(log.cycle(0).getKind()).isEqualTo(GcKind.YOUNG);
    assertThat(log.cycle(1).getKind()).isEqualTo(GcKind.YOUNG);
    assertThat(log.cycle(1).getCause()).isEqualTo("Metadata GC Threshold");
    GcCycle marking = log.cycle(2);
    assertThat(marking.getKind()).isEqualTo(GcKind.CONCURRENT);
    assertThat(marking.getCause()).isEqualTo("Metadata GC Threshold");
    assertThat(marking.getPausesUsList()).containsExactly(1250L, 500L);
    assertThat(marking.getDurationUs()).isEqualTo(54_321);
    assertThat(marking.getHeapBeforeBytes()).isEqualTo(22 * MIB);
    assertThat(marking.getHeapAfterBytes()).isEqualTo(21 * MIB);
    assertThat(log.cycle(3).getKind()).isEqualTo(GcKind.MIXED);
    assertThat(log.cycle(3).getIncomplete()).isTrue();
  }

  @Test
  void concurrentMarkSweepOfJdk11() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "[0.010s][info][gc] Using Concurrent Mark Sweep",
            "[0.500s][info][gc,start] GC(0) Pause Young (Allocation Failure)",
            "[0.505s][info][gc,heap ] GC(0) ParNew: 34944K->4352K(39296K)",
            "[0.505s][info][gc,heap ] GC(0) CMS: 0K->3500K(87424K)",
            "[0.505s][info][gc      ] GC(0) Pause Young (Allocation Failure) 34M->7M(123M)"
                + " 4.870ms",
            "[0.600s][info][gc,start] GC(1) Pause Initial Mark",
            "[0.601s][info][gc      ] GC(1) Pause Initial Mark 50M->50M(123M) 0.5ms",
            "[0.601s][info][gc      ] GC(1) Concurrent Mark",
            "[0.620s][info][gc      ] GC(1) Concurrent Mark 19.0ms",
            "[0.625s][info][gc      ] GC(2) Pause Young (Allocation Failure) 70M->55M(123M)"
                + " 3.0ms",
            "[0.630s][info][gc      ] GC(1) Pause Remark 58M->58M(123M) 1.5ms",
            "[0.640s][info][gc      ] GC(1) Concurrent Sweep 9.0ms",
            "[0.641s][info][gc      ] GC(1) Concurrent Reset 0.9ms",
            "[0.641s][info][gc,heap ] GC(1) Old: 51200K->20480K(87424K)",
            "[0.900s][info][gc      ] GC(3) Pause Full (Allocation Failure) 120M->20M(123M)"
                + " 80.0ms");

    assertThat(log.info().getCollector()).isEqualTo(Collector.COLLECTOR_UNSPECIFIED);
    assertThat(log.cycles()).extracting(GcCycle::getGcId).containsExactly(0, 2, 1, 3);
    assertThat(log.cycle(0).getName()).isEqualTo("ParNew");
    assertThat(log.cycle(0).getHeapAfterBytes()).isEqualTo((4352 + 3500) * 1024L);
    GcCycle old = log.cycle(1);
    assertThat(old.getKind()).isEqualTo(GcKind.OLD);
    assertThat(old.getName()).isEqualTo("ConcurrentMarkSweep");
    assertThat(old.getPausesUsList()).containsExactly(500L, 1500L);
    assertThat(old.getHeapBeforeBytes()).isEqualTo(50 * MIB);
    assertThat(old.getHeapAfterBytes()).isEqualTo(28 * MIB);
    assertThat(old.getOldAfterBytes()).isEqualTo(20 * MIB);
    assertThat(log.cycle(3).getName()).isEqualTo("SerialOld");
  }

  /** Without gc,heap lines the sweep says nothing; a full collection ends a cycle under way. */
  @Test
  void concurrentMarkSweepInFewWords() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "[0.601s][info][gc] GC(1) Pause Initial Mark 50M->50M(123M) 0.5ms",
            "[0.630s][info][gc] GC(1) Pause Remark 58M->58M(123M) 1.5ms",
            "[0.641s][info][gc] GC(1) Concurrent Reset 0.9ms",
            "[0.701s][info][gc] GC(2) Pause Initial Mark 50M->50M(123M) 0.5ms",
            "[0.900s][info][gc] GC(3) Pause Full (Allocation Failure) 120M->20M(123M) 80.0ms",
            "[0.905s][info][gc] GC(2) Concurrent Reset 0.9ms");

    assertThat(log.cycles()).extracting(GcCycle::getGcId).containsExactly(1, 3);
  }

  @Test
  void singleGenerationZOfJdk11() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "[0.010s][info][gc,init] Initializing The Z Garbage Collector",
            "[0.010s][info][gc,init] Version: 11.0.2+9 (release)",
            "[0.055s][info][gc     ] Using The Z Garbage Collector",
            "[1.000s][info][gc,start] GC(0) Garbage Collection (Proactive)",
            "[1.001s][info][gc,phases] GC(0) Pause Mark Start 0.445ms",
            "[1.100s][info][gc       ] GC(0) Garbage Collection (Proactive) 40M(31%)->12M(9%)");

    assertThat(log.info().getCollector()).isEqualTo(Collector.Z);
    assertThat(log.info().getJdkVersion()).isEqualTo("11.0.2");
    assertThat(log.cycle(0).getCause()).isEqualTo("Proactive");
    assertThat(log.cycle(0).getHeapBeforeBytes()).isEqualTo(40 * MIB);
    assertThat(log.cycle(0).getHeapAfterBytes()).isEqualTo(12 * MIB);
    assertThat(log.cycle(0).getDurationUs()).isEqualTo(100_000);
    assertThat(log.info().getMaxHeapBytes()).isEqualTo(129 * MIB);
  }

  /** Minor collections run while a major one is under way. */
  @Test
  void interleavedLinesAreJoinedById() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "[1.000s][info][gc] GC(7) Major Collection (Proactive)",
            "[1.001s][info][gc,phases] GC(7) Y: Pause Mark Start (Major) 0.010ms",
            "[1.100s][info][gc] GC(8) Minor Collection (Allocation Rate)",
            "[1.101s][info][gc,phases] GC(8) y: Pause Mark Start 0.020ms",
            "[1.102s][info][gc,phases] GC(7) O: Pause Mark End 0.030ms",
            "[1.200s][info][gc] GC(8) Minor Collection (Allocation Rate) 84M(66%)->52M(41%)"
                + " 0.100s",
            "[1.500s][info][gc] GC(7) Major Collection (Proactive) 90M(70%)->30M(23%) 0.500s");

    assertThat(log.cycles()).extracting(GcCycle::getGcId).containsExactly(8, 7);
    assertThat(log.cycle(7).getPausesUsList()).containsExactly(10L, 30L);
    assertThat(log.cycle(8).getPausesUsList()).containsExactly(20L);
    assertThat(log.cycle(7).getDurationUs()).isEqualTo(500_000);
    assertThat(log.info().getCollector()).isEqualTo(Collector.Z_GENERATIONAL);
  }
}
