package io.heapcast.server.remotewrite;

import io.heapcast.server.remotewrite.RemoteWriteClient.Outcome;
import io.heapcast.telemetry.v1.JvmWindow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends windows until each was written or refused for itself. Prometheus takes a request as a whole
 * or not at all: one refused is halved until the window that spoils it stands alone, and only that
 * one is dropped. Of windows refused for their age the newest is looked for ({@link AgeSearch}),
 * and all before it are dropped with it. Not thread-safe.
 */
final class WindowSender {

  /** About 20 bytes a sample on the wire, so some 200 KB a post. */
  static final int WINDOWS_PER_POST = 500;

  /** After this, no post is begun: the consumer has to poll every five minutes. */
  static final Duration LONGEST_SEND = Duration.ofMinutes(1);

  /**
   * What is younger than this before the newest that Prometheus has may be taken however old
   * another one is that is not: it takes what is newer than its own series' newest as long as it is
   * within half a block, which is two hours.
   */
  static final Duration IN_ORDER = Duration.ofHours(1);

  /** Further windows that are too old are news again when there was none for so long. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  private static final Logger LOG = System.getLogger(WindowSender.class.getName());

  private final RemoteWriteClient client;
  private final Deque<List<JvmWindow>> pending = new ArrayDeque<>();
  private final RemoteWriteCounts counts;
  private final Clock clock;
  private final LongSupplier nanos;
  private @Nullable AgeSearch search;
  private Instant lastTooOld = Instant.MIN;
  private long newestWrittenMs = Long.MIN_VALUE;
  private boolean waiting;

  /**
   * Nothing pending.
   *
   * @param clock what Prometheus has is as new as that where nothing was written yet
   * @param nanos a clock that only runs forward, in nanoseconds
   */
  WindowSender(
      RemoteWriteClient client, RemoteWriteCounts counts, Clock clock, LongSupplier nanos) {
    this.client = client;
    this.counts = counts;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Adds windows behind those that are still pending. */
  void add(List<JvmWindow> windows) {
    for (int from = 0; from < windows.size(); from += WINDOWS_PER_POST) {
      int to = Math.min(from + WINDOWS_PER_POST, windows.size());
      pending.addLast(List.copyOf(windows.subList(from, to)));
    }
  }

  /**
   * Sends what is pending until it is settled, the address is not available, or {@link
   * #LONGEST_SEND} is over. What cannot be made a post of is refused like what Prometheus refuses.
   *
   * @return whether nothing is pending any more
   */
  boolean send() throws InterruptedException {
    long begunNanos = nanos.getAsLong();
    while (search != null || !pending.isEmpty()) {
      if (nanos.getAsLong() - begunNanos > LONGEST_SEND.toNanos()) {
        return false;
      }
      AgeSearch searching = search;
      List<JvmWindow> windows = searching == null ? pending.getFirst() : List.of(searching.next());
      RemoteWriteClient.Answer answer = post(windows);
      if (answer.outcome() == Outcome.UNAVAILABLE) {
        LOG.log(
            waiting ? Level.DEBUG : Level.WARNING,
            "remote write waits: found {0}",
            answer.detail());
        waiting = true;
        counts.retried();
        return false;
      }
      waiting = false;
      if (searching == null) {
        pending.removeFirst();
        settle(windows, answer);
      } else {
        settle(searching, answer);
      }
    }
    return true;
  }

  private RemoteWriteClient.Answer post(List<JvmWindow> windows) throws InterruptedException {
    try {
      return client.post(
          windows.stream().flatMap(window -> WindowSamples.of(window).stream()).toList());
    } catch (RuntimeException e) {
      return new RemoteWriteClient.Answer(Outcome.REFUSED, e.toString());
    }
  }

  /** Forgets what is pending, as when another process takes it over. */
  void clear() {
    pending.clear();
    search = null;
  }

  private void settle(List<JvmWindow> windows, RemoteWriteClient.Answer answer) {
    boolean tooOld = answer.outcome() == Outcome.TOO_OLD;
    if (answer.outcome() == Outcome.WRITTEN) {
      written(windows);
    } else if (windows.size() > 1) {
      if (!tooOld || !searchAmong(windows)) {
        halve(windows);
      }
    } else if (tooOld) {
      dropTooOld(windows.get(0), 1, answer.detail());
    } else {
      refuse(windows.get(0), answer.detail());
    }
  }

  private void settle(AgeSearch searching, RemoteWriteClient.Answer answer) {
    JvmWindow tried = searching.next();
    switch (answer.outcome()) {
      case WRITTEN -> {
        written(List.of(tried));
        searching.written();
      }
      case TOO_OLD -> dropTooOld(tried, searching.tooOld(), answer.detail());
      default -> {
        refuse(tried, answer.detail());
        searching.refused();
      }
    }
    if (searching.done()) {
      search = null;
      putBack(searching.rest());
    }
  }

  private void written(List<JvmWindow> windows) {
    counts.written(windows.size());
    for (JvmWindow window : windows) {
      newestWrittenMs = Math.max(newestWrittenMs, WindowSamples.timeMs(window));
    }
  }

  /** Whether any of them is old enough that the age of one tells of others. */
  private boolean searchAmong(List<JvmWindow> windows) {
    boolean nothingWritten = newestWrittenMs == Long.MIN_VALUE;
    long newestMs = nothingWritten ? clock.millis() : newestWrittenMs;
    long inOrderMs = newestMs - IN_ORDER.toMillis();
    var byAge =
        windows.stream()
            .collect(Collectors.partitioningBy(window -> WindowSamples.timeMs(window) < inOrderMs));
    List<JvmWindow> old = byAge.getOrDefault(true, List.of());
    if (old.isEmpty()) {
      return false;
    }
    putBack(byAge.getOrDefault(false, List.of()));
    search = new AgeSearch(old, nothingWritten);
    return true;
  }

  private void halve(List<JvmWindow> windows) {
    int half = windows.size() / 2;
    pending.addFirst(windows.subList(half, windows.size()));
    pending.addFirst(windows.subList(0, half));
  }

  private void putBack(List<JvmWindow> windows) {
    if (!windows.isEmpty()) {
      pending.addFirst(windows);
    }
  }

  private void dropTooOld(JvmWindow newest, int dropped, String detail) {
    counts.refused(dropped);
    Instant now = clock.instant();
    LOG.log(
        lastTooOld.isBefore(now.minus(QUIET)) ? Level.WARNING : Level.DEBUG,
        "windows ending until {0,number,#} not written, nor others that are too old,"
            + " {1,number,#} refused so far: found {2} of {3}",
        newest.getEndTimeMs(),
        counts.refused(),
        detail,
        newest.getInfo().getJvmId());
    lastTooOld = now;
  }

  private void refuse(JvmWindow window, String detail) {
    counts.refused(1);
    LOG.log(
        Level.WARNING,
        "window of {0} ending at {1,number,#} not written, {2,number,#} so far: found {3}",
        window.getInfo().getJvmId(),
        window.getEndTimeMs(),
        counts.refused(),
        detail);
  }
}
