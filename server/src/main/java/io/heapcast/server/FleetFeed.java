package io.heapcast.server;

import com.google.protobuf.MessageLite;
import io.heapcast.telemetry.ProtoSerde;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.OutOfMemory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Brings records of any topic into the fleet; what cannot be read goes to the dead letters. */
final class FleetFeed {

  private static final ProtoSerde<JvmStatus> STATUS = ProtoSerde.of(JvmStatus.getDefaultInstance());
  private static final ProtoSerde<JvmVerdict> VERDICT =
      ProtoSerde.of(JvmVerdict.getDefaultInstance());
  private static final ProtoSerde<JvmWindow> WINDOW = ProtoSerde.of(JvmWindow.getDefaultInstance());
  private static final ProtoSerde<LeakAlert> ALERT = ProtoSerde.of(LeakAlert.getDefaultInstance());

  private static final ProtoSerde<AlertFeedback> FEEDBACK =
      ProtoSerde.of(AlertFeedback.getDefaultInstance());
  private static final ProtoSerde<OutOfMemory> OUT_OF_MEMORY =
      ProtoSerde.of(OutOfMemory.getDefaultInstance());

  private final Fleet fleet;
  private final DeadLetters deadLetters;
  private final Consumer<AlertChange> alerts;

  /** Read and written on the reader's thread. */
  private boolean caughtUp;

  /**
   * Feeds a fleet.
   *
   * @param alerts told of every alert that comes live once the feed has {@link #caughtUp()}; must
   *     not block
   */
  FleetFeed(Fleet fleet, DeadLetters deadLetters, Consumer<AlertChange> alerts) {
    this.fleet = fleet;
    this.deadLetters = deadLetters;
    this.alerts = alerts;
  }

  /**
   * All that was there at the start is in the fleet, other topics' records too: what is told of an
   * alert rests on them. Until now alerts went to the fleet only, live ones as well.
   */
  void caughtUp() {
    caughtUp = true;
  }

  void accept(Topic topic, ConsumerRecord<byte[], byte[]> record, boolean live) {
    try {
      read(topic, record, new Arrival(record.timestamp(), live));
    } catch (SerializationException e) {
      deadLetters.put(record, String.valueOf(e.getMessage()));
    }
  }

  private void read(Topic topic, ConsumerRecord<byte[], byte[]> record, Arrival arrival) {
    switch (topic) {
      case JVMS, VERDICTS, WINDOWS, ALERTS, OUT_OF_MEMORY, FEEDBACK -> {
        if (record.value() == null) {
          forget(topic, key(record), arrival);
        } else {
          readValue(topic, record, arrival);
        }
      }
      case DEAD_LETTERS -> deadLetters.count(record);
      case TELEMETRY, EVIDENCE_REQUESTS ->
          throw new IllegalArgumentException("not read here: " + topic);
    }
  }

  private void readValue(Topic topic, ConsumerRecord<byte[], byte[]> record, Arrival arrival) {
    if (topic == Topic.JVMS) {
      JvmStatus status = parsed(STATUS, record);
      requireKey(record, status.getInfo());
      fleet.accept(status, arrival);
    } else if (topic == Topic.VERDICTS) {
      JvmVerdict verdict = parsed(VERDICT, record);
      requireKey(record, verdict.getInfo());
      fleet.accept(verdict, arrival);
    } else if (topic == Topic.WINDOWS) {
      JvmWindow window = parsed(WINDOW, record);
      requireKey(record, window.getInfo());
      fleet.accept(window, arrival);
    } else if (topic == Topic.FEEDBACK) {
      AlertFeedback feedback = parsed(FEEDBACK, record);
      requireKey(record, "leak id", feedback.getLeakId());
      fleet.feedbacks().accept(feedback);
    } else if (topic == Topic.OUT_OF_MEMORY) {
      OutOfMemory outOfMemory = parsed(OUT_OF_MEMORY, record);
      requireKey(record, outOfMemory.getInfo());
      fleet.accept(outOfMemory, arrival);
    } else {
      LeakAlert alert = parsed(ALERT, record);
      requireKey(record, "leak id", alert.getLeakId());
      tell(fleet.accept(alert, arrival));
    }
  }

  private void tell(Optional<AlertChange> change) {
    if (caughtUp) {
      change.ifPresent(alerts);
    }
  }

  private void forget(Topic topic, String key, Arrival arrival) {
    if (topic == Topic.ALERTS) {
      tell(fleet.forgetAlert(key, arrival));
    } else if (topic == Topic.FEEDBACK) {
      fleet.feedbacks().forget(key);
    } else if (topic != Topic.OUT_OF_MEMORY) {
      fleet.forgetJvm(key);
    }
  }

  private static <M extends MessageLite> M parsed(
      ProtoSerde<M> serde, ConsumerRecord<byte[], byte[]> record) {
    M message = serde.deserialize(record.topic(), record.value());
    if (message == null) {
      throw new IllegalArgumentException("a record without a value has nothing to parse");
    }
    return message;
  }

  private static void requireKey(ConsumerRecord<byte[], byte[]> record, JvmInfo info) {
    requireKey(record, "jvm id", info.getJvmId());
  }

  /** Random bytes often parse as some message; that one rarely holds the record's own key. */
  private static void requireKey(
      ConsumerRecord<byte[], byte[]> record, String field, String value) {
    if (value.isEmpty() || !value.equals(key(record))) {
      throw new SerializationException(
          "record of topic %s: found %s '%s' under key '%s', expected them equal and not empty"
              .formatted(record.topic(), field, value, key(record)));
    }
  }

  static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }
}
