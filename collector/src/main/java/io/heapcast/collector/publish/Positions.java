package io.heapcast.collector.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
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
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to when the telemetry of each JVM is with the cluster or in the spool, on disk: where the next
 * collector goes on. One line each: milliseconds since the epoch, id. Written at once where a JVM
 * is new, else every ten seconds at most, so that after a {@code kill -9} a little is read again;
 * readers know repeats.
 */
final class Positions {

  private static final Logger LOG = System.getLogger(Positions.class.getName());

  private static final Duration SAVE_EVERY = Duration.ofSeconds(10);

  /** No recording of ours holds anything older. */
  private static final Duration FORGET = Duration.ofDays(7);

  /** What the kernel says of a process's start is computed from its clocks each time. */
  private static final long START_TOLERANCE_SECONDS = 2;

  private final Path file;
  private final Map<String, Long> untilMs = new ConcurrentHashMap<>();
  private long savedNanos = System.nanoTime();
  private boolean changed;
  private boolean isNew;

  /** Told once, until it works again. */
  private boolean failing;

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
      LOG.log(Level.WARNING, file + " cannot be read: the last ten minutes are read again", e);
    }
    return positions;
  }

  /** This record will reach the cluster, from memory or from disk. */
  void kept(SpoolRecord record) {
    if (record.topic() != Topic.TELEMETRY || record.value() == null) {
      return;
    }
    try {
      OptionalLong until = observedUntilMs(record.value());
      if (until.isEmpty()) {
        untilMs.remove(record.key());
      } else {
        isNew |= !untilMs.containsKey(record.key());
        untilMs.merge(record.key(), until.getAsLong(), Math::max);
      }
      changed = true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a batch of {0} cannot be read: {1}", record.key(), e.getMessage());
    }
  }

  /** Of a batch; empty: it is the last one of its JVM. Nothing else of it is read. */
  private static OptionalLong observedUntilMs(ByteString batch) throws IOException {
    CodedInputStream in = batch.newCodedInput();
    OptionalLong until = OptionalLong.of(0);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == TelemetryBatch.ENDED_FIELD_NUMBER) {
        return OptionalLong.empty();
      } else if (WireFormat.getTagFieldNumber(tag)
          == TelemetryBatch.OBSERVED_UNTIL_MS_FIELD_NUMBER) {
        until = OptionalLong.of(in.readInt64());
      } else {
        in.skipField(tag);
      }
    }
    return until;
  }

  /**
   * Where to go on with the JVM of a process; by any thread. While a process lives nobody else has
   * its id, and a JVM starts with its process, or later where a script has become one.
   */
  Optional<Position> of(String instance, Instant processStart) {
    long notBefore = processStart.getEpochSecond() - START_TOLERANCE_SECONDS;
    return untilMs.entrySet().stream()
        .map(
            entry ->
                new Position(JvmId.parse(entry.getKey()), Instant.ofEpochMilli(entry.getValue())))
        .filter(
            position ->
                position.jvm().instance().equals(instance)
                    && position.jvm().startEpochSecond() >= notBefore)
        .max(Comparator.comparingLong(position -> position.jvm().startEpochSecond()));
  }

  void saveIfDue() {
    if (isNew || (changed && System.nanoTime() - savedNanos >= SAVE_EVERY.toNanos())) {
      save();
    }
  }

  /** Replaces the file at once or not at all. */
  void save() {
    savedNanos = System.nanoTime();
    changed = false;
    isNew = false;
    StringBuilder text = new StringBuilder();
    untilMs.forEach((jvm, until) -> text.append(until).append(' ').append(jvm).append('\n'));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.log(
            Level.WARNING,
            "{0} cannot be written ({1}): after a restart the last ten minutes are read again",
            file,
            e.toString());
      }
      failing = true;
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
}
