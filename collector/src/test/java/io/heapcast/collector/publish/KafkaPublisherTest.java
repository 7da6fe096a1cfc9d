package io.heapcast.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class KafkaPublisherTest {

  private static final String JVM = "host/1@2";
  private static final Settings SETTINGS =
      Settings.defaults()
          .with(Map.of(Setting.BOOTSTRAP_SERVERS, "broker:9092", Setting.PREFIX, "test-"), "test");

  @Test
  void recordsGoToTheirTopicsUnderTheJvmIdInOrder() {
    MockProducer<String, byte[]> producer = producer(true);
    try (KafkaPublisher publisher = new KafkaPublisher(producer, SETTINGS)) {
      publisher.publish(JvmStatus.newBuilder().setInfo(JvmInfo.newBuilder().setJvmId(JVM)).build());
      publisher.publish(batch(0));
      publisher.publish(batch(1));
      publisher.withdraw("host/1@1");
      await().until(() -> producer.history().size() == 4);
      assertThat(publisher.takeDropped(JVM)).isZero();
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
  void whatTheProducerGivesUpIsCountedAsDropped() {
    MockProducer<String, byte[]> producer = producer(false);
    try (KafkaPublisher publisher = new KafkaPublisher(producer, SETTINGS)) {
      publisher.publish(batch(0));
      publisher.publish(batch(1));
      await().until(() -> producer.history().size() == 2);
      producer.errorNext(new org.apache.kafka.common.errors.TimeoutException("delivery"));
      producer.completeNext();

      await().until(() -> publisher.takeDropped(JVM) == 1);
      assertThat(publisher.takeDropped(JVM)).isZero();
    }
  }

  @Test
  void aFullBufferIsWaitedForOnTheSendersThreadAndNothingIsLost() {
    RefusingProducer producer = new RefusingProducer(3, new BufferExhaustedException("full"));
    try (KafkaPublisher publisher = new KafkaPublisher(producer, SETTINGS)) {
      publisher.publish(batch(0));
      publisher.publish(batch(1));

      await().until(() -> producer.history().size() == 2);
      assertThat(publisher.takeDropped(JVM)).isZero();
    }
    assertThat(producer.history().get(0).value()).isEqualTo(batch(0).toByteArray());
  }

  @Test
  void aRecordThatCanNeverBeSentIsDroppedAndTheNextOnesGoOn() {
    RefusingProducer producer = new RefusingProducer(1, new RecordTooLargeException("large"));
    try (KafkaPublisher publisher = new KafkaPublisher(producer, SETTINGS)) {
      publisher.publish(batch(0));
      publisher.publish(batch(1));

      await().until(() -> producer.history().size() == 1);
      await().until(() -> publisher.takeDropped(JVM) == 1);
    }
  }

  @Test
  void whenTheQueueIsFullBatchesAreDroppedWithoutWaiting() {
    RefusingProducer producer =
        new RefusingProducer(Integer.MAX_VALUE, new BufferExhaustedException("full"));
    try (KafkaPublisher publisher = new KafkaPublisher(producer, SETTINGS)) {
      for (int seq = 0; seq < 7_000; seq++) {
        publisher.publish(batch(seq));
      }
      assertThat(publisher.takeDropped(JVM)).isBetween(900L, 1_000L);
    }
  }

  @Test
  void theProducerNeverBlocksAndSurvivesAnOutage() {
    assertThat(KafkaPublisher.config(SETTINGS))
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0)
        .containsEntry("metadata.recovery.strategy", "none")
        .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd")
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 50)
        .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092");
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
