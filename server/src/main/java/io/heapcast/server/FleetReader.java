package io.heapcast.server;

import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads the topics that the fleet is made of, on a thread of its own: all partitions, without a
 * consumer group, since every server must see everything.
 *
 * <p>Compacted topics are read from the beginning, windows from the last few minutes, dead letters
 * from now on. A record at or behind the end that a partition had at the start is live.
 */
final class FleetReader implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(FleetReader.class.getName());

  private static final Set<Topic> FROM_BEGINNING =
      EnumSet.of(Topic.JVMS, Topic.VERDICTS, Topic.ALERTS, Topic.OUT_OF_MEMORY, Topic.FEEDBACK);
  private static final Set<Topic> TOPICS =
      EnumSet.of(
          Topic.JVMS,
          Topic.VERDICTS,
          Topic.ALERTS,
          Topic.WINDOWS,
          Topic.OUT_OF_MEMORY,
          Topic.FEEDBACK,
          Topic.DEAD_LETTERS);

  /** Enough to show values at once; counters begin with live windows. */
  private static final Duration WINDOWS_SINCE = WindowMetrics.FRESH;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  /** How often the ends are asked for: tells the lag, and whether the cluster answers at all. */
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(15);

  private static final Duration RETRY = Duration.ofSeconds(2);

  /** What the reader reports to. */
  interface Listener {

    /** Once: all that was there at the start has been read. Called on the reader's thread. */
    void caughtUp();
  }

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private final Fleet fleet;
  private final FleetFeed feed;
  private final Health health;
  private final ServerStats stats;
  private final Listener listener;
  private final Clock clock;
  private final Map<TopicPartition, Long> liveFrom = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "heapcast-server-reader");
  private boolean caughtUp;
  private long nextProbeMs;

  FleetReader(
      Consumer<byte[], byte[]> consumer,
      Settings settings,
      Fleet fleet,
      FleetFeed feed,
      Health health,
      ServerStats stats,
      Listener listener,
      Clock clock) {
    this.consumer = consumer;
    TOPICS.forEach(topic -> topics.put(topic.name(settings), topic));
    this.fleet = fleet;
    this.feed = feed;
    this.health = health;
    this.stats = stats;
    this.listener = listener;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(3).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      health.stopped();
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }

  /** Reads on; a failure of the cluster is told once and tried again, for ever. */
  private void step() throws InterruptedException {
    try {
      if (liveFrom.isEmpty()) {
        seek();
      }
      readOnce();
    } catch (WakeupException e) {
      LOGGER.log(Level.DEBUG, "woken up to close");
    } catch (KafkaException | IllegalStateException e) {
      nextProbeMs = 0;
      if (health.failing(String.valueOf(e.getMessage()))) {
        LOGGER.log(Level.WARNING, "reading from Kafka failed, trying on: {0}", e.getMessage());
        LOGGER.log(Level.DEBUG, "reading from Kafka failed", e);
      }
      closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void readOnce() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      Topic topic = topics.get(record.topic());
      Long from = liveFrom.get(new TopicPartition(record.topic(), record.partition()));
      if (topic != null && from != null) {
        feed.accept(topic, record, record.offset() >= from);
        stats.recordRead(clock.millis());
      }
    }
    if (!caughtUp && hasCaughtUp()) {
      caughtUp = true;
      feed.caughtUp();
      listener.caughtUp();
      health.caughtUp();
    }
    probe();
  }

  /** Assigns all partitions and moves to where reading begins. */
  void seek() {
    Map<TopicPartition, Topic> partitions = partitions();
    Map<TopicPartition, Long> beginnings =
        consumer.beginningOffsets(partitions.keySet(), REQUEST_TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions.keySet(), REQUEST_TIMEOUT);
    Map<TopicPartition, OffsetAndTimestamp> recent = recentWindows(partitions);
    consumer.assign(partitions.keySet());
    partitions.forEach(
        (partition, topic) -> {
          var begin = FROM_BEGINNING.contains(topic) ? beginnings : ends;
          OffsetAndTimestamp window = recent.get(partition);
          consumer.seek(
              partition,
              window == null ? Objects.requireNonNull(begin.get(partition)) : window.offset());
        });
    liveFrom.putAll(ends);
  }

  private Map<TopicPartition, Topic> partitions() {
    Map<TopicPartition, Topic> partitions = new LinkedHashMap<>();
    topics.forEach(
        (name, topic) -> {
          List<PartitionInfo> ofTopic = consumer.partitionsFor(name, REQUEST_TIMEOUT);
          if (ofTopic == null || ofTopic.isEmpty()) {
            throw new IllegalStateException("topic " + name + " has no partitions yet");
          }
          for (PartitionInfo partition : ofTopic) {
            partitions.put(new TopicPartition(name, partition.partition()), topic);
          }
        });
    return partitions;
  }

  /** First window of each partition that was appended lately; null where there is none. */
  private Map<TopicPartition, OffsetAndTimestamp> recentWindows(
      Map<TopicPartition, Topic> partitions) {
    Map<TopicPartition, Long> since = new HashMap<>();
    partitions.forEach(
        (partition, topic) -> {
          if (topic == Topic.WINDOWS) {
            since.put(partition, clock.millis() - WINDOWS_SINCE.toMillis());
          }
        });
    return consumer.offsetsForTimes(since, REQUEST_TIMEOUT);
  }

  private boolean hasCaughtUp() {
    for (Map.Entry<TopicPartition, Long> end : liveFrom.entrySet()) {
      if (consumer.position(end.getKey(), REQUEST_TIMEOUT) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  private void probe() {
    if (clock.millis() < nextProbeMs) {
      return;
    }
    List<TopicPartition> partitions = new ArrayList<>(liveFrom.keySet());
    long behind = 0;
    for (var end : consumer.endOffsets(partitions, REQUEST_TIMEOUT).entrySet()) {
      long position = consumer.position(end.getKey(), REQUEST_TIMEOUT);
      behind += Math.max(0, end.getValue() - position);
    }
    stats.lag(behind);
    fleet.expire(clock.millis());
    if (health.answering()) {
      LOGGER.log(Level.INFO, "reading from Kafka again");
    }
    nextProbeMs = clock.millis() + PROBE_INTERVAL.toMillis();
  }
}
