package io.heapcast.collector.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.collector.jfr.ErrorCounts;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.EvidenceRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EvidenceRequestsTest {

  private static final Settings SETTINGS = Settings.defaults();
  private static final String TOPIC = Topic.EVIDENCE_REQUESTS.name(SETTINGS);

  private final List<EvidenceRequest> received = new CopyOnWriteArrayList<>();
  private final ErrorCounts errors = new ErrorCounts();

  @Test
  void onlyWhatComesFromNowOnIsRead() {
    MockConsumer<String, byte[]> consumer = consumer(2);
    EvidenceRequest request = EvidenceRequest.newBuilder().setRequestId("leak#1").build();
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record(1, "an earlier one".getBytes(StandardCharsets.UTF_8)));
          consumer.addRecord(record(2, request.toByteArray()));
        });
    try (EvidenceRequests reading = start(consumer)) {
      await().until(() -> !received.isEmpty());
      assertThat(reading).isNotNull();
    }
    assertThat(received).containsExactly(request);
    assertThat(errors.byReason()).isEmpty();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void whatCannotBeReadIsCountedAndTheNextIsRead() {
    MockConsumer<String, byte[]> consumer = consumer(0);
    EvidenceRequest request = EvidenceRequest.newBuilder().setRequestId("leak#1").build();
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record(0, new byte[] {-1, -1, -1}));
          consumer.addRecord(record(1, request.toByteArray()));
        });
    try (EvidenceRequests reading = start(consumer)) {
      await().until(() -> !received.isEmpty());
      assertThat(reading).isNotNull();
    }
    assertThat(received).containsExactly(request);
    assertThat(errors.byReason())
        .containsExactly(Map.entry("evidence request: InvalidProtocolBufferException", 1L));
  }

  @Test
  void aClusterThatIsAwayIsCountedAndEndsNothing() {
    MockConsumer<String, byte[]> consumer = consumer(0);
    consumer.setPollException(new KafkaException("away"));
    try (EvidenceRequests reading = start(consumer)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(errors.byReason())
                      .containsExactly(Map.entry("evidence requests: KafkaException", 1L)));
      assertThat(reading).isNotNull();
    }
    assertThat(consumer.closed()).isTrue();
  }

  private EvidenceRequests start(MockConsumer<String, byte[]> consumer) {
    return EvidenceRequests.start(() -> consumer, SETTINGS, received::add, errors);
  }

  private static ConsumerRecord<String, byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>(TOPIC, 0, offset, "leak", value);
  }

  private static MockConsumer<String, byte[]> consumer(long end) {
    MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
    Node[] none = {};
    consumer.updatePartitions(
        TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), none, none)));
    consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, 0), end));
    return consumer;
  }
}
