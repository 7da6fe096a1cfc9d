package io.heapcast.collector;

import io.heapcast.collector.attach.Attachment;
import io.heapcast.collector.event.EventHandlers;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.collector.jfr.BatchSequence;
import io.heapcast.collector.jfr.ChunkFiles;
import io.heapcast.collector.jfr.ErrorCounts;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.collector.jfr.RepositoryTail;
import io.heapcast.collector.publish.Publisher;
import io.heapcast.collector.repository.Patience;
import io.heapcast.collector.repository.TargetRepository;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.ResidentSet;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one attached JVM: what its repository says becomes one batch per flush. Batches
 * wait until the JVM's identity is known, which its first flush tells.
 */
final class JvmTail implements AutoCloseable {

  /**
   * A recording of an earlier collector whose position is not known is read so far back; readers
   * know repeats.
   */
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);

  /** Before a known position: counters need their last value, and events come in some disorder. */
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  /**
   * A JVM that does not say for a minute who it is goes by what its process says. On a starved host
   * it may well take some flushes.
   */
  private static final int FLUSHES_TO_WAIT_FOR_IDENTITY = 60;

  private static final Duration RESIDENT_SET_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofMillis(800);

  private final Attachment attachment;
  private final Instant presumedStart;
  private final JvmDescription description;
  private final Publisher publisher;
  private final ProcFs proc;
  private final Clock clock;
  private final Measurements measurements = new Measurements();
  private final BatchSequence batches;
  private final TargetRepository repository;
  private final RepositoryTail tail;
  private final ErrorCounts errors;
  private final AtomicBoolean looking = new AtomicBoolean();
  private int flushes;
  private Instant residentSetTaken = Instant.EPOCH;
  private volatile @Nullable JvmInfo identity;
  private volatile boolean announcedEnd;
  private volatile long newestEventMs;

  /**
   * Begins to read.
   *
   * @param from see {@link #begin}
   * @param presumedStart of the JVM, until it tells its own
   */
  JvmTail(
      Attachment attachment,
      Instant from,
      Instant presumedStart,
      Host host,
      Publisher publisher,
      BatchSequence batches,
      ErrorCounts errors)
      throws IOException {
    this.attachment = attachment;
    this.presumedStart = presumedStart;
    this.description = host.description();
    this.publisher = publisher;
    this.proc = host.proc();
    this.clock = host.clock();
    this.batches = batches;
    this.errors = errors;
    this.repository = attachment.repository();
    if (attachment.shared()) {
      measurements.facts().recordedByOthers(); // or those who start one later tell it
    }
    this.tail =
        RepositoryTail.start(
            repository.view(),
            "heapcast-tail-" + attachment.process().pid(),
            describedFrom(repository, from),
            from,
            measurements,
            EventHandlers.of(measurements),
            new RepositoryTail.Listener() {
              @Override
              public void flushed() {
                atFlush();
              }

              @Override
              public void manyEvents() {
                withinFlush();
              }
            },
            errors);
  }

  /** The JVM's identity; empty before it is known for good. */
  Optional<JvmInfo> identity() {
    return Optional.ofNullable(identity);
  }

  /** Whether the JVM has said that it ends. */
  boolean announcedEnd() {
    return announcedEnd;
  }

  /** Whether nothing comes any more. */
  boolean ended() {
    return tail.ended();
  }

  /** How far reading is behind the JVM; empty: nothing was read yet. */
  Optional<Duration> lag(Instant now) {
    return newestEventMs == 0
        ? Optional.empty()
        : Optional.of(Duration.between(Instant.ofEpochMilli(newestEventMs), now));
  }

  /** How long nothing has come. */
  Duration idle() {
    return tail.idle();
  }

  /**
   * Sends the last batch of a JVM that has ended.
   *
   * @param noticed when the process was found gone
   * @param unannounced why, where it did not say so itself
   * @return how it ended
   */
  JvmEnded end(Instant noticed, EndReason unannounced) {
    boolean released = tail.close(CLOSE);
    for (String damaged : ChunkFiles.damaged(repository.view())) {
      errors.count("chunk", new IOException(damaged));
    }
    JvmEnded ended =
        measurements
            .shutdown()
            .map(
                shutdown ->
                    ended(
                        shutdown.time(), reason(shutdown.reason(), unannounced), shutdown.reason()))
            .orElseGet(() -> ended(noticed, unannounced, ""));
    if (released) {
      JvmInfo info = identityAtLast();
      publisher.publish(batches.atEnd(measurements, info, clock.instant(), dropped(info), ended));
    }
    return ended;
  }

  /** Looks for new chunk files, without waiting for the target's file system. */
  void look(Executor looks) {
    if (looking.compareAndSet(false, true)) {
      looks.execute(
          () -> {
            try {
              for (String problem : repository.refresh()) {
                errors.count("repository", new IOException(problem));
              }
            } catch (IOException | RuntimeException e) {
              errors.count("repository", e);
            } finally {
              looking.set(false);
            }
          });
    }
  }

  /**
   * Deletes what a killed JVM has left behind, unless others recorded there too; after {@link
   * #end}.
   *
   * @return whether there was something
   */
  boolean deleteOrphan() {
    try {
      return !measurements.facts().sharesRepository()
          && Patience.read(this::deleteOrphanedRepository, false);
    } catch (UncheckedIOException e) {
      errors.count("orphaned repository", e);
      return false;
    }
  }

  private boolean deleteOrphanedRepository() {
    try {
      return repository.deleteOrphan();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go of the target's files. */
  void letGo() {
    try {
      repository.close();
    } catch (IOException e) {
      errors.count("repository", e);
    }
  }

  /** Stops reading; what was read already is sent. The JVM goes on. */
  @Override
  public void close() {
    if (tail.close(CLOSE) && identity != null) {
      publish(batches::atFlush);
    }
    letGo();
  }

  /**
   * From when on events are read: of our own recording all, of one that was taken over what was not
   * read before.
   *
   * @param position up to when this JVM was read, by this collector or one before
   */
  static Instant begin(Attachment attachment, Optional<Instant> position, Instant now) {
    return attachment.adopted()
        ? position.map(until -> until.minus(OVERLAP)).orElse(now.minus(LOOK_BACK))
        : attachment.asked();
  }

  /** The newest chunk is always looked at from its begin, where the JVM says who it is. */
  private static Instant describedFrom(TargetRepository repository, Instant from) {
    return ChunkFiles.newestStart(repository.view())
        .filter(chunk -> chunk.isBefore(from))
        .orElse(from);
  }

  private void atFlush() {
    flushes++;
    takeResidentSet();
    announcedEnd = measurements.shutdown().isPresent();
    newestEventMs = measurements.newestEventMs();
    if (identified() && batches.isDue(measurements, clock.instant())) {
      publish(batches::atFlush);
    }
  }

  private void withinFlush() {
    if (identified()) {
      publish(batches::withinFlush);
    }
  }

  /** One way to make a batch of what was measured. */
  interface Cut {
    TelemetryBatch batch(Measurements measurements, JvmInfo info, Instant wall, long dropped);
  }

  private void publish(Cut cut) {
    JvmInfo info = identityAtLast();
    publisher.publish(cut.batch(measurements, info, clock.instant(), dropped(info)));
  }

  private boolean identified() {
    if (identity != null) {
      // The id stays; what else is known may grow.
      return true;
    }
    if (measurements.facts().complete() || flushes > FLUSHES_TO_WAIT_FOR_IDENTITY) {
      identityAtLast();
    }
    return identity != null;
  }

  private JvmInfo identityAtLast() {
    JvmInfo known = identity;
    if (known == null) {
      known =
          description.of(
              attachment.process(), presumedStart, attachment.properties(), measurements.facts());
      identity = known;
    }
    return known;
  }

  private long dropped(JvmInfo info) {
    return publisher.takeDropped(info.getJvmId());
  }

  /**
   * From JDK 21 on the JVM tells its resident memory, but not what of it is anonymous. Not while
   * events of before are caught up with: what is measured now does not belong to their time.
   */
  private void takeResidentSet() {
    Instant now = clock.instant();
    if (!measurements.isLive(now) || now.isBefore(residentSetTaken.plus(RESIDENT_SET_EVERY))) {
      return;
    }
    residentSetTaken = now;
    ProcFs.Memory memory = proc.memory(attachment.process().pid());
    memory
        .resident()
        .ifPresent(
            bytes -> {
              ResidentSet.Builder resident =
                  ResidentSet.newBuilder().setTimeMs(now.toEpochMilli()).setBytes(bytes);
              memory.anonymous().ifPresent(resident::setAnonymousBytes);
              measurements.batch().addResidentSets(resident);
            });
  }

  /** What {@code jdk.Shutdown} says also tells of crashes. */
  private static EndReason reason(String told, EndReason unannounced) {
    return switch (told) {
      case "CrashOnOutOfMemoryError" -> EndReason.OUT_OF_MEMORY; // JDK 25; 17 says the other
      case "VM Error" -> unannounced;
      default -> EndReason.SHUTDOWN;
    };
  }

  private static JvmEnded ended(Instant time, EndReason reason, String detail) {
    return JvmEnded.newBuilder()
        .setTimeMs(time.toEpochMilli())
        .setReason(reason)
        .setDetail(detail)
        .build();
  }
}
