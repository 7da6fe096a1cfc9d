package io.heapcast.collector.publish;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Takes records to the cluster in order, or to the spool. Used by the sender's thread.
 *
 * <pre>
 * online ──(no answer, or a failure)──► away: all goes to the spool, what was in flight first
 *    ▲                                   │
 *    └──(spool is empty)── draining ◄────┘ a new producer, the spool's oldest first
 * </pre>
 *
 * <p>A record that was in flight when the cluster went away may have arrived: it is sent again, and
 * readers know repeats.
 */
final class Delivery {

  private static final Logger LOG = System.getLogger(Delivery.class.getName());

  /** No answer for so long: the cluster is away. */
  private static final Duration AWAY = Duration.ofSeconds(15);

  /** Between attempts while it is away. */
  private static final Duration RETRY = Duration.ofMillis(200);

  /** Sent in one go from the spool. */
  private static final int WINDOW_RECORDS = 500;

  private static final int WINDOW_BYTES = 1 << 20;

  private record InFlight(SpoolRecord record, Future<RecordMetadata> result, long sentNanos) {}

  private final Supplier<Producer<String, byte[]>> producers;
  private final Settings settings;
  private final Spool spool;
  private final Positions positions;
  private final DropCounts drops;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private @Nullable Producer<String, byte[]> producer;

  /** What is in flight comes from the spool. */
  private boolean draining;

  private long nextAttemptNanos = System.nanoTime();
  private long answeredNanos = System.nanoTime();
  private boolean away;
  private final AtomicLong reconnects = new AtomicLong();
  private volatile long spoolBytes;

  Delivery(
      Supplier<Producer<String, byte[]>> producers,
      Settings settings,
      Spool spool,
      Positions positions,
      DropCounts drops) {
    this.producers = producers;
    this.settings = settings;
    this.spool = spool;
    this.positions = positions;
    this.drops = drops;
    this.spoolBytes = spool.bytes();
    this.producer = spool.isEmpty() ? producers.get() : null;
  }

  /** Sends a record, or puts it behind those that wait already. */
  void take(SpoolRecord record) {
    if (draining || !spool.isEmpty() || !send(record)) {
      toSpool(record);
    }
  }

  /** Sees what has become of the records in flight, and goes on with the spool. */
  void look() {
    boolean failed = settle();
    boolean late =
        !inFlight.isEmpty() && System.nanoTime() - inFlight.getFirst().sentNanos() > AWAY.toNanos();
    if (failed || late) {
      goAway();
    }
    if (inFlight.isEmpty() && !spool.isEmpty() && System.nanoTime() - nextAttemptNanos >= 0) {
      drain();
    }
  }

  /** Whether nothing is on its way; what the cluster does not take now is on disk. */
  boolean isDone() {
    return inFlight.isEmpty() && (spool.isEmpty() || away);
  }

  /** Whether something waits on disk, or the cluster is away. */
  boolean isCatchingUp() {
    return draining || away || !spool.isEmpty();
  }

  long reconnects() {
    return reconnects.get();
  }

  long spoolBytes() {
    return spoolBytes;
  }

  /** What is still in flight goes to the spool. */
  void close() {
    if (!inFlight.isEmpty()) {
      goAway();
    }
    try {
      spool.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the spool could not be closed", e);
    }
    closeProducer();
  }

  /** Whether the producer took it; what nobody will ever take is dropped. */
  private boolean send(SpoolRecord record) {
    Producer<String, byte[]> to = producer;
    if (to == null) {
      return false;
    }
    try {
      Future<RecordMetadata> result =
          to.send(new ProducerRecord<>(record.topic().name(settings), record.key(), bytes(record)));
      Throwable refusal = result.isDone() ? failure(result) : null;
      if (refusal != null && !isHopeless(refusal)) {
        return false;
      }
      inFlight.add(new InFlight(record, result, System.nanoTime()));
      return true;
    } catch (KafkaException e) {
      if (!isHopeless(e)) {
        return false;
      }
      dropped(record, DropReason.REFUSED, e.toString());
      return true;
    }
  }

