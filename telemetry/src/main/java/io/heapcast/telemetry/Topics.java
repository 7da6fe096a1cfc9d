package io.heapcast.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the {@link Topic topics} that a cluster lacks. */
public final class Topics {

  /** A reachable cluster answers within seconds; nobody should look at nothing for a minute. */
  private static final int ANSWER_WITHIN_MS = 20_000;

  private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);

  private Topics() {}

  /**
   * Creates those of the topics that are missing and leaves existing ones as they are; gives up
   * after 20 s (unless {@code heapcast.kafka.default.api.timeout.ms} says otherwise).
   *
   * @param topics what a part reads and writes; a cluster need not show it any other. None: all
   * @throws UserError when the cluster cannot be reached or refuses
   */
  public static void createMissing(Settings settings, Topic... topics) {
    try (Admin admin = admin(settings)) {
      createMissing(admin, settings, topics);
    }
  }

  /**
   * A client that gives up after 20 s unless told otherwise.
   *
   * @throws UserError when the configured address is none
   */
  public static Admin admin(Settings settings) {
    Map<String, Object> client = settings.kafkaClient();
    client.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MS);
    client.putIfAbsent("request.timeout.ms", ANSWER_WITHIN_MS / 2);
    try {
      return Admin.create(client);
    } catch (KafkaException e) {
      throw unreachable(settings, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * As {@link #createMissing(Settings, Topic...)}, with the caller's client. Safe to run from
   * several processes at once.
   *
   * @throws UserError when the cluster cannot be reached or refuses
   */
  public static void createMissing(Admin admin, Settings settings, Topic... topics) {
    Collection<Topic> wanted = Arrays.asList(topics.length == 0 ? Topic.values() : topics);
    try {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : wanted) {
        if (!existing.contains(topic.name(settings))) {
          missing.add(newTopic(topic, settings));
        }
      }
      for (var created : admin.createTopics(missing).values().entrySet()) {
        awaitCreated(created.getKey(), created.getValue());
      }
      ServedTopics.await(admin, names(wanted, settings), SERVED_WITHIN);
    } catch (ExecutionException e) {
      throw unreachable(settings, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(settings, e);
    }
  }

  private static List<String> names(Collection<Topic> topics, Settings settings) {
    return topics.stream().map(topic -> topic.name(settings)).toList();
  }

  private static NewTopic newTopic(Topic topic, Settings settings) {
    int replicas = settings.integer(Setting.TOPIC_REPLICATION);
    return new NewTopic(
            topic.name(settings),
            Optional.of(topic.partitions(settings)),
            replicas < 0 ? Optional.empty() : Optional.of((short) replicas))
        .configs(topic.config(settings));
  }

  private static void awaitCreated(String name, KafkaFuture<Void> created)
      throws ExecutionException, InterruptedException {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        throw UserError.environment(
            "topic " + name,
            "neither the topic nor the right to create it",
            "one of them",
            "Create it with what 'heapcast topics --print' prints",
            e);
      }
      if (e.getCause() instanceof InvalidReplicationFactorException refused) {
        throw UserError.environment(
            "topic " + name,
            String.valueOf(refused.getMessage()),
            "as many brokers as it is to have replicas",
            "Set " + Setting.TOPIC_REPLICATION.key() + " to at most the number of brokers",
            e);
      }
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
