package io.heapcast.collector.evidence;

import io.heapcast.collector.attach.RefusedException;
import io.heapcast.telemetry.v1.EvidenceKind;
import io.heapcast.telemetry.v1.EvidenceRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Full collections that the alert stage asks for, each of which stops a JVM: once for a request,
 * before its deadline, one at a time on this host, and of one JVM not more often than the operator
 * allows. Requests come from any thread; {@link #tick} is called by one.
 */
public final class RequestedCollections {

  private static final Logger LOG = System.getLogger(RequestedCollections.class.getName());

  /**
   * How long a JVM is looked at before: whether its CPU is being throttled takes a while to see.
   */
  static final Duration LOOK = Duration.ofSeconds(5);

  /** Requests name three JVMs, at most once an hour for each leak. */
  static final int MOST_WAITING = 64;

  /** Of requests whose deadline is to come. */
  private static final int MOST_KNOWN = 1_000;

  /** The JVMs of this host, by id. */
  public interface Jvms {

    /** Whether it runs here and is read. */
    boolean isWatched(String jvmId);

    /** Begins to look for what would forbid to touch it. */
    void lookAt(String jvmId);

    /** Why it is not to be touched now, as a stable code; empty: it may be. */
    Optional<String> refusal(String jvmId);

    /** Runs the collection; false: that JVM does none that it is asked for. */
    CompletableFuture<Boolean> collect(String jvmId);
  }

  private record Wanted(String requestId, String jvmId, long deadlineMs, Instant notBefore) {}

  private record Running(Wanted wanted, CompletableFuture<Boolean> result) {}

  private final Jvms jvms;
  private final Duration interval;
  private final Queue<EvidenceRequest> inbox = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Deque<Wanted> waiting = new ArrayDeque<>();
  private @Nullable Running running;

  /** Deadlines by request id, the oldest first. */
  private final Map<String, Long> known = new LinkedHashMap<>();

  /** When the last one of a JVM began, whatever became of it. */
  private final Map<String, Instant> lastBegun = new HashMap<>();

  private long asked;
  private long run;
  private final Map<String, Long> refused = new TreeMap<>();

  /**
   * None so far.
   *
   * @param interval the shortest between two collections of one JVM
   */
  public RequestedCollections(Jvms jvms, Duration interval) {
    this.jvms = jvms;
    this.interval = interval;
  }

  /** Takes a request in; one that asks for other evidence is none of ours. */
  public void offer(EvidenceRequest request) {
    if (request.getKindsList().contains(EvidenceKind.FULL_COLLECTION) && !inbox.offer(request)) {
      refuse(request.getRequestId(), "all its JVMs", "queue-full");
    }
  }

  /** Runs what is due; called about twice a second. */
  public void tick(Instant now) {
    for (EvidenceRequest next = inbox.poll(); next != null; next = inbox.poll()) {
      take(next, now);
    }
    known.values().removeIf(deadlineMs -> deadlineMs < now.toEpochMilli());
    lastBegun.values().removeIf(begun -> !now.isBefore(begun.plus(interval)));
    Running current = running;
    if (current != null && current.result().isDone()) {
      running = null;
      finish(current);
    }
    while (running == null && !waiting.isEmpty() && !now.isBefore(waiting.element().notBefore())) {
      begin(waiting.remove(), now);
    }
  }

  /** What became of them so far; by any thread. */
  public synchronized CollectionCounts counts() {
    return new CollectionCounts(asked, run, refused);
  }

  private void take(EvidenceRequest request, Instant now) {
    boolean repeated = known.containsKey(request.getRequestId());
    for (String jvmId : request.getJvmIdsList()) {
      if (jvms.isWatched(jvmId)) {
        take(
            new Wanted(request.getRequestId(), jvmId, request.getDeadlineMs(), now.plus(LOOK)),
            repeated);
      }
    }
    if (!repeated) {
      known.put(request.getRequestId(), request.getDeadlineMs());
      if (known.size() > MOST_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  private void take(Wanted wanted, boolean repeated) {
    synchronized (this) {
      asked++;
    }
    if (repeated) {
      refuse(wanted, "repeated");
    } else if (waiting.size() >= MOST_WAITING) {
      refuse(wanted, "queue-full");
    } else {
      jvms.lookAt(wanted.jvmId());
      waiting.add(wanted);
    }
  }

  private void begin(Wanted wanted, Instant now) {
    Optional<String> refusal = refusal(wanted, now);
    if (refusal.isPresent()) {
      refuse(wanted, refusal.get());
      return;
    }
    LOG.log(
        Level.INFO, "{0}: full collection, asked for by {1}", wanted.jvmId(), wanted.requestId());
    lastBegun.put(wanted.jvmId(), now);
    running = new Running(wanted, jvms.collect(wanted.jvmId()));
  }

  private Optional<String> refusal(Wanted wanted, Instant now) {
    if (now.toEpochMilli() > wanted.deadlineMs()) {
      return Optional.of("too-late");
    }
    if (!jvms.isWatched(wanted.jvmId())) {
      return Optional.of("not-watched");
    }
    if (lastBegun.containsKey(wanted.jvmId())) {
      return Optional.of("too-soon");
    }
    return jvms.refusal(wanted.jvmId());
  }

  private void finish(Running ended) {
    try {
      if (ended.result().join()) {
        synchronized (this) {
          run++;
        }
      } else {
        refuse(ended.wanted(), "explicit-gc-disabled");
      }
    } catch (CompletionException e) {
      refuse(
          ended.wanted(),
          e.getCause() instanceof RefusedException why
              ? why.refusal().code().code()
              : "attach-failed");
    }
  }

  private void refuse(Wanted wanted, String reason) {
    refuse(wanted.requestId(), wanted.jvmId(), reason);
  }

  private void refuse(String requestId, String jvmId, String reason) {
    LOG.log(Level.INFO, "{0}: no full collection for {1}: {2}", jvmId, requestId, reason);
    synchronized (this) {
      refused.merge(reason, 1L, Long::sum);
    }
  }
}