  private static byte @Nullable [] bytes(SpoolRecord record) {
    return record.value() == null ? null : record.value().toByteArray();
  }

  /** Lets go of records that arrived, in order; whether one failed. */
  private boolean settle() {
    List<SpoolRecord> settled = new ArrayList<>();
    boolean failed = false;
    while (!failed && !inFlight.isEmpty() && inFlight.getFirst().result().isDone()) {
      InFlight first = inFlight.getFirst();
      Throwable failure = failure(first.result());
      failed = failure != null && !isHopeless(failure);
      if (!failed) {
        settled.add(inFlight.removeFirst().record());
        positions.kept(first.record());
        answered();
      }
      if (failure != null && !failed) {
        dropped(first.record(), DropReason.REFUSED, failure.toString());
      }
    }
    if (draining && !settled.isEmpty()) {
      onSpool(() -> spool.delivered(settled));
    }
    draining = draining && !inFlight.isEmpty();
    return failed;
  }

  private void drain() {
    if (producer == null && !connect()) {
      return;
    }
    List<SpoolRecord> window = new ArrayList<>();
    onSpool(() -> window.addAll(spool.oldest(WINDOW_RECORDS, WINDOW_BYTES)));
    for (SpoolRecord record : window) {
      if (!send(record)) {
        // A new producer knows no topic at first. What is not sent stays in the spool.
        waitForNextAttempt();
        if (inFlight.isEmpty() && System.nanoTime() - answeredNanos > AWAY.toNanos()) {
          goAway();
        }
        break;
      }
    }
    draining = !inFlight.isEmpty();
  }

  private boolean connect() {
    try {
      producer = producers.get();
      answeredNanos = System.nanoTime();
      reconnects.incrementAndGet();
      return true;
    } catch (KafkaException e) {
      LOG.log(Level.WARNING, "cannot connect yet: {0}", e.getMessage());
      waitForNextAttempt();
      return false;
    }
  }

  private void waitForNextAttempt() {
    nextAttemptNanos = System.nanoTime() + RETRY.toNanos();
  }

  /** Gives the producer up; what it had not delivered comes first in the spool. */
  private void goAway() {
    if (!away) {
      away = true;
      LOG.log(
          Level.WARNING,
          "{0} does not answer; telemetry waits in {1}, at most {2} MiB of it",
          settings.text(Setting.BOOTSTRAP_SERVERS),
          spool.directory(),
          settings.integer(Setting.SPOOL_MAX_MIB));
    }
    List<InFlight> unsettled = new ArrayList<>(inFlight);
    inFlight.clear();
    closeProducer();
    if (!draining) {
      unsettled.stream()
          .filter(one -> !one.result().isDone() || failure(one.result()) != null)
          .forEach(one -> toSpool(one.record()));
    }
    draining = false;
    waitForNextAttempt();
  }

  private void answered() {
    answeredNanos = System.nanoTime();
    if (away) {
      away = false;
      LOG.log(Level.INFO, "{0} answers again", settings.text(Setting.BOOTSTRAP_SERVERS));
    }
  }

  private void toSpool(SpoolRecord record) {
    try {
      spool.append(record);
      positions.kept(record);
      spoolBytes = spool.bytes();
    } catch (IOException e) {
      dropped(record, DropReason.SPOOL_FAILED, e.toString());
    }
  }

  private interface OnSpool {
    void run() throws IOException;
  }

  private void onSpool(OnSpool work) {
    try {
      work.run();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the spool could not be read", e);
      waitForNextAttempt();
    }
    spoolBytes = spool.bytes();
  }

  private void dropped(SpoolRecord record, DropReason reason, String detail) {
    if (record.topic() == Topic.TELEMETRY) {
      drops.add(record.key(), reason, detail);
    }
  }

  private void closeProducer() {
    Producer<String, byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }

  private static boolean isHopeless(Throwable failure) {
    return failure instanceof RecordTooLargeException || failure instanceof SerializationException;
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
