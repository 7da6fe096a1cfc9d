package io.heapcast.server.remotewrite;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.JvmWindow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads windows as a consumer group and remote-writes them. Offsets are committed only when every
 * window before them was written or refused, so that neither a restart of Prometheus nor of this
 * process loses one; writing one again changes nothing there. While Prometheus is away nothing more
 * is read: what waits, waits in Kafka.
 */
public final class RemoteWriteExport implements AutoCloseable {

  private static final Logger LOG = System.getLogger(RemoteWriteExport.class.getName());

  /** The consumer group, without the prefix. */
  public static final String GROUP = "heapcast-remote-write";

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final WindowSender sender;
  private final RemoteWriteCounts counts;
  private final Thread thread = new Thread(this::run, "heapcast-remote-write");
  private volatile boolean closed;

  /** Whether the consumer is past windows that are neither sent nor pending. */
  private boolean astray;

  RemoteWriteExport(Consumer<byte[], byte[]> consumer, String topic, RemoteWriteClient client) {
    this.consumer = consumer;
    this.topic = topic;
    this.counts = new RemoteWriteCounts();
    this.sender = new WindowSender(client, counts, Clock.systemUTC(), System::nanoTime);
    thread.setDaemon(true);
  }

  /**
   * The export that {@link Setting#REMOTE_WRITE_URL} asks for; empty when it is not set.
   *
   * @throws UserError when it is no http address
   */
  public static Optional<RemoteWriteExport> of(Settings settings) {
    return address(settings)
        .map(
            address -> {
              HttpClient http =
                  HttpClient.newBuilder()
                      .version(HttpClient.Version.HTTP_1_1)
                      .connectTimeout(Duration.ofSeconds(3))
                      .build();
              return new RemoteWriteExport(
                  consumer(settings),
                  Topic.WINDOWS.name(settings),
                  new RemoteWriteClient(address, http));
            });
  }

  /**
   * The configured address.
   *
   * @throws UserError when it is no http address
   */
  public static Optional<URI> address(Settings settings) {
    Optional<String> text = settings.optional(Setting.REMOTE_WRITE_URL);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI address = URI.create(text.get());
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return Optional.of(address);
      }
    } catch (IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "no address", e);
    }
    throw UserError.usage(
        Setting.REMOTE_WRITE_URL.key(),
        text.get(),
        "an address such as http://127.0.0.1:9090/api/v1/write",
        "Start Prometheus with --web.enable-remote-write-receiver");
  }

  /** What it has done. */
  public RemoteWriteCounts counts() {
    return counts;
  }

  /** The consumer group in which windows are read. */
  public static String group(Settings settings) {
    return settings.text(Setting.PREFIX) + GROUP;
  }

  /** Begins to export; returns at once. */
  public void start() {
    thread.start();
  }

  private static Consumer<byte[], byte[]> consumer(Settings settings) {
    return new KafkaConsumer<>(
        config(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static Map<String, Object> config(Settings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("auto.offset.reset", "earliest");
    config.put("fetch.max.bytes", 8 * 1024 * 1024);
    config.putAll(settings.kafkaClient());
    config.put("group.id", group(settings));
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("allow.auto.create.topics", false);
    // Eager: every hand-over takes everything away, so that what is pending can be forgotten whole.
    config.put("group.protocol", "classic");
    config.put("partition.assignment.strategy", RangeAssignor.class.getName());
    return config;
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic), new HandOver());
      while (!closed) {
        try {
          step();
        } catch (WakeupException e) {
          LOG.log(Level.DEBUG, "woken up to close", e);
        } catch (InterruptedException e) {
          throw e;
        } catch (Throwable e) {
          // An OutOfMemoryError too: without this thread windows would wait for ever, unheard.
          counts.retried();
          LOG.log(Level.WARNING, "remote write: found {0}, tries again", e.toString());
          Thread.sleep(POLL.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One poll; while anything of the last one is pending it fetches nothing, and keeps the group's
   * membership.
   */
  private void step() throws InterruptedException {
    if (astray) {
      beginAtCommitted();
    }
    // What fails from here on has moved the position past windows that nobody will send.
    astray = true;
    List<JvmWindow> windows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      read(record).ifPresent(windows::add);
    }
    sender.add(windows);
    astray = false;
    boolean settled = false;
    try {
      settled = sender.send();
    } finally {
      if (!settled) {
        consumer.pause(consumer.assignment());
      }
    }
    if (settled) {
      consumer.commitSync();
      consumer.resume(consumer.assignment());
    }
  }

  /** What cannot be read is put aside by the reader of the fleet, which reads it too. */
  private Optional<JvmWindow> read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    try {
      JvmWindow window = JvmWindow.parseFrom(record.value());
      if (AheadOfArrival.isAhead(window, record.timestamp(), System.currentTimeMillis())) {
        counts.aheadOne();
        LOG.log(
            counts.ahead() == 1 ? Level.WARNING : Level.DEBUG,
            "window of {0} not written, and none like it: found its end at {1,number,#}, expected"
                + " at most {2} after its arrival at {3,number,#}",
            window.getInfo().getJvmId(),
            window.getEndTimeMs(),
            AheadOfArrival.TOLERATED,
            record.timestamp());
        return Optional.empty();
      }
      return Optional.of(window);
    } catch (InvalidProtocolBufferException e) {
      LOG.log(Level.DEBUG, "unreadable window", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who takes partitions over begins at the last commit. */
  private final class HandOver implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      beginAtCommitted();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.log(Level.DEBUG, "windows of {0} partitions", Integer.toString(partitions.size()));
    }
  }

  /** Pending windows of partitions that stay would be committed unsent: all are read again. */
  private void beginAtCommitted() {
    sender.clear();
    consumer
        .committed(consumer.assignment())
        .forEach(
            (partition, committed) -> {
              if (committed == null) {
                consumer.seekToBeginning(List.of(partition));
              } else {
                consumer.seek(partition, committed.offset());
              }
            });
  }
}
