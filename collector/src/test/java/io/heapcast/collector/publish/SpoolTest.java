package io.heapcast.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {

  private static final int ALL = Integer.MAX_VALUE;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private final Lost lost = new Lost();

  private static final class Lost implements Spool.Losses {
    private final List<Long> dropped = new ArrayList<>();
    private final List<Long> stripped = new ArrayList<>();
    private int damaged;

    @Override
    public void dropped(SpoolRecord record, DropReason reason) {
      assertThat(reason).isEqualTo(DropReason.SPOOL_FULL);
      dropped.add(seq(record));
    }

    @Override
    public void stripped(SpoolRecord record) {
      stripped.add(seq(record));
    }

    @Override
    public void damaged(Path segment, String what) {
      damaged++;
    }
  }

  @Test
  void recordsComeBackInOrderAndStayUntilTheyAreDelivered() throws IOException {
    try (Spool spool = spool(1 << 20)) {
      append(spool, 0, 10);

      assertThat(seqs(spool.oldest(4, ALL))).containsExactly(0L, 1L, 2L, 3L);
      assertThat(seqs(spool.oldest(2, ALL))).containsExactly(0L, 1L);
      spool.delivered(spool.oldest(4, ALL));
      assertThat(seqs(drained(spool))).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(spool.isEmpty()).isTrue();
      append(spool, 10, 11);
      assertThat(seqs(drained(spool))).containsExactly(10L);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anotherProcessGoesOnWhereTheLastOneWas() throws IOException {
    try (Spool spool = spool(1 << 20)) {
      append(spool, 0, 100);
      spool.delivered(spool.oldest(30, ALL));
    }
    try (Spool spool = spool(1 << 20)) {
      append(spool, 100, 110);
      assertThat(seqs(drained(spool))).containsExactlyElementsOf(range(30, 110));
    }
    assertThat(lost.damaged).isZero();
  }

  @Test
  void tombstonesKeepTheirKeyAndTopic() throws IOException {
    try (Spool spool = spool(1 << 20)) {
      spool.append(new SpoolRecord(Topic.JVMS, "host/1@1", null));
      SpoolRecord back = spool.oldest(1, ALL).get(0);
      assertThat(back.topic()).isEqualTo(Topic.JVMS);
      assertThat(back.key()).isEqualTo("host/1@1");
      assertThat(back.value()).isNull();
    }
  }

  @Test
  void atTheBoundOldAllocationSamplesGoFirstThenTheOldestRecords() throws IOException {
    int most = 64 << 10;
    int written = 0;
    try (Spool spool = spool(most)) {
      while (lost.stripped.size() < 20) {
        append(spool, written, ++written);
      }
      assertThat(lost.dropped).isEmpty();
      assertThat(lost.stripped).isSubsetOf(range(0, written / 2));
      while (lost.dropped.size() < 200) {
        append(spool, written, ++written);
        assertThat(spool.bytes()).isLessThanOrEqualTo(most);
      }

      List<Long> kept = seqs(drained(spool));
      assertThat(kept).isSorted().doesNotContainAnyElementsOf(lost.dropped);
      assertThat(kept.size() + lost.dropped.size()).as("nothing uncounted").isEqualTo(written);
      assertThat(lost.dropped).isSorted();
      assertThat(kept.get(0)).isGreaterThan(lost.dropped.get(lost.dropped.size() - 1));
    }
  }

  @Test
  void whatIsInFlightIsNotMistakenForWhatTookItsPlace() throws IOException {
    int written = 0;
    try (Spool spool = spool(64 << 10)) {
      append(spool, written, written += 50);
      List<SpoolRecord> inFlight = spool.oldest(5, ALL);
      while (lost.dropped.size() < 200) {
        append(spool, written, ++written);
      }
      spool.delivered(inFlight);

      List<Long> kept = seqs(drained(spool));
      List<Long> all = new ArrayList<>(kept);
      all.addAll(lost.dropped);
      all.addAll(seqs(inFlight));
      assertThat(all).containsAll(range(0, written));
      assertThat(kept).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void aTornOrDamagedSegmentIsReadUpToThereAndTold() throws IOException {
    try (Spool spool = spool(1 << 20)) {
      append(spool, 0, 10);
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(bytes, bytes.length - 7));
    try (Spool spool = spool(1 << 20)) {
      append(spool, 20, 22);
      List<Long> back = seqs(drained(spool));
      assertThat(back)
          .containsExactlyElementsOf(
              Stream.concat(range(0, 9).stream(), range(20, 22).stream()).toList());
    }
    assertThat(lost.damaged).isEqualTo(1);
  }

  @Test
  void anyDamageIsSurvived() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      try (Spool spool = spool(1 << 20)) {
        append(spool, 0, 10);
      }
      for (Path segment : segments()) {
        byte[] bytes = Files.readAllBytes(segment);
        for (int i = 0; i < 3; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Files.write(segment, bytes);
      }
      Files.writeString(directory.resolve("position"), round % 2 == 0 ? "1 5" : "x");
      try (Spool spool = spool(1 << 20)) {
        drained(spool);
        assertThat(spool.isEmpty()).isTrue();
      }
    }
    assertThat(lost.damaged).isPositive();
  }

  private Spool spool(long most) throws IOException {
    return new Spool(directory, most, lost);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static List<SpoolRecord> drained(Spool spool) throws IOException {
    List<SpoolRecord> all = new ArrayList<>();
    for (List<SpoolRecord> next = spool.oldest(7, 4_000);
        !next.isEmpty();
        next = spool.oldest(7, 4_000)) {
      all.addAll(next);
      spool.delivered(next);
    }
    return all;
  }

  private static void append(Spool spool, int from, int to) throws IOException {
    for (int seq = from; seq < to; seq++) {
      TelemetryBatch.Builder batch = TelemetryBatch.newBuilder().setJvmId("h/1@1").setSeq(seq);
      for (int i = 0; i < 10; i++) {
        batch.addAllocationSamples(
            AllocationSample.newBuilder().setClassId(i).setWeightBytes(1L << 40));
      }
      batch.addGcCyclesBuilder().setGcId(seq).setName("G1New").setCause("x".repeat(60));
      spool.append(new SpoolRecord(Topic.TELEMETRY, "h/1@1", batch.build().toByteString()));
    }
  }

  private static List<Long> seqs(List<SpoolRecord> records) {
    return records.stream().map(SpoolTest::seq).toList();
  }

  private static long seq(SpoolRecord record) {
    try {
      return TelemetryBatch.parseFrom(Objects.requireNonNull(record.value())).getSeq();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Long> range(long from, long to) {
    return IntStream.range((int) from, (int) to).mapToObj(i -> (long) i).toList();
  }
}
