package io.heapcast.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the {@link Topic topics} that a cluster lacks. */
public final class Topics {

  /** A reachable cluster answers within seconds; nobody should look at nothing for a minute. */
  private static final int ANSWER_WITHIN_MS = 20_000;

  private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);

  private Topics() {}

  /**
   * As {@link #createMissing(Admin, Settings)}, with a client of its own that gives up after 20 s
   * (unless {@code heapcast.kafka.default.api.timeout.ms} says otherwise).
   */
  public static void createMissing(Settings settings) {
    Map<String, Object> client = settings.kafkaClient();
    client.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MS);
    client.putIfAbsent("request.timeout.ms", ANSWER_WITHIN_MS / 2);
    try (Admin admin = Admin.create(client)) {
      createMissing(admin, settings);
    } catch (KafkaException e) {
      throw unreachable(settings, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Creates what is missing and leaves existing topics as they are. Safe to run from several
   * processes at once.
   *
   * @throws UserError when the cluster cannot be reached or refuses
   */
  public static void createMissing(Admin admin, Settings settings) {
    try {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        if (!existing.contains(topic.name(settings))) {
          missing.add(newTopic(topic, settings));
        }
      }
      for (var created : admin.createTopics(missing).values().values()) {
        awaitCreated(created);
      }
      ServedTopics.await(admin, names(settings), SERVED_WITHIN);
    } catch (ExecutionException e) {
      throw unreachable(settings, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(settings, e);
    }
  }

  private static List<String> names(Settings settings) {
    return Arrays.stream(Topic.values()).map(topic -> topic.name(settings)).toList();
  }

  private static NewTopic newTopic(Topic topic, Settings settings) {
    int partitions = topic.partitions(settings.integer(Setting.TOPIC_PARTITIONS));
    int replicas = settings.integer(Setting.TOPIC_REPLICATION);
    return new NewTopic(
            topic.name(settings),
            Optional.of(partitions),
            replicas < 0 ? Optional.empty() : Optional.of((short) replicas))
        .configs(topic.config());
  }

  private static void awaitCreated(org.apache.kafka.common.KafkaFuture<Void> created)
      throws ExecutionException, InterruptedException {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static UserError unreachable(Settings settings, Throwable cause) {
    return UserError.environment(
        "topics on " + settings.text(Setting.BOOTSTRAP_SERVERS),
        String.valueOf(cause.getMessage()),
        "a Kafka cluster that lets this user list and create topics",
        "Check " + Setting.BOOTSTRAP_SERVERS.key() + " and the ACLs",
        cause);
  }
}
