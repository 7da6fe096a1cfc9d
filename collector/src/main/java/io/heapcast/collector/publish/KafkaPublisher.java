package io.heapcast.collector.publish;

import com.google.protobuf.MessageLite;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to Kafka from a thread of its own, behind a bounded queue; while the cluster is away, to
 * the {@link Spool}. Whoever publishes never waits. What is dropped is counted by reason.
 */
public final class KafkaPublisher implements Publisher {

  private static final Logger LOG = System.getLogger(KafkaPublisher.class.getName());

  /** About half a kilobyte each: a minute of a hundred JVMs. */
  private static final int MOST_QUEUED = 6_000;

  /** Then it is seen what has become of them. */
  private static final int MOST_AT_ONCE = 500;

  /** While something waits on disk, or nothing may be lost any more. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Records are sent together: each wake-up costs more CPU than the sending. */
  private static final Duration GATHER = Duration.ofMillis(500);

  /** So often a cluster that does not answer is noticed. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** Is not sent, as no JVM has that id: it ends a wait. */
  private static final SpoolRecord WAKE = new SpoolRecord(Topic.JVMS, "", null);

  private final BlockingQueue<SpoolRecord> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
  private final AtomicLong batches = new AtomicLong();
  private final DropCounts drops;
  private final Positions positions;
  private final Delivery delivery;
  private final Closeable then;
  private final Thread sender = new Thread(this::send, "heapcast-sender");
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile long closingNanos = Long.MAX_VALUE;

  KafkaPublisher(
      Supplier<Producer<String, byte[]>> producers,
      Settings settings,
      Path directory,
      Closeable then)
      throws IOException {
    this.drops = new DropCounts();
    this.positions = Positions.open(directory.resolve("read-until"), Instant.now());
    this.delivery =
        new Delivery(
            producers,
            settings,
            new Spool(
                directory,
                (long) settings.integer(Setting.SPOOL_MAX_MIB) << 20,
                new CountedLosses(drops)),
            positions,
            drops);
    this.then = then;
    sender.setDaemon(true);
    sender.start();
  }

  /**
   * Connects in the background.
   *
   * @param then closed when all is done with that directory
   * @param directory for what waits while the cluster is away
   * @throws IOException when that cannot be written
   */
  public static KafkaPublisher start(Settings settings, Path directory, Closeable then)
      throws IOException {
    return new KafkaPublisher(
        () ->
            new KafkaProducer<>(
                config(settings), new StringSerializer(), new ByteArraySerializer()),
        settings,
        directory,
        then);
  }

  static Map<String, Object> config(Settings settings) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("client.id", "heapcast-collector");
    config.put("acks", "all");
    config.put("compression.type", "zstd");
    config.put("linger.ms", 5); // records come together: see GATHER
    config.put("batch.size", 65_536);
    config.put("buffer.memory", 8 << 20);
    // Nothing waits in send(); with the default strategy a short outage would empty the cached
    // metadata, and every send would then fail at once instead of being buffered.
    config.put("max.block.ms", 0);
    config.put("metadata.recovery.strategy", "none");
    config.put("delivery.timeout.ms", 120_000);
    config.put("request.timeout.ms", 10_000);
    config.put("reconnect.backoff.max.ms", 1_000);
    config.putAll(KafkaNames.present(settings.kafkaClient()));
    return config;
  }

  @Override
  public void publish(TelemetryBatch batch) {
    batches.incrementAndGet();
    offer(Topic.TELEMETRY, batch.getJvmId(), batch);
  }

  @Override
  public void publish(JvmStatus status) {
    offer(Topic.JVMS, status.getInfo().getJvmId(), status);
  }

  @Override
  public void withdraw(String jvmId) {
    offer(Topic.JVMS, jvmId, null);
  }

  @Override
  public long takeDropped(String jvmId) {
    return drops.take(jvmId);
  }

  @Override
  public Optional<Position> position(String instance, Instant processStart) {
    return positions.of(instance, processStart);
  }

  @Override
  public DeliveryStats stats() {
    return new DeliveryStats(
        batches.get(), queue.size(), delivery.spoolBytes(), delivery.reconnects(), drops.byCode());
  }

  @Override
  public void close() {
    closingNanos = System.nanoTime() + CLOSE.toNanos();
    closing.countDown();
    var unused = queue.offer(WAKE);
    try {
      // What cannot be sent goes to disk, which takes a moment more.
      sender.join(CLOSE.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer(Topic topic, String key, @Nullable MessageLite value) {
    SpoolRecord record = new SpoolRecord(topic, key, value == null ? null : value.toByteString());
    if (!queue.offer(record) && topic == Topic.TELEMETRY) {
      drops.add(key, DropReason.QUEUE_FULL, "the queue is full");
    }
  }

  private void send() {
    try {
      while (closingNanos == Long.MAX_VALUE || !isDone()) {
        boolean hurried = delivery.isCatchingUp() || closingNanos != Long.MAX_VALUE;
        Duration wait = hurried ? LOOK : IDLE;
        SpoolRecord record = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (record != null) {
          take(record, hurried);
        }
        unfailing(delivery::look);
        unfailing(positions::saveIfDue);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queue.forEach(this::deliver);
      delivery.close();
      positions.save();
      closeDirectory();
    }
  }

  private void take(SpoolRecord first, boolean hurried) throws InterruptedException {
    if (!hurried && queue.remainingCapacity() > MOST_QUEUED / 2) {
      var unused = closing.await(GATHER.toMillis(), TimeUnit.MILLISECONDS);
    }
    deliver(first);
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      SpoolRecord next = queue.poll();
      if (next == null) {
        return;
      }
      deliver(next);
    }
  }

  private void deliver(SpoolRecord record) {
    if (record.key().equals(WAKE.key())) {
      return;
    }
    try {
      delivery.take(record);
    } catch (RuntimeException | Error e) { // such as for want of memory, which passes
      LOG.log(Level.WARNING, "a record is lost", e);
      if (record.topic() == Topic.TELEMETRY) {
        drops.add(record.key(), DropReason.SENDER_FAILED, String.valueOf(e.getMessage()));
      }
    }
  }

  private void closeDirectory() {
    try {
      then.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the collector's directory stays locked", e);
    }
  }

  private boolean isDone() {
    return (queue.isEmpty() && delivery.isDone()) || System.nanoTime() - closingNanos > 0;
  }

  private static void unfailing(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | Error e) { // such as for want of memory, which passes
      LOG.log(Level.WARNING, "sending goes on after a failure", e);
    }
  }
}
