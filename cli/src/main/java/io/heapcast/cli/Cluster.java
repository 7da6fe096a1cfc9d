package io.heapcast.cli;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The Kafka cluster that a part is started against. */
final class Cluster {

  /** A broker that starts beside this part gets so long to answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Cluster() {}

  /**
   * Waits until a broker answers.
   *
   * @throws UserError when none does within 20 s, or none is configured
   */
  static void requireReachable(Settings settings) {
    Map<String, Object> config = new LinkedHashMap<>(settings.kafkaClient());
    config.put("default.api.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
    config.put("request.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
    try (Admin admin = Admin.create(config)) {
      admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unreachable(settings, "no answer in " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean timedOut = cause instanceof org.apache.kafka.common.errors.TimeoutException;
      throw unreachable(
          settings,
          timedOut
              ? "no answer in " + PATIENCE.toSeconds() + " s"
              : String.valueOf(cause.getMessage()),
          e);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw unreachable(settings, String.valueOf(cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(settings, "an interrupt while waiting", e);
    }
  }

  private static UserError unreachable(Settings settings, String found, Exception cause) {
    return UserError.environment(
        "Kafka at " + settings.text(Setting.BOOTSTRAP_SERVERS),
        found,
        "a broker that answers",
        "Check the address, the network and heapcast.kafka.* (TLS, SASL)",
        cause);
  }
}
