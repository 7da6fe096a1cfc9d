package io.heapcast.collector.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to when the telemetry of each JVM is with the cluster or in the spool, on disk: where the next
 * collector goes on. One line each: milliseconds since the epoch, id. Written every two seconds at
 * most, so that after a {@code kill -9} a little is read again; readers know repeats.
 */
final class Positions {

  private static final Logger LOG = System.getLogger(Positions.class.getName());

  private static final Duration SAVE_EVERY = Duration.ofSeconds(2);

  /** No recording of ours holds anything older. */
  private static final Duration FORGET = Duration.ofDays(7);

  /** Before a JVM tells its own start, that of its process stands in. */
  private static final long START_TOLERANCE_SECONDS = 5;

  private final Path file;
  private final Map<String, Long> untilMs = new ConcurrentHashMap<>();
  private long savedNanos = System.nanoTime();
  private boolean changed;

  private Positions(Path file) {
    this.file = file;
  }

  /** Reads what an earlier process left; what cannot be read is passed over. */
  static Positions open(Path file, Instant now) {
    Positions positions = new Positions(file);
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(line -> positions.take(line, now));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "reading begins anew: " + file + " cannot be read", e);
    }
    return positions;
  }

  /** This record will reach the cluster, from memory or from disk. */
  void kept(SpoolRecord record) {
    if (record.topic() != Topic.TELEMETRY || record.value() == null) {
      return;
    }
    try {
      TelemetryBatch batch = TelemetryBatch.parseFrom(record.value());
      if (batch.hasEnded()) {
        untilMs.remove(record.key());
      } else {
        untilMs.merge(record.key(), batch.getObservedUntilMs(), Math::max);
      }
      changed = true;
    } catch (InvalidProtocolBufferException e) {
      LOG.log(Level.WARNING, "a batch of {0} cannot be read: {1}", record.key(), e.getMessage());
    }
  }

  /** Where to go on with a JVM, whose start may be a few seconds off; by any thread. */
  Optional<Instant> of(JvmId jvm) {
    return untilMs.entrySet().stream()
        .filter(entry -> same(JvmId.parse(entry.getKey()), jvm))
        .map(entry -> Instant.ofEpochMilli(entry.getValue()))
        .findFirst();
  }

  void saveIfDue() {
    if (changed && System.nanoTime() - savedNanos >= SAVE_EVERY.toNanos()) {
      save();
    }
  }

  /** Replaces the file at once or not at all. */
  void save() {
    savedNanos = System.nanoTime();
    changed = false;
    StringBuilder text = new StringBuilder();
    untilMs.forEach((jvm, until) -> text.append(until).append(' ').append(jvm).append('\n'));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "positions are not kept: {0}", e.toString());
    }
  }

  private void take(String line, Instant now) {
    int space = line.indexOf(' ');
    try {
      long until = Long.parseLong(line.substring(0, Math.max(0, space)));
      JvmId jvm = JvmId.parse(line.substring(space + 1));
      if (until > now.minus(FORGET).toEpochMilli()) {
        untilMs.put(jvm.toString(), until);
      }
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0}: found ''{1}'', expected a time and a jvm id", file, line);
    }
  }

  private static boolean same(JvmId one, JvmId other) {
    return one.instance().equals(other.instance())
        && Math.abs(one.startEpochSecond() - other.startEpochSecond()) <= START_TOLERANCE_SECONDS;
  }
}
