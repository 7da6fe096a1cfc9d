package io.heapcast.cli.analyze.gclog;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.Collector;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.GcKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of JDK 8 and older. */
class LegacyLogsTest {

  private static final long MIB = 1 << 20;

  private final Path directory;

  LegacyLogsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource({
    "legacy-parallel,         PARALLEL,              25, 0, 0, 2, 0",
    "legacy-parallel-undated, PARALLEL,              25, 0, 0, 2, 0",
    "legacy-serial,           SERIAL,                23, 0, 0, 2, 0",
    "legacy-cms,              COLLECTOR_UNSPECIFIED, 29, 0, 3, 1, 0",
    "legacy-g1,               G1,                    23, 3, 0, 1, 3"
  })
  void tellsTheJvmAndItsCollections(
      String name, Collector collector, int young, int mixed, int old, int full, int concurrent)
      throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture(name + ".log"));

    assertThat(log.info().getCollector()).isEqualTo(collector);
    assertThat(log.info().getJdkVersion()).isEqualTo("1.8.0_402");
    assertThat(log.info().getMaxHeapBytes()).isEqualTo(128 * MIB);
    assertThat(log.cycles(GcKind.YOUNG)).hasSize(young);
    assertThat(log.cycles(GcKind.MIXED)).hasSize(mixed);
    assertThat(log.cycles(GcKind.OLD)).hasSize(old);
    assertThat(log.cycles(GcKind.FULL)).hasSize(full);
    assertThat(log.cycles(GcKind.CONCURRENT)).hasSize(concurrent);
    assertThat(log.cycles()).extracting(GcCycle::getEndTimeMs).isSorted();
    assertThat(log.cycles()).extracting(GcCycle::getGcId).doesNotHaveDuplicates();
    assertThat(log.cycles()).noneMatch(cycle -> cycle.getName().isEmpty());
    assertThat(log.cycles()).allMatch(GcCycle::hasHeapAfterBytes);
    assertThat(ReadLog.only(ReadLog.fixture(name + ".log")).batches()).isEqualTo(log.batches());
  }

  /** All that it reads is read here, and the same; it misses some full collections. */
  @ParameterizedTest
  @CsvSource({
    "legacy-parallel-undated, 27, 0",
    "legacy-serial,           23, 2",
    "legacy-cms,              29, 1",
    "legacy-g1,               27, 0"
  })
  void readsWhatGcToolKitReads(String name, int readByBoth, int fullMissedThere)
      throws IOException {
    List<GcToolKitLog.Pause> theirs = GcToolKitLog.read(ReadLog.fixture(name + ".log"));
    ReadLog log = ReadLog.only(ReadLog.fixture(name + ".log"));
    long startMs = log.info().getStartTimeMs();
    List<GcCycle> ours =
        log.cycles().stream()
            .filter(cycle -> cycle.getKind() != GcKind.OLD)
            .filter(cycle -> cycle.getKind() != GcKind.CONCURRENT)
            .toList();

    int found = 0;
    for (GcToolKitLog.Pause pause : theirs) {
      found += (int) ours.stream().filter(cycle -> isSame(cycle, pause, startMs)).limit(1).count();
    }

    assertThat(found).isEqualTo(readByBoth);
    assertThat(ours).hasSize(readByBoth + fullMissedThere);
    assertThat(log.cycles(GcKind.FULL).size()).isGreaterThanOrEqualTo(fullMissedThere);
  }

  @Test
  void serialThatTurnsIntoAFullCollection() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "14.906: [GC (Allocation Failure) 14.906: [DefNew: 38342K->38342K(39296K), 0.0000312"
                + " secs]14.906: [Tenured: 81156K->37100K(87424K), 0.0412345 secs]"
                + " 119498K->37100K(126720K), [Metaspace: 8211K->8211K(1056768K)], 0.0413902 secs]"
                + " [Times: user=0.07 sys=0.00, real=0.04 secs] ");

    GcCycle full = log.cycle(0);
    assertThat(full.getKind()).isEqualTo(GcKind.FULL);
    assertThat(full.getName()).isEqualTo("SerialOld");
    assertThat(full.getCause()).isEqualTo("Allocation Failure");
    assertThat(full.getHeapBeforeBytes()).isEqualTo(119498 * 1024L);
    assertThat(full.getHeapAfterBytes()).isEqualTo(37100 * 1024L);
    assertThat(full.getOldAfterBytes()).isEqualTo(37100 * 1024L);
    assertThat(full.getHeapCommittedBytes()).isEqualTo(126720 * 1024L);
    assertThat(full.getDurationUs()).isEqualTo(41_390);
    assertThat(full.getEndTimeMs()).isEqualTo(14_947);
    assertThat(log.batches().get(0).getMetaspace(0).getUsedBytes()).isEqualTo(8211 * 1024L);
  }

  /** The next young collection begins with what the sweep has left. */
  @Test
  void aConcurrentCycleEndsWithWhatTheNextCollectionFinds() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "5.000: [GC (CMS Initial Mark) [1 CMS-initial-mark: 52000K(87424K)] 57000K(126720K),"
                + " 0.0012345 secs] [Times: user=0.00 sys=0.00, real=0.00 secs] ",
            "5.001: [CMS-concurrent-mark-start]",
            "5.030: [CMS-concurrent-mark: 0.021/0.029 secs] [Times: user=0.06 sys=0.00, real=0.03"
                + " secs] ",
            "5.100: [GC (CMS Final Remark) [YG occupancy: 9000 K (39296 K)]5.100: [Rescan (parallel)"
                + " , 0.0031234 secs]5.103: [weak refs processing, 0.0000213 secs][1 CMS-remark:"
                + " 52000K(87424K)] 61000K(126720K), 0.0056789 secs] [Times: user=0.01 sys=0.00,"
                + " real=0.01 secs] ",
            "5.120: [CMS-concurrent-reset: 0.001/0.001 secs] [Times: user=0.00 sys=0.00, real=0.00"
                + " secs] ",
            "6.000: [GC (Allocation Failure) 6.000: [ParNew: 38000K->4000K(39296K), 0.0060000"
                + " secs] 58000K->24500K(126720K), 0.0061000 secs] [Times: user=0.01 sys=0.00,"
                + " real=0.01 secs] ");

    GcCycle old = log.cycle(0);
    assertThat(old.getKind()).isEqualTo(GcKind.OLD);
    assertThat(old.getPausesUsList()).containsExactly(1_234L, 5_678L);
    assertThat(old.getHeapBeforeBytes()).isEqualTo(57000 * 1024L);
    assertThat(old.getOldAfterBytes()).isEqualTo(20000 * 1024L);
    assertThat(old.getHeapAfterBytes()).isEqualTo(29000 * 1024L);
    assertThat(old.getDurationUs()).isEqualTo(120_000);
    assertThat(log.cycle(1).getOldAfterBytes()).isEqualTo(20500 * 1024L);
    assertThat(log.cycle(1).getPromotedBytes()).isEqualTo(500 * 1024L);
  }

  @Test
  void aConcurrentModeFailureIsOneFullCollection() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "5.000: [GC (CMS Initial Mark) [1 CMS-initial-mark: 82000K(87424K)] 87000K(126720K),"
                + " 0.0012345 secs] [Times: user=0.00 sys=0.00, real=0.00 secs] ",
            "5.100: [GC (Allocation Failure) 5.100: [ParNew (promotion failed):"
                + " 39296K->39296K(39296K), 0.1000000 secs]5.200: [CMS5.210:"
                + " [CMS-concurrent-mark: 0.021/0.029 secs] [Times: user=0.06 sys=0.00, real=0.03"
                + " secs] ",
            " (concurrent mode failure): 81156K->37100K(87424K), 0.4000000 secs]"
                + " 120000K->37100K(126720K), [Metaspace: 8211K->8211K(1056768K)], 0.5000000 secs]"
                + " [Times: user=0.70 sys=0.00, real=0.50 secs] ");

    assertThat(log.cycles()).hasSize(1);
    assertThat(log.cycles().get(0).getKind()).isEqualTo(GcKind.FULL);
    assertThat(log.cycles().get(0).getOldAfterBytes()).isEqualTo(37100 * 1024L);
    assertThat(log.cycles().get(0).getDurationUs()).isEqualTo(500_000);
  }

  @Test
  void recordsOverSeveralLinesAndHeapsAroundThem() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "{Heap before GC invocations=0 (full 0):",
            " def new generation   total 39296K, used 34944K [0x00000000f8000000,"
                + " 0x00000000faaa0000, 0x00000000faaa0000)",
            "1.000: [GC (Allocation Failure) 1.000: [DefNew",
            "Desired survivor size 2228224 bytes, new threshold 15 (max 15)",
            "- age   1:    1234568 bytes,    1234568 total",
            ": 34944K->4352K(39296K), 0.0100000 secs] 34944K->7263K(126720K), 0.0110000 secs]"
                + " [Times: user=0.01 sys=0.00, real=0.01 secs] ",
            "Heap after GC invocations=1 (full 0):",
            "}",
            "2.000: Total time for which application threads were stopped: 0.0001 seconds",
            "3.000: [GC (Allocation Failure) --[PSYoungGen: 4688K->4688K(6144K)]"
                + " 17316K->17348K(19968K), 0.0011063 secs]");

    assertThat(log.cycles()).hasSize(2);
    assertThat(log.cycle(0).getOldAfterBytes()).isEqualTo((7263 - 4352) * 1024L);
    assertThat(log.cycle(1).getIncomplete()).isTrue();
    assertThat(log.batches()).noneMatch(batch -> batch.hasEnded());
  }

  /** A line that was cut takes no other with it. */
  @Test
  void aRecordThatIsNeverClosedIsLeftOut() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "1.000: [GC (Allocation Failure) [PSYoungGen: 4688K->46",
            "2.000: [GC (Allocation Failure) [PSYoungGen: 4688K->468K(6144K)] 17316K->7348K(19968K),"
                + " 0.0011063 secs]",
            "3.000: [GC (Allocation Failure) [PSYoungGen: 4688K->468K(6144K)] 17316K-");

    assertThat(log.cycles()).hasSize(1);
    assertThat(log.cycle(0).getHeapAfterBytes()).isEqualTo(7348 * 1024L);
  }

  @Test
  void theHeapAtTheEndIsTheEnd() throws IOException {
    ReadLog log = ReadLog.only(ReadLog.fixture("legacy-parallel.log"));

    assertThat(log.batches().get(log.batches().size() - 1).getEnded().getTimeMs())
        .isEqualTo(log.cycles().get(log.cycles().size() - 1).getEndTimeMs());
    assertThat(ReadLog.only(ReadLog.fixture("legacy-cms.log")).batches())
        .noneMatch(batch -> batch.hasEnded());
  }

  @Test
  void olderJdksAndFewerWords() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "15.000: [GC 109036K->44313K(118604K), 0.0166648 secs]",
            "15.287: [Full GC15.287: [Tenured: 0K->4602K(174784K), 0.0371090 secs]"
                + " 25253K->4602K(253440K), [Perm : 13657K->13657K(21248K)], 0.0373080 secs]"
                + " [Times: user=0.03 sys=0.00, real=0.04 secs]",
            "16.000: [Full GC (System) [PSYoungGen: 300K->0K(1000K)] [PSOldGen: 5000K->4000K(9000K)]"
                + " 5300K->4000K(10000K) [PSPermGen: 3000K->3000K(8000K)], 0.1666489 secs]");

    assertThat(log.cycles())
        .extracting(GcCycle::getKind)
        .containsExactly(GcKind.YOUNG, GcKind.FULL, GcKind.FULL);
    assertThat(log.cycle(0).getHeapAfterBytes()).isEqualTo(44313 * 1024L);
    assertThat(log.cycle(0).hasOldAfterBytes()).isFalse();
    assertThat(log.cycle(1).getOldAfterBytes()).isEqualTo(4602 * 1024L);
    assertThat(log.cycle(2).getCause()).isEqualTo("System");
    assertThat(log.cycle(2).getOldAfterBytes()).isEqualTo(4000 * 1024L);
    assertThat(log.missing()).anyMatch(sentence -> sentence.contains("metaspace"));
  }

  @Test
  void datesWithoutUptimes() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "2018-06-15T10:44:26.631-0800: [Full GC (System.gc()) [PSYoungGen: 496K->0K(38400K)]"
                + " [ParOldGen: 8K->402K(87552K)] 504K->402K(125952K), [Metaspace:"
                + " 3300K->3300K(1056768K)], 0.0066154 secs] [Times: user=0.01 sys=0.00,"
                + " real=0.00 secs]");

    assertThat(log.cycle(0).getEndTimeMs()).isEqualTo(1_529_088_266_637L);
    assertThat(log.missing()).anyMatch(sentence -> sentence.contains("no uptime"));
  }

  @Test
  void g1WithoutDetails() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            "1.000: [GC pause (G1 Evacuation Pause) (young) 24M->5M(128M), 0.0050000 secs]",
            "2.000: [GC pause (G1 Evacuation Pause) (young) (to-space exhausted), 0.1200000 secs]",
            "   [Eden: 50.0M(50.0M)->0.0B(50.0M) Survivors: 0.0B->2048.0K Heap:"
                + " 60.5M(128.0M)->40.5M(128.0M)]",
            "3.000: [GC pause (Metadata GC Threshold) (young) (initial-mark) 60M->45M(128M),"
                + " 0.0050000 secs]",
            "3.100: [GC concurrent-mark-abort]",
            "4.000: [GC cleanup 35M->34M(128M), 0.0006543 secs]",
            "5.000: [Full GC (Allocation Failure)  120M->80M(128M), 0.4000000 secs]");

    assertThat(log.cycles()).extracting(GcCycle::getGcId).containsExactly(0, 1, 2, 4);
    assertThat(log.cycle(0).getHeapAfterBytes()).isEqualTo(5 * MIB);
    assertThat(log.cycle(1).getIncomplete()).isTrue();
    assertThat(log.cycle(1).getHeapAfterBytes()).isEqualTo(40 * MIB + MIB / 2);
    assertThat(log.cycle(1).getOldAfterBytes()).isEqualTo(38 * MIB + MIB / 2);
    assertThat(log.cycle(4).getName()).isEqualTo("G1Full");
  }

  @Test
  void looksLikeALogFromItsFirstLines() {
    String header =
        "Java HotSpot(TM) 64-Bit Server VM (25.202-b08) for linux-amd64 JRE (1.8.0_202-b08), built";

    assertThat(GcLogs.looksLikeGcLog(header.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isTrue();
  }

  /** It counts in whole kibibytes. */
  private static boolean isSame(GcCycle cycle, GcToolKitLog.Pause pause, long startMs) {
    long endMs = startMs + pause.uptimeMs() + pause.durationUs() / 1_000;
    return Math.abs(cycle.getEndTimeMs() - endMs) <= 2
        && Math.abs(cycle.getHeapBeforeBytes() - pause.beforeBytes()) <= 1_024
        && Math.abs(cycle.getHeapAfterBytes() - pause.afterBytes()) <= 1_024
        && Math.abs(cycle.getDurationUs() - pause.durationUs()) <= 1;
  }
}
