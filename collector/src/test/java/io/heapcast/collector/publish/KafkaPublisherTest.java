package io.heapcast.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class KafkaPublisherTest {

  private static final String JVM = "host/1@2";
  private static final Settings SETTINGS =
      Settings.defaults()
          .with(Map.of(Setting.BOOTSTRAP_SERVERS, "broker:9092", Setting.PREFIX, "test-"), "test");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path spool;

  @Test
  void recordsGoToTheirTopicsUnderTheJvmIdInOrder() throws IOException {
    MockProducer<String, byte[]> producer = producer(true);
    try (KafkaPublisher publisher = publisher(() -> producer)) {
      publisher.publish(JvmStatus.newBuilder().setInfo(JvmInfo.newBuilder().setJvmId(JVM)).build());
      publisher.publish(batch(0));
      publisher.publish(batch(1));
      publisher.withdraw("host/1@1");
      await().until(() -> producer.history().size() == 4);
      assertThat(publisher.takeDropped(JVM)).isZero();
      assertThat(publisher.stats().spoolBytes()).isZero();
    }

    assertThat(producer.history())
        .extracting(ProducerRecord::topic)
        .containsExactly(
            "test-heapcast.jvms.v1",
            "test-heapcast.telemetry.v1",
            "test-heapcast.telemetry.v1",
            "test-heapcast.jvms.v1");
    assertThat(producer.history())
        .extracting(ProducerRecord::key)
        .containsExactly(JVM, JVM, JVM, "host/1@1");
    assertThat(producer.history().get(2).value()).isEqualTo(batch(1).toByteArray());
    assertThat(producer.history().get(3).value()).isNull();
  }

  @Test
  void whatTheProducerGivesUpIsSentAgainBeforeAllThatCameLater() throws Exception {
    MockProducer<String, byte[]> first = producer(false);
    MockProducer<String, byte[]> second = producer(true);
    List<MockProducer<String, byte[]>> producers = new ArrayList<>(List.of(first, second));
    try (KafkaPublisher publisher = publisher(() -> producers.remove(0))) {
      for (int seq = 0; seq < 3; seq++) {
        publisher.publish(batch(seq));
      }
      await().until(() -> first.history().size() == 3);
      first.completeNext(); // 0 arrived
      first.errorNext(new org.apache.kafka.common.errors.TimeoutException("delivery"));
      publisher.publish(batch(3));
      await().until(() -> second.history().size() == 3);
      publisher.publish(batch(4));
      await().until(() -> second.history().size() == 4);

      assertThat(publisher.takeDropped(JVM)).isZero();
      assertThat(publisher.stats().reconnects()).isEqualTo(1);
      await().until(() -> publisher.stats().spoolBytes() == 0);
    }
    assertThat(seqs(second.history())).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aFullBufferIsWaitedForOnDiskAndNothingIsLost() throws IOException {
    RefusingProducer producer = new RefusingProducer(3, new BufferExhaustedException("full"));
    try (KafkaPublisher publisher = publisher(() -> producer)) {
      for (int seq = 0; seq < 20; seq++) {
        publisher.publish(batch(seq));
      }
      await().until(() -> producer.history().size() == 20);
      assertThat(publisher.takeDropped(JVM)).isZero();
    }
    assertThat(seqs(producer.history())).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aRecordThatCanNeverBeSentIsDroppedAndTheNextOnesGoOn() throws IOException {
    RefusingProducer producer = new RefusingProducer(1, new RecordTooLargeException("large"));
    try (KafkaPublisher publisher = publisher(() -> producer)) {
      publisher.publish(batch(0));
      publisher.publish(batch(1));

      await().until(() -> producer.history().size() == 1);
      await().until(() -> publisher.takeDropped(JVM) == 1);
      assertThat(publisher.stats().dropped()).containsExactly(Map.entry("refused", 1L));
    }
  }

  @Test
  void whatCouldNotBeSentIsSentByTheNextProcess() throws IOException {
    try (KafkaPublisher publisher =
        publisher(
            () -> new RefusingProducer(Integer.MAX_VALUE, new BufferExhaustedException("full")))) {
      for (int seq = 0; seq < 7_000; seq++) {
        publisher.publish(batch(seq));
        if (seq % 1_000 == 0) {
          await().until(() -> publisher.stats().queued() < 3_000);
        }
      }
      await().until(() -> publisher.stats().queued() == 0);
      assertThat(publisher.takeDropped(JVM)).isZero();
    }

    MockProducer<String, byte[]> back = producer(true);
    try (KafkaPublisher publisher = publisher(() -> back)) {
      publisher.publish(batch(7_000));
      await().until(() -> back.history().size() == 7_001);
    }
    assertThat(seqs(back.history())).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void noOneWaitsForTheClusterAndABrokenSpoolIsCounted() throws IOException {
    List<Producer<String, byte[]>> closed = new CopyOnWriteArrayList<>();
    try (KafkaPublisher publisher =
        publisher(
            () -> {
              RefusingProducer producer =
                  new RefusingProducer(Integer.MAX_VALUE, new BufferExhaustedException("full"));
              closed.add(producer);
              return producer;
            })) {
      java.nio.file.Files.delete(spool);
      publisher.publish(batch(0));
      await().until(() -> publisher.stats().dropped().getOrDefault("spool-failed", 0L) == 1);
      assertThat(publisher.takeDropped(JVM)).isEqualTo(1);
      java.nio.file.Files.createDirectory(spool);
      publisher.publish(batch(1));
      await().until(() -> publisher.stats().spoolBytes() > 0);
    }
    assertThat(closed).isNotEmpty();
  }

  @Test
  void theProducerNeverBlocksAndSurvivesAnOutage() {
    assertThat(KafkaPublisher.config(SETTINGS))
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0)
        .containsEntry("metadata.recovery.strategy", "none")
        .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd")
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 5)
        .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092");
  }

  /** As long as the test may take: a starved machine is no defect. */
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private KafkaPublisher publisher(Supplier<Producer<String, byte[]>> producers)
      throws IOException {
    return new KafkaPublisher(producers, SETTINGS, spool, () -> {});
  }

  private static List<Long> seqs(List<ProducerRecord<String, byte[]>> records) {
    return records.stream()
        .map(
            record -> {
              try {
                return TelemetryBatch.parseFrom(record.value()).getSeq();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static TelemetryBatch batch(int seq) {
    return TelemetryBatch.newBuilder().setJvmId(JVM).setSeq(seq).setObservedUntilMs(1).build();
  }

  private static MockProducer<String, byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new StringSerializer(), new ByteArraySerializer());
  }

  /** Refuses the first sends at once, as a producer with {@code max.block.ms=0} does. */
  private static final class RefusingProducer extends MockProducer<String, byte[]> {

    private final RuntimeException refusal;
    private int left;

    RefusingProducer(int times, RuntimeException refusal) {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
      this.left = times;
      this.refusal = refusal;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
      return left-- > 0
          ? java.util.concurrent.CompletableFuture.failedFuture(refusal)
          : super.send(record);
    }
  }
}
