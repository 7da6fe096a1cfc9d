package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.AlertFeedback;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes what operators say of alerts; every server reads it. */
public final class FeedbackWriter {

  private FeedbackWriter() {}

  /**
   * Writes it, in the place of what was said of that alert before.
   *
   * @throws UserError when the cluster does not take it
   */
  public static void write(Settings settings, AlertFeedback feedback) {
    Topics.createMissing(settings, Topic.FEEDBACK);
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(settings)) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.FEEDBACK.name(settings),
                  feedback.getLeakId().getBytes(StandardCharsets.UTF_8),
                  feedback.toByteArray()))
          .get();
    } catch (ExecutionException e) {
      throw UserError.environment(
          "Kafka at " + settings.text(Setting.BOOTSTRAP_SERVERS),
          String.valueOf(e.getCause()),
          "that it takes a record",
          "Check the rights to write to " + Topic.FEEDBACK.name(settings),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.environment(
          "feedback", "an interrupt while writing", "an answer", "Say it again", e);
    }
  }
}
