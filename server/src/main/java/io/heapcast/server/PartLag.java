package io.heapcast.server;

import io.heapcast.server.remotewrite.RemoteWriteExport;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far streams, detector and remote write are behind, by their consumer groups; asked for every
 * 15 s on a thread of its own. A lag that could not be had is not known, never the old one.
 */
final class PartLag implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(PartLag.class.getName());
  private static final long INTERVAL_SECONDS = 15;
  private static final int ANSWER_WITHIN_MILLIS = 10_000;

  /** Consumer groups, without the prefix, by the part that is behind. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "streams",
          "heapcast-streams",
          "detector",
          "heapcast-detector",
          "remote-write",
          RemoteWriteExport.GROUP);

  private final Admin admin;
  private final String prefix;
  private final ServerStats stats;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heapcast-server-lag");
            thread.setDaemon(true);
            return thread;
          });

  PartLag(Admin admin, Settings settings, ServerStats stats) {
    this.admin = admin;
    this.prefix = settings.text(Setting.PREFIX);
    this.stats = stats;
  }

  static PartLag of(Settings settings, ServerStats stats) {
    Map<String, Object> client = settings.kafkaClient();
    client.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MILLIS);
    client.putIfAbsent("request.timeout.ms", ANSWER_WITHIN_MILLIS / 2);
    return new PartLag(Admin.create(client), settings, stats);
  }

  void start() {
    var unused =
        executor.scheduleWithFixedDelay(this::measure, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    admin.close(Duration.ofSeconds(1));
  }

  /** Asks for all groups once. */
  void measure() {
    GROUPS.forEach(
        (part, group) -> {
          try {
            stats.partLag(part, lag(prefix + group));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (ExecutionException | RuntimeException e) {
            stats.partLag(part, null);
            LOGGER.log(Level.DEBUG, "lag of " + part + " could not be had", e);
          }
        });
  }

  /** Null: the group has committed nothing yet. */
  private @Nullable Long lag(String group) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            latest.put(partition, OffsetSpec.latest());
          }
        });
    if (latest.isEmpty()) {
      return null;
    }
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin.listOffsets(latest).all().get().entrySet()) {
      OffsetAndMetadata offset = committed.get(end.getKey());
      lag += offset == null ? 0 : Math.max(0, end.getValue().offset() - offset.offset());
    }
    return lag;
  }
}
