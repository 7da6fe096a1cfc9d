package io.heapcast.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Waits until the leader of every partition of new topics serves it.
 *
 * <p>A broker tells of a new partition in its metadata a little before it takes records for it, on
 * a busy machine much before. A producer that sends then may have its first batch refused and its
 * second one taken; the first is then out of sequence for good, is sent again until {@code
 * delivery.timeout.ms} (120 s) has passed, holds up all that come after it, and is lost
 * (KAFKA-14359, KAFKA-15591). Listing offsets asks the leader itself.
 */
final class ServedTopics {

  private static final Logger LOG = System.getLogger(ServedTopics.class.getName());

  private static final long AGAIN_AFTER_MS = 50;

  private ServedTopics() {}

  /**
   * Returns when all are served; also when the limit has passed or this user may not ask, since a
   * partition without a leader is no reason not to start.
   *
   * @param topics that exist, if perhaps not on every broker yet
   */
  static void await(Admin admin, Collection<String> topics, Duration limit)
      throws InterruptedException {
    long untilNanos = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        askLeaders(admin, topics, (int) limit.toMillis());
        return;
      } catch (ExecutionException e) {
        boolean stillUnknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!stillUnknown || System.nanoTime() > untilNanos) {
          LOG.log(Level.DEBUG, "not known whether all topics are served: {0}", e.getCause());
          return;
        }
        TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MS);
      }
    }
  }

  private static void askLeaders(Admin admin, Collection<String> topics, int timeoutMs)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(
              partition ->
                  ends.put(
                      new TopicPartition(topic.name(), partition.partition()),
                      OffsetSpec.latest()));
    }
    admin.listOffsets(ends, new ListOffsetsOptions().timeoutMs(timeoutMs)).all().get();
  }
}
