package io.heapcast.cli.analyze.gclog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.GcCycle;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they are found: damaged, packed, rotated, with several JVMs in one. */
class LogFilesTest {

  private static final String BEGIN = "[%s][0.004s][info][gc] Using Serial";

  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  @TempDir
  Path directory;

  private static String young(String time, int id, int beforeMib) {
    return "%s[info][gc] GC(%d) Pause Young (Allocation Failure) %dM->10M(123M) 2.000ms"
        .formatted(time, id, beforeMib);
  }

  @Test
  void aTruncatedLastLineIsLeftOut() throws IOException {
    byte[] whole = Files.readAllBytes(ReadLog.fixture("serial-17.log"));
    ReadLog all = ReadLog.only(ReadLog.fixture("serial-17.log"));
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int cut = text.indexOf("GC(20) Pause Young (Allocation Failure) ") + 44;
    Path file = Files.write(directory.resolve("serial-17.log"), slice(whole, 0, cut));

    assertThat(ReadLog.only(file).cycles()).isEqualTo(all.cycles().subList(0, 20));
  }

  @Test
  void whatIsNoLineOfTheLogIsPassedOver() throws IOException {
    Path fixture = ReadLog.fixture("parallel-25.log");
    List<String> lines = Files.readAllLines(fixture);
    byte[] junk = new byte[40_000];
    new Random(1).nextBytes(junk);
    Path file = directory.resolve("parallel-25.log");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < lines.size(); i++) {
        out.write((lines.get(i) + "\r\n").getBytes(StandardCharsets.UTF_8));
        if (i % 20 == 5) {
          out.write(
              "2026-11-21 10:00:00,123 INFO [main] c.e.Shop - order [GC(1)]\n"
                  .getBytes(StandardCharsets.UTF_8));
          out.write(
              "[1.0s][info][safepoint] Safepoint \"Cleanup\", Total: 3 ns\n"
                  .getBytes(StandardCharsets.UTF_8));
          out.write(new byte[] {'[', 0, (byte) 0xff, '\n'});
        }
        if (i == 50) {
          out.write(junk);
          out.write('\n');
        }
      }
    }

    assertThat(ReadLog.only(file).cycles()).isEqualTo(ReadLog.only(fixture).cycles());
  }

  /** Bytes changed, left out and doubled: something is read, in order, and nothing fails. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "serial-17",
        "parallel-25",
        "g1-17",
        "z-17",
        "z-25",
        "shenandoah-degenerated-17",
        "shenandoah-generational-25",
        "epsilon-17",
        "legacy-cms",
        "legacy-g1",
        "legacy-serial"
      })
  void damageNeverStopsIt(String name) throws IOException {
    byte[] whole = Files.readAllBytes(ReadLog.fixture(name + ".log"));
    Path file = directory.resolve("damaged.log");
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream damaged = new ByteArrayOutputStream();
      for (byte b : whole) {
        switch (random.nextInt(400)) {
          case 0 -> damaged.write(random.nextInt(256));
          case 1 -> damaged.write(new byte[] {b, b}, 0, 2);
          case 2 -> damaged.write('0' + random.nextInt(10));
          case 3 -> {}
          default -> damaged.write(b);
        }
      }
      Files.write(file, damaged.toByteArray());
      for (ReadLog jvm : ReadLog.all(file)) {
        assertThat(jvm.batches()).extracting(TelemetryBatch::getObservedUntilMs).isSorted();
        assertThat(jvm.cycles()).extracting(GcCycle::getGcId).doesNotHaveDuplicates();
        assertThat(jvm.cycles()).allMatch(cycle -> cycle.getHeapAfterBytes() >= 0);
      }
    }
  }

  @Test
  void packedLogsReadTheSame() throws IOException {
    Path fixture = ReadLog.fixture("g1-25.log");
    Path packed = directory.resolve("g1-25.log.gz");
    pack(Files.readAllBytes(fixture), packed);

    ReadLog read = ReadLog.only(packed);

    assertThat(read.cycles()).isEqualTo(ReadLog.only(fixture).cycles());
    assertThat(read.bytesDone()).last().isEqualTo(Files.size(packed));
    assertThat(GcLogs.looksLikeGcLog(slice(Files.readAllBytes(packed), 0, 600))).isTrue();
  }

  @Test
  void aPackedLogThatIsCutShortIsReadSoFar() throws IOException {
    Path packed = directory.resolve("g1-25.log.gz");
    pack(Files.readAllBytes(ReadLog.fixture("g1-25.log")), packed);
    Files.write(packed, slice(Files.readAllBytes(packed), 0, (int) Files.size(packed) / 2));

    ReadLog read = ReadLog.only(packed);

    List<GcCycle> all = ReadLog.only(ReadLog.fixture("g1-25.log")).cycles();
    assertThat(read.cycles()).isNotEmpty().isEqualTo(all.subList(0, read.cycles().size()));
    assertThat(read.missing()).anyMatch(sentence -> sentence.contains("ends before its end"));
  }

  @Test
  void aLogWithoutACollectionIsALog() throws IOException {
    ReadLog log = ReadLog.of(directory, BEGIN.formatted("2026-11-21T10:00:00.004+0000"));

    assertThat(log.cycles()).isEmpty();
    assertThat(log.batches()).hasSize(1);
    assertThat(log.batches().get(0).getObservedUntilMs()).isEqualTo(1_795_255_200_004L);
    assertThat(log.missing()).anyMatch(sentence -> sentence.contains("no collection"));
  }

  @Test
  void whatIsNoGcLogIsSaidSo() throws IOException {
    Path empty = ReadLog.write(directory, "empty.log");
    Files.write(empty, new byte[0]);
    Path text = ReadLog.write(directory, "app.log", "INFO started", "[main] done");
    Path binary = Files.write(directory.resolve("x.bin"), new byte[5_000]);
    Path timeless = ReadLog.write(directory, "none.log", "GC(0) Pause Full 3M->1M(8M) 1.0ms");

    assertThatThrownBy(() -> GcLogs.open(empty))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("found an empty file, expected a log of a Java garbage collector");
    assertThatThrownBy(() -> GcLogs.open(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("app.log: found no line of a garbage collector");
    assertThatThrownBy(() -> GcLogs.open(binary))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("found a binary file");
    assertThatThrownBy(() -> GcLogs.open(timeless))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("lines without date and uptime");
    assertThat(GcLogs.looksLikeGcLog(Files.readAllBytes(text))).isFalse();
    assertThat(GcLogs.looksLikeGcLog(new byte[] {'F', 'L', 'R', 0})).isFalse();
    assertThat(GcLogs.looksLikeGcLog(new byte[0])).isFalse();
  }

  @Test
  void aRestartIsAnotherJvm() throws IOException {
    Path file =
        ReadLog.write(
            directory,
            "gc.log",
            BEGIN.formatted("2026-11-21T10:00:00.004+0000"),
            young("[2026-11-21T10:00:01.000+0000][1.000s]", 0, 40),
            young("[2026-11-21T10:00:02.000+0000][2.000s]", 1, 40),
            BEGIN.formatted("2026-11-21T10:05:00.004+0000"),
            young("[2026-11-21T10:05:01.000+0000][1.000s]", 0, 40));

    List<ReadLog> jvms = ReadLog.all(file);

    assertThat(jvms).hasSize(2);
    assertThat(jvms.get(0).info().getJvmId()).isEqualTo("gc.log/1@1795255200");
    assertThat(jvms.get(0).cycles()).hasSize(2);
    assertThat(jvms.get(1).info().getJvmId()).isEqualTo("gc.log/1@1795255500");
    assertThat(jvms.get(1).cycles()).hasSize(1);
  }

  /** Neither dates nor words at the begin: the uptime falls; the second one counts on. */
  @Test
  void aRestartInALogWithoutDates() throws IOException {
    Path file =
        ReadLog.write(
            directory,
            "gc.log",
            young("[1.000s]", 0, 40),
            young("[9.500s]", 1, 40),
            young("[0.700s]", 0, 40));

    List<ReadLog> jvms = ReadLog.all(file);

    assertThat(jvms).hasSize(2);
    assertThat(jvms.get(0).cycle(1).getEndTimeMs()).isEqualTo(9_500);
    assertThat(jvms.get(1).info().getJvmId()).isEqualTo("gc.log/1@10");
    assertThat(jvms.get(1).cycle(0).getEndTimeMs()).isEqualTo(10_700);
  }

  @Test
  void aRestartInALogWithoutUptime() throws IOException {
    Path file =
        ReadLog.write(
            directory,
            "gc.log",
            young("[2026-11-21T10:00:01.000+0000]", 7, 40),
            young("[2026-11-21T10:00:02.000+0000]", 8, 40),
            young("[2026-11-21T10:00:09.000+0000]", 0, 40));

    List<ReadLog> jvms = ReadLog.all(file);

    assertThat(jvms).hasSize(2);
    assertThat(jvms.get(0).missing())
        .anyMatch(sentence -> sentence.contains("begins with collection 7"));
    assertThat(jvms.get(1).cycles()).hasSize(1);
  }

  @Test
  void rotationsAreOneLogInWhateverOrderTheyAreGiven() throws IOException {
    Path newest = ReadLog.write(directory, "gc.log", young("[9.000s]", 8, 40));
    Path oldest =
        ReadLog.write(directory, "gc.log.1", young("[1.000s]", 0, 40), young("[2.0s]", 1, 40));
    Path middle = ReadLog.write(directory, "gc.log.0", young("[3.000s]", 2, 40));
    Path other = ReadLog.write(directory, "other.log", young("[1.000s]", 0, 40));

    List<ReadLog> jvms = ReadLog.all(newest, other, middle, oldest);

    assertThat(jvms).hasSize(2);
    assertThat(jvms.get(0).cycles()).extracting(GcCycle::getGcId).containsExactly(0, 1, 2, 8);
    assertThat(jvms.get(0).missing())
        .anyMatch(sentence -> sentence.startsWith("5 collections between"));
    // What the missing file told is missing in the telemetry too.
    assertThat(jvms.get(0).batches())
        .extracting(TelemetryBatch::getSeq)
        .containsExactly(0L, 1L, 2L, 4L);
    assertThat(jvms.get(1).cycles()).hasSize(1);
    assertThat(GcLogs.open(List.of(newest, middle, oldest)).get(0).files())
        .containsExactly(oldest, middle, newest);
  }

  @Test
  void rotationsOfSeveralRunsAreSeveralJvms() throws IOException {
    Path first =
        ReadLog.write(directory, "gc.log.0", young("[2026-11-21T10:00:05.000+0000][5.0s]", 0, 40));
    Path second =
        ReadLog.write(directory, "gc.log.1", young("[2026-11-21T11:00:09.000+0000][9.0s]", 1, 40));

    List<ReadLog> jvms = ReadLog.all(second, first);

    assertThat(jvms).hasSize(2);
    assertThat(jvms.get(0).info().getJvmId()).isEqualTo("gc.log.0/1@1795255200");
    assertThat(jvms.get(1).info().getJvmId()).isEqualTo("gc.log.1/1@1795258800");
  }

  /** The clock was set back by an hour; the uptime went on. */
  @Test
  void aClockThatWasSetMovesNothing() throws IOException {
    ReadLog log =
        ReadLog.of(
            directory,
            young("[2026-11-21T10:00:01.000+0000][1.000s]", 0, 40),
            young("[2026-11-21T09:00:05.000+0000][5.000s]", 1, 40));

    assertThat(log.cycle(1).getEndTimeMs() - log.cycle(0).getEndTimeMs()).isEqualTo(4_000);
  }

  /** A log is complete: that nothing was collected is known too. */
  @Test
  void quietTimesAreObserved() throws IOException {
    ReadLog log = ReadLog.of(directory, young("[1.000s]", 0, 40), young("[7201.000s]", 1, 40));

    assertThat(log.cycles()).hasSize(2);
    List<Long> observed = log.batches().stream().map(TelemetryBatch::getObservedUntilMs).toList();
    assertThat(observed).isSorted().last().isEqualTo(7_201_000L);
    for (int i = 1; i < observed.size(); i++) {
      assertThat(observed.get(i) - observed.get(i - 1)).isLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void theProcessIdIsTheJvms() throws IOException {
    ReadLog log = ReadLog.of(directory, young("[1.0s][4711][12]", 0, 40));
    ReadLog threads = ReadLog.of(directory, young("[1.0s][12]", 0, 40), young("[2.0s][13]", 1, 40));

    assertThat(log.info().getJvmId()).isEqualTo("gc.log/4711@0");
    assertThat(log.info().getProcessPid()).isEqualTo(4711);
    assertThat(threads.info().getProcessPid()).isZero();
  }

  private static void pack(byte[] content, Path file) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(content);
    }
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }
}
