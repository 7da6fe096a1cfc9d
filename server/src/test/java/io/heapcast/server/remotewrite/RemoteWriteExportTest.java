package io.heapcast.server.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.server.remotewrite.RemoteWriteClient.Answer;
import io.heapcast.server.remotewrite.RemoteWriteClient.Outcome;
import io.heapcast.telemetry.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that reads and sends, with a consumer and a Prometheus that the test commands. */
class RemoteWriteExportTest {

  private static final TopicPartition FIRST = new TopicPartition("windows", 0);
  private static final TopicPartition SECOND = new TopicPartition("windows", 1);

  /** Written windows by their end; answers as told. */
  private static final class FakePrometheus extends RemoteWriteClient {
    final Set<Long> taken = new ConcurrentSkipListSet<>();
    final AtomicInteger posts = new AtomicInteger();
    volatile boolean away;
    volatile boolean broken;

    FakePrometheus() {
      super(URI.create("http://127.0.0.1:1"), HttpClient.newHttpClient());
    }

    @Override
    Answer post(List<Sample> samples) {
      posts.incrementAndGet();
      if (broken) {
        throw new OutOfMemoryError("as far as this test goes");
      }
      if (away) {
        return new Answer(Outcome.UNAVAILABLE, "away");
      }
      samples.forEach(sample -> taken.add(sample.timeMs()));
      return new Answer(Outcome.WRITTEN, "");
    }
  }

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final FakePrometheus prometheus = new FakePrometheus();
  private final RemoteWriteExport export = new RemoteWriteExport(consumer, "windows", prometheus);

  @AfterEach
  void close() {
    export.close();
  }

  /** As the broker hands partitions over: between two polls. */
  private void begin(TopicPartition... partitions) {
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
          consumer.rebalance(List.of(partitions));
        });
    export.start();
  }

  private void add(TopicPartition to, int from, int until) {
    consumer.schedulePollTask(() -> addNow(to, from, until));
  }

  private void addNow(TopicPartition to, int from, int until) {
    for (int n = from; n < until; n++) {
      byte[] window = Windows.window(Windows.FIRST_END_MS, n).build().toByteArray();
      consumer.addRecord(
          new ConsumerRecord<>(to.topic(), to.partition(), n % 100, new byte[] {1}, window));
    }
  }

  private void awaitTaken(int... windows) {
    List<Long> ends = new ArrayList<>();
    for (int n : windows) {
      ends.add(Windows.FIRST_END_MS + 10_000L * n);
    }
    await().untilAsserted(() -> assertThat(prometheus.taken).containsExactlyElementsOf(ends));
  }

  private long committed(TopicPartition partition) {
    var at = consumer.committed(Set.of(partition)).get(partition);
    return at == null ? 0 : at.offset();
  }

  @Test
  void anErrorEndsNothingAndNothingIsCommittedUnsent() {
    prometheus.broken = true;
    begin(FIRST);
    add(FIRST, 0, 3);
    await().until(() -> prometheus.posts.get() >= 2);
    assertThat(committed(FIRST)).isZero();
    assertThat(consumer.paused()).as("what is pending is not added to").containsExactly(FIRST);
    assertThat(export.counts().retries()).isPositive();
    prometheus.broken = false;
    awaitTaken(0, 1, 2);
    await().until(() -> committed(FIRST) == 3);
  }

  @Test
  void aWindowThatEndsWellAfterItsArrivalIsDroppedAndCounted() {
    begin(FIRST);
    consumer.schedulePollTask(
        () -> {
          long toleratedMs = AheadOfArrival.TOLERATED.toMillis();
          consumer.addRecord(arrivedAt(Windows.FIRST_END_MS - toleratedMs - 1, 0));
          consumer.addRecord(arrivedAt(Windows.FIRST_END_MS + 10_000 - toleratedMs, 1));
        });
    awaitTaken(1);
    await().until(() -> committed(FIRST) == 2);
    assertThat(export.counts().ahead()).isEqualTo(1);
    assertThat(export.counts().written()).isEqualTo(1);
  }

  @Test
  void anErrorWhileReadingCommitsNothingUnsent() {
    begin(FIRST);
    consumer.schedulePollTask(
        () -> {
          addNow(FIRST, 0, 2);
          consumer.addRecord(
              new ConsumerRecord<>(FIRST.topic(), FIRST.partition(), 2, new byte[] {1}, null) {
                @Override
                public byte[] value() {
                  throw new OutOfMemoryError("as far as this test goes");
                }
              });
        });
    await().until(() -> export.counts().retries() == 1);
    // The mock forgets the records that it has handed out.
    add(FIRST, 0, 3);
    awaitTaken(0, 1, 2);
    await().until(() -> committed(FIRST) == 3);
  }

  private static ConsumerRecord<byte[], byte[]> arrivedAt(long arrivalMs, int n) {
    byte[] window = Windows.window(Windows.FIRST_END_MS, n).build().toByteArray();
    return new ConsumerRecord<>(
        FIRST.topic(),
        FIRST.partition(),
        n,
        arrivalMs,
        TimestampType.LOG_APPEND_TIME,
        1,
        window.length,
        new byte[] {1},
        window,
        new RecordHeaders(),
        Optional.empty());
  }

  @Test
  void whatIsPendingWhenPartitionsAreHandedOverIsSentByWhoHasThem() throws Exception {
    prometheus.away = true;
    begin(FIRST, SECOND);
    // In one poll: what is pending is not added to.
    consumer.schedulePollTask(
        () -> {
          addNow(FIRST, 0, 2);
          addNow(SECOND, 100, 102);
        });
    await().until(() -> prometheus.posts.get() >= 2);
    CountDownLatch handedOver = new CountDownLatch(1);
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(FIRST));
          handedOver.countDown();
        });
    assertThat(handedOver.await(10, TimeUnit.SECONDS)).isTrue();
    // The mock forgets the records that it has handed out.
    add(FIRST, 0, 2);
    prometheus.away = false;
    awaitTaken(0, 1);
    await().until(() -> committed(FIRST) == 2);
    assertThat(committed(SECOND)).isZero();
  }

  @Test
  void partitionsAreHandedOverAllAtOnceWhateverIsConfigured() {
    Settings settings =
        Settings.load(
            null,
            Map.of(),
            Map.of(
                "heapcast.bootstrap.servers", "b:9092",
                "heapcast.kafka.partition.assignment.strategy",
                    "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"));
    assertThat(RemoteWriteExport.config(settings))
        .containsEntry("group.protocol", "classic")
        .containsEntry(
            "partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor");
  }
}
