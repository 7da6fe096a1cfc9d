package io.heapcast.collector;

import io.heapcast.collector.publish.KafkaNames;
import io.heapcast.collector.publish.KafkaPublisher;
import io.heapcast.collector.publish.Publisher;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The way to the cluster that the settings name, opened with all it needs: directory and topics.
 */
final class ClusterPublisher {

  private static final Logger LOG = System.getLogger(ClusterPublisher.class.getName());

  private static final int CLUSTER_TIMEOUT_MS = 15_000;

  private ClusterPublisher() {}

  /**
   * Opens it.
   *
   * @throws UserError when the collector's directory cannot be used, or the cluster not be reached
   *     and nothing waits for it
   */
  static Publisher open(Settings settings) {
    return open(settings, false);
  }

  /**
   * As above, but telemetry waits on disk where the cluster is away: an application is not started
   * again for that.
   */
  static Publisher openEvenIfAway(Settings settings) {
    return open(settings, true);
  }

  private static Publisher open(Settings settings, boolean evenIfAway) {
    CollectorDirectory directory = CollectorDirectory.open(settings);
    try {
      createTopics(settings, evenIfAway || directory.hasWaiting());
      return KafkaPublisher.start(settings, directory.spool(), directory);
    } catch (IOException e) {
      directory.close();
      throw UserError.environment(
          "spool " + directory.spool(),
          String.valueOf(e),
          "a directory that can be written",
          "Set " + Setting.COLLECTOR_DIR.key(),
          e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** A collector that has telemetry waiting was started again while the cluster is away. */
  private static void createTopics(Settings settings, boolean evenIfAway) {
    try {
      createTopics(settings);
    } catch (UserError e) {
      if (!evenIfAway) {
        throw e;
      }
      LOG.log(Level.WARNING, "{0}; telemetry waits on disk", e.getMessage());
    }
  }

  private static void createTopics(Settings settings) {
    Map<String, Object> config = new HashMap<>(KafkaNames.present(settings.kafkaClient()));
    config.putIfAbsent("default.api.timeout.ms", CLUSTER_TIMEOUT_MS);
    config.putIfAbsent("request.timeout.ms", CLUSTER_TIMEOUT_MS);
    try (Admin admin = Admin.create(config)) {
      Topics.createMissing(admin, settings, Topic.TELEMETRY, Topic.JVMS);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw UserError.environment(
          "Kafka at " + settings.text(Setting.BOOTSTRAP_SERVERS),
          String.valueOf(cause.getMessage()),
          "settings that a Kafka client accepts",
          "Check " + Setting.BOOTSTRAP_SERVERS.key() + " and heapcast.kafka.*",
          e);
    }
  }
}
