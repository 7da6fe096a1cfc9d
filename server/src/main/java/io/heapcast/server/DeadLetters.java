package io.heapcast.server;

import io.heapcast.telemetry.DeadLetter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the server could not read aside, unchanged, and counts it; counts what the other parts
 * put aside, too.
 */
final class DeadLetters implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(DeadLetters.class.getName());
  private static final String PART = "server";
  private static final Set<String> OTHER_PARTS = Set.of("collector", "streams", "detector");
  private static final String UNKNOWN = "other";

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Set<String> knownTopics;
  private final ServerStats stats;

  /**
   * Writes to a topic.
   *
   * @param topic name of the dead letter topic
   * @param knownTopics names that may stand in a label; any other is counted as {@code other}
   */
  DeadLetters(
      Producer<byte[], byte[]> producer, String topic, Set<String> knownTopics, ServerStats stats) {
    this.producer = producer;
    this.topic = topic;
    this.knownTopics = knownTopics;
    this.stats = stats;
  }

  /** Puts aside a record that this server could not read. */
  void put(ConsumerRecord<byte[], byte[]> unread, String reason) {
    long count = stats.deadLetter(unread.topic(), PART);
    if (isPowerOfTen(count)) {
      LOGGER.log(
          Level.WARNING,
          "unreadable record {0}-{1}@{2} goes to {3}: {4} ({5} from this topic so far)",
          unread.topic(),
          unread.partition(),
          Long.toString(unread.offset()),
          topic,
          reason,
          Long.toString(count));
    }
    DeadLetter letter =
        new DeadLetter(unread.topic(), unread.partition(), unread.offset(), PART, reason);
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, null, unread.key(), unread.value(), letter.headers()),
              (metadata, failure) -> written(failure));
    } catch (KafkaException e) {
      written(e);
    }
  }

  /** Counts a dead letter read from the topic, unless it is this server's own. */
  void count(ConsumerRecord<byte[], byte[]> letter) {
    String part = header(letter, "heapcast.part");
    if (!part.equals(PART)) {
      String from = header(letter, "heapcast.topic");
      stats.deadLetter(
          knownTopics.contains(from) ? from : UNKNOWN, OTHER_PARTS.contains(part) ? part : UNKNOWN);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }

  private void written(@Nullable Exception failure) {
    if (failure != null) {
      stats.deadLetterLost();
      LOGGER.log(Level.WARNING, "unreadable record not written to {0}: {1}", topic, failure);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static boolean isPowerOfTen(long count) {
    long power = 1;
    while (power < count) {
      power *= 10;
    }
    return power == count;
  }
}
