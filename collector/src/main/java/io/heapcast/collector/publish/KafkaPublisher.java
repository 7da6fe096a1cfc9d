package io.heapcast.collector.publish;

import com.google.protobuf.MessageLite;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to Kafka from a thread of its own, behind a bounded queue.
 *
 * <p>While the cluster is away the producer's buffer fills, then the queue; then new batches are
 * dropped. What the producer gives up after its delivery timeout is dropped too. Both are counted.
 * Records of one JVM keep their order.
 */
public final class KafkaPublisher implements Publisher {

  private static final Logger LOG = System.getLogger(KafkaPublisher.class.getName());

  /** About half a kilobyte each: a minute of a hundred JVMs, on top of the producer's buffer. */
  private static final int MOST_QUEUED = 6_000;

  /** An answer later than this is worth a line in the log. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /**
   * What is to be sent.
   *
   * @param value null: a tombstone
   */
  private record Outgoing(Topic topic, String key, @Nullable MessageLite value) {}

  private record InFlight(Outgoing record, Future<RecordMetadata> result, long sentNanos) {}

  private final Producer<String, byte[]> producer;
  private final Settings settings;
  private final BlockingQueue<Outgoing> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final DropCounts drops = new DropCounts();
  private final Thread sender = new Thread(this::send, "heapcast-sender");
  private volatile boolean closing;
  private boolean late;

  KafkaPublisher(Producer<String, byte[]> producer, Settings settings) {
    this.producer = producer;
    this.settings = settings;
    sender.setDaemon(true);
    sender.start();
  }

  /** Connects in the background. */
  public static KafkaPublisher start(Settings settings) {
    return new KafkaPublisher(
        new KafkaProducer<>(config(settings), new StringSerializer(), new ByteArraySerializer()),
        settings);
  }

  static Map<String, Object> config(Settings settings) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("client.id", "heapcast-collector");
    config.put("acks", "all");
    config.put("compression.type", "zstd");
    config.put("linger.ms", 50);
    config.put("batch.size", 65_536);
    config.put("buffer.memory", 8 << 20);
    // Nothing waits in send(); with the default strategy a short outage would empty the cached
    // metadata, and every send would then fail at once instead of being buffered.
    config.put("max.block.ms", 0);
    config.put("metadata.recovery.strategy", "none");
    config.put("delivery.timeout.ms", 120_000);
    config.put("request.timeout.ms", 10_000);
    config.put("reconnect.backoff.max.ms", 1_000);
    config.putAll(settings.kafkaClient());
    return config;
  }

  @Override
  public void publish(TelemetryBatch batch) {
    offer(new Outgoing(Topic.TELEMETRY, batch.getJvmId(), batch));
  }

  @Override
  public void publish(JvmStatus status) {
    offer(new Outgoing(Topic.JVMS, status.getInfo().getJvmId(), status));
  }

  @Override
  public void withdraw(String jvmId) {
    offer(new Outgoing(Topic.JVMS, jvmId, null));
  }

  @Override
  public long takeDropped(String jvmId) {
    return drops.take(jvmId);
  }

  @Override
  public void close() {
    closing = true;
    try {
      sender.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ZERO);
  }

  private void offer(Outgoing record) {
    if (!queue.offer(record)) {
      dropped(record, "the queue is full");
    }
  }

  private void dropped(Outgoing record, String reason) {
    if (record.topic() == Topic.TELEMETRY) {
      drops.add(record.key(), reason);
    }
  }

  private void send() {
    try {
      while (!closing || !queue.isEmpty() || !inFlight.isEmpty()) {
        Outgoing record = queue.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        if (record != null) {
          send(record);
        }
        settle();
        if (closing && queue.isEmpty()) {
          producer.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      LOG.log(Level.WARNING, "sending stopped", e);
    }
  }

  /** Hands a record to the producer; waits here, not in the queue's clients, for its buffer. */
  private void send(Outgoing record) throws InterruptedException {
    ProducerRecord<String, byte[]> toSend =
        new ProducerRecord<>(
            record.topic().name(settings),
            record.key(),
            record.value() == null ? null : record.value().toByteArray());
    while (true) {
      Future<RecordMetadata> result = producer.send(toSend);
      Throwable refusal = result.isDone() ? failure(result) : null;
      if (refusal == null) {
        inFlight.add(new InFlight(record, result, System.nanoTime()));
        return;
      }
      if (closing || !(refusal instanceof RetriableException)) {
        dropped(record, refusal.toString());
        return;
      }
      settle();
      Thread.sleep(RETRY.toMillis());
    }
  }

  private void settle() {
    while (!inFlight.isEmpty() && inFlight.getFirst().result().isDone()) {
      InFlight settled = inFlight.removeFirst();
      Throwable failure = failure(settled.result());
      if (failure != null) {
        dropped(settled.record(), failure.toString());
      }
    }
    boolean nowLate =
        !inFlight.isEmpty() && System.nanoTime() - inFlight.getFirst().sentNanos() > LATE.toNanos();
    if (nowLate != late) {
      late = nowLate;
      LOG.log(
          late ? Level.WARNING : Level.INFO,
          late ? "{0} does not answer; telemetry waits here" : "{0} answers again",
          settings.text(Setting.BOOTSTRAP_SERVERS));
    }
  }

  private static @Nullable Throwable failure(Future<RecordMetadata> done) {
    try {
      done.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }
}
