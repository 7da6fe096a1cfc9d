package io.heapcast.collector.evidence;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.collector.jfr.ErrorCounts;
import io.heapcast.collector.publish.KafkaNames;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.EvidenceRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests for evidence from now on, on a thread of its own. Of no group: each host reads all
 * of them and picks its own, and what came while it did not read is not made up for. Whatever goes
 * wrong is counted and tried again; nothing else waits for it.
 */
public final class EvidenceRequests implements AutoCloseable {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final String topic;
  private final java.util.function.Consumer<EvidenceRequest> receiver;
  private final ErrorCounts errors;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Consumer<String, byte[]> current;
  private final Thread reader = new Thread(this::read, "heapcast-evidence-requests");

  /**
   * Begins to read.
   *
   * @param consumers opened again after each failure
   * @param receiver gets each request; must not wait
   */
  public static EvidenceRequests start(
      Supplier<Consumer<String, byte[]>> consumers,
      Settings settings,
      java.util.function.Consumer<EvidenceRequest> receiver,
      ErrorCounts errors) {
    EvidenceRequests requests =
        new EvidenceRequests(consumers, Topic.EVIDENCE_REQUESTS.name(settings), receiver, errors);
    requests.reader.setDaemon(true);
    requests.reader.start();
    return requests;
  }

  private EvidenceRequests(
      Supplier<Consumer<String, byte[]>> consumers,
      String topic,
      java.util.function.Consumer<EvidenceRequest> receiver,
      ErrorCounts errors) {
    this.consumers = consumers;
    this.topic = topic;
    this.receiver = receiver;
    this.errors = errors;
  }

  /** Of the cluster that the settings name. */
  public static Consumer<String, byte[]> consumer(Settings settings) {
    return new KafkaConsumer<>(
        config(settings), new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<String, Object> config(Settings settings) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("client.id", "heapcast-collector-evidence");
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "latest");
    config.put("allow.auto.create.topics", false);
    // A request has less than a kilobyte.
    config.put("max.partition.fetch.bytes", 64 << 10);
    config.put("fetch.max.bytes", 256 << 10);
    config.put("fetch.max.wait.ms", 5_000);
    config.put("reconnect.backoff.max.ms", 10_000);
    config.putAll(KafkaNames.present(settings.kafkaClient()));
    return config;
  }

  /** Reads no more; waits a moment for what is being read. */
  @Override
  public void close() {
    closed.countDown();
    Consumer<String, byte[]> open = current;
    if (open != null) {
      open.wakeup();
    }
    try {
      reader.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void read() {
    try {
      do {
        readUnfailing();
      } while (!closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readUnfailing() {
    try (Consumer<String, byte[]> consumer = consumers.get()) {
      current = consumer;
      read(consumer);
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) {
      errors.count("evidence requests", e);
    } finally {
      current = null;
    }
  }

  /** Returns when it is closed, or while there is no such topic. */
  private void read(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // the end as it is now, not at the first poll
    while (!partitions.isEmpty() && !isClosed()) {
      for (ConsumerRecord<String, byte[]> request : consumer.poll(POLL)) {
        receive(request.value());
      }
    }
  }

  private void receive(byte @Nullable [] request) {
    try {
      if (request != null) {
        receiver.accept(EvidenceRequest.parseFrom(request));
      }
    } catch (InvalidProtocolBufferException e) {
      errors.count("evidence request", e);
    }
  }
}
