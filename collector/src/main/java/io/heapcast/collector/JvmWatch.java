package io.heapcast.collector;

import io.heapcast.collector.attach.Attacher;
import io.heapcast.collector.attach.Attachment;
import io.heapcast.collector.attach.Refusal;
import io.heapcast.collector.attach.RefusalCode;
import io.heapcast.collector.attach.RefusedException;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.jfr.BatchSequence;
import io.heapcast.collector.jfr.ErrorCounts;
import io.heapcast.collector.jfr.Measurements;
import io.heapcast.collector.policy.AttachGate;
import io.heapcast.collector.publish.Position;
import io.heapcast.collector.publish.Publisher;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmStatus;
import io.heapcast.telemetry.v1.WatchState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The life of one JVM as this collector sees it. Driven by {@link #tick} from one thread.
 *
 * <pre>
 * ATTACHING ──► WATCHED ──► ENDED
 *     ▲  └────► REFUSED ──► ENDED
 *     └────────────┘ where it is worth another attempt
 * </pre>
 */
final class JvmWatch {

  private static final Logger LOG = System.getLogger(JvmWatch.class.getName());

  /** After the process is gone the repository is read on until nothing came for so long. */
  private static final Duration DRAINED = Duration.ofMillis(1_500);

  /** A live JVM flushes every second, and that is noticed within another. */
  private static final Duration HEARD_OF = Duration.ofMillis(1_200);

  /** A live JVM flushes every second; after so long our recording is looked after. */
  private static final Duration SILENT = Duration.ofSeconds(60);

  /** What all watches share. */
  record Context(
      Host host,
      Attacher attacher,
      Publisher publisher,
      long session,
      ErrorCounts errors,
      Executor looks,
      AttachGate gate) {}

  private final JvmProcess process;
  private final Context context;
  private final Backoff backoff = new Backoff();
  private @Nullable CompletableFuture<Attachment> attempt;

  /** Whether our recording may run in it: it was asked to start one, and not known to have not. */
  private boolean mayRecord;

  /** Goes on when the JVM is attached to again. */
  private @Nullable BatchSequence batches;

  private volatile @Nullable JvmTail tail;

  /** Known once it was watched. */
  private @Nullable JvmInfo identity;

  private final OomKills oomKills;
  private @Nullable Instant gone;
  private Instant nextAttempt;
  private final Announcements said;

  /**
   * A JVM that was found.
   *
   * @param firstAttempt when to attach
   */
  JvmWatch(JvmProcess process, Context context, Instant firstAttempt) {
    this.process = process;
    this.context = context;
    this.nextAttempt = firstAttempt;
    this.oomKills = new OomKills(process.cgroup());
    this.said = new Announcements(context.publisher(), attaching(context.host().clock().instant()));
    context.gate().found(process);
  }

  JvmProcess process() {
    return process;
  }

  /** What is said of the JVM now; may be read by any thread. */
  JvmStatus status() {
    return said.status();
  }

  /** How far reading is behind the JVM; empty: it is not read. By any thread. */
  Optional<Duration> lag(Instant now) {
    JvmTail read = tail;
    return read == null ? Optional.empty() : read.lag(now);
  }

  /** Whether anything was ever read of it. */
  boolean wasWatched() {
    return identity != null;
  }

  boolean ended() {
    return status().getState() == WatchState.ENDED;
  }

  /** Whether our recording may run in it, read or not. */
  boolean mayRecord() {
    return mayRecord;
  }

  /** Looks after the JVM; called about once a second. */
  void tick(Instant now) {
    if (gone == null && !isAlive()) {
      gone = now;
    } else if (gone == null) {
      oomKills.look(now);
    }
    JvmTail read = tail;
    if (read != null) {
      tickWatched(now, read);
    } else if (attempt != null) {
      tickAttempt(now, attempt);
    } else if (gone != null) {
      endUnwatched(now);
    } else if (!now.isBefore(nextAttempt)) {
      begin(now);
    }
    if (!ended()) {
      said.repeat(now);
    }
  }

  /** A JVM that was heard of just now lives; asking the kernel costs more than all else here. */
  private boolean isAlive() {
    JvmTail read = tail;
    return (read != null && read.idle().compareTo(HEARD_OF) < 0)
        || context.host().proc().isAlive(process.key());
  }

  /** Stops reading; the JVM goes on. */
  void release() {
    JvmTail read = tail;
    if (read != null) {
      read.close();
      tail = null;
    }
  }

  private void begin(Instant now) {
    if (status().getState() == WatchState.ATTACHING && !said.spoken()) {
      said.say(now, attaching(now));
    }
    String service = status().getInfo().getServiceName();
    // One that records already costs nothing more by being read.
    Optional<Refusal> refusal =
        mayRecord
            ? context.gate().byPolicy(process, service, hostName())
            : context.gate().refusal(process, service, hostName());
    if (refusal.isPresent()) {
      stopRecording();
      refused(now, refusal.get());
    } else {
      mayRecord = true;
      attempt = context.attacher().attach(process);
    }
  }

  /** Policy or kill switch may have changed: stops recording, or tries again at once. */
  void reconsider(Instant now) {
    if (ended() || gone != null) {
      return;
    }
    Optional<Refusal> refusal =
        context.gate().byPolicy(process, status().getInfo().getServiceName(), hostName());
    if (refusal.isEmpty()) {
      nextAttempt = nextAttempt.isBefore(now) ? nextAttempt : now;
    } else if (attempt == null) {
      release();
      refused(now, refusal.get());
      stopRecording();
    }
  }

  private void stopRecording() {
    if (mayRecord) {
      mayRecord = false;
      var unused = context.attacher().detach(process);
    }
  }

  private String hostName() {
    return context.host().description().placeName(process);
  }

  private void tickAttempt(Instant now, CompletableFuture<Attachment> running) {
    if (!running.isDone()) {
      return;
    }
    attempt = null;
    try {
      tail = read(running.get(), now);
      backoff.reset();
      reconsider(now); // what was decided while it was being attached to
    } catch (ExecutionException e) {
      // Who does not answer in time may have done what it was asked.
      mayRecord = !(e.getCause() instanceof RefusedException known) || known.mayRecord();
      refused(now, refusal(e.getCause()));
    } catch (IOException e) {
      refused(now, failed("Its JFR repository cannot be read (%s)".formatted(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JvmTail read(Attachment done, Instant now) throws IOException {
    Instant begin = JvmTail.begin(done, position().map(Position::until), now);
    if (batches == null) {
      batches = new BatchSequence(context.session(), begin);
    }
    try {
      return new JvmTail(
          done,
          begin,
          presumedStart(),
          context.host(),
          context.publisher(),
          batches,
          context.errors());
    } catch (IOException | RuntimeException e) {
      done.close();
      throw e;
    }
  }

  private static Refusal refusal(@Nullable Throwable cause) {
    return cause instanceof RefusedException refused
        ? refused.refusal()
        : failed("Attach failed: " + cause);
  }

  private static Refusal failed(String how) {
    return new Refusal(RefusalCode.ATTACH_FAILED, how + ". Tried again later.");
  }

  private void refused(Instant now, Refusal refusal) {
    boolean died =
        refusal.code() == RefusalCode.DIED_WHILE_ATTACHING
            || !context.host().proc().isAlive(process.key());
    if (died) {
      gone = now;
      endUnwatched(now);
      return;
    }
    nextAttempt = refusal.worthRetrying() ? backoff.next(now) : Instant.MAX;
    String code = refusal.code().code();
    if (status().getState() != WatchState.REFUSED || !status().getReasonCode().equals(code)) {
      JvmStatus refused =
          Announcements.status(describe(Map.of()), WatchState.REFUSED, code, refusal.reason(), now);
      LOG.log(
          Level.WARNING,
          "not watching {0} ({1}): {2}: {3}",
          refused.getInfo().getJvmId(),
          refused.getInfo().getServiceName(),
          code,
          refusal.reason());
      said.say(now, refused);
    }
  }

  private void tickWatched(Instant now, JvmTail watched) {
    watched.look(context.looks());
    if (status().getState() != WatchState.WATCHED) {
      watched.identity().ifPresent(info -> watched(now, info));
    }
    boolean drained = watched.ended() || watched.idle().compareTo(DRAINED) > 0;
    if ((gone != null && drained) || (watched.ended() && watched.announcedEnd())) {
      end(now, watched);
    } else if (gone == null && watched.idle().compareTo(SILENT) > 0) {
      LOG.log(
          Level.INFO,
          "{0} has been silent for {1} s; looking after its recording",
          status().getInfo().getJvmId(),
          SILENT.toSeconds());
      release();
      nextAttempt = now;
    }
  }

  private void watched(Instant now, JvmInfo info) {
    LOG.log(
        Level.INFO,
        "watching {0} ({1}, {2}, JDK {3})",
        info.getJvmId(),
        info.getServiceName(),
        info.getCollector(),
        info.getJdkVersion());
    identity = info;
    said.say(now, Announcements.status(info, WatchState.WATCHED, "", "", now));
  }

  private void end(Instant now, JvmTail watched) {
    JvmEnded ended = watched.end(gone == null ? now : gone, vanished());
    JvmInfo info = watched.identity().orElse(status().getInfo());
    boolean orphaned = ended.getReason() != EndReason.SHUTDOWN && watched.deleteOrphan();
    watched.letGo();
    LOG.log(
        Level.INFO,
        "{0} ({1}) ended: {2} {3}{4}",
        info.getJvmId(),
        info.getServiceName(),
        ended.getReason(),
        ended.getDetail(),
        orphaned ? "; removed its JFR repository" : "");
    tail = null;
    said.say(
        now,
        Announcements.status(
            info,
            WatchState.ENDED,
            ended.getReason().name().toLowerCase(Locale.ROOT),
            ended.getDetail(),
            now));
  }

  /** Of a JVM that did not say that it ends. */
  private EndReason vanished() {
    return oomKills.grew() ? EndReason.CONTAINER_OOM_KILLED : EndReason.VANISHED;
  }

  /** A JVM that is not watched, or not any more: nothing is known of how it ended. */
  private void endUnwatched(Instant now) {
    if (batches != null && identity != null) {
      context
          .publisher()
          .publish(
              batches.atEnd(
                  new Measurements(),
                  identity,
                  now,
                  context.publisher().takeDropped(identity.getJvmId()),
                  JvmEnded.newBuilder()
                      .setTimeMs((gone == null ? now : gone).toEpochMilli())
                      .setReason(vanished())
                      .build()));
    }
    if (said.spoken()) {
      LOG.log(Level.INFO, "{0} ended; it was not being watched", status().getInfo().getJvmId());
    }
    said.vanished(now);
  }

  private JvmStatus attaching(Instant now) {
    return Announcements.status(describe(Map.of()), WatchState.ATTACHING, "", "", now);
  }

  private JvmInfo describe(Map<String, String> properties) {
    return identity == null
        ? context.host().description().of(process, presumedStart(), properties, null)
        : identity; // its id stays, whatever happens to it
  }

  private Optional<Position> position() {
    return context.publisher().position(hostName() + "/" + process.pid(), process.start());
  }

  /** Until the JVM tells its own start: as it was told before, or else its process's. */
  private Instant presumedStart() {
    return position()
        .map(known -> Instant.ofEpochSecond(known.jvm().startEpochSecond()))
        .orElse(process.start());
  }
}
