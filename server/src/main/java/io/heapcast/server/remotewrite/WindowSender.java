package io.heapcast.server.remotewrite;

import io.heapcast.server.remotewrite.RemoteWriteClient.Outcome;
import io.heapcast.telemetry.v1.JvmWindow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends windows until each was written or refused for itself. Prometheus takes a request as a whole
 * or not at all: one refused is halved until the window that spoils it stands alone, and only that
 * one is dropped. Not thread-safe.
 */
final class WindowSender {

  /** About 20 bytes a sample on the wire, so some 200 KB a post. */
  static final int WINDOWS_PER_POST = 500;

  private static final Logger LOG = System.getLogger(WindowSender.class.getName());

  private final RemoteWriteClient client;
  private final Deque<List<JvmWindow>> pending = new ArrayDeque<>();
  private final RemoteWriteCounts counts;
  private boolean waiting;

  WindowSender(RemoteWriteClient client, RemoteWriteCounts counts) {
    this.client = client;
    this.counts = counts;
  }

  /** Adds windows behind those that are still pending. */
  void add(List<JvmWindow> windows) {
    for (int from = 0; from < windows.size(); from += WINDOWS_PER_POST) {
      int to = Math.min(from + WINDOWS_PER_POST, windows.size());
      pending.addLast(List.copyOf(windows.subList(from, to)));
    }
  }

  /**
   * Sends what is pending, in order, until it is settled or the address is not available. What
   * cannot be made a post of is refused like what Prometheus refuses.
   *
   * @return whether nothing is pending any more
   */
  boolean send() throws InterruptedException {
    while (!pending.isEmpty()) {
      List<JvmWindow> windows = pending.getFirst();
      RemoteWriteClient.Answer answer = post(windows);
      switch (answer.outcome()) {
        case WRITTEN -> {
          pending.removeFirst();
          counts.written(windows.size());
        }
        case REFUSED -> {
          pending.removeFirst();
          refuse(windows, answer.detail());
        }
        case UNAVAILABLE -> {
          LOG.log(
              waiting ? Level.DEBUG : Level.WARNING,
              "remote write waits: found {0}",
              answer.detail());
          waiting = true;
          counts.retried();
          return false;
        }
      }
      waiting = false;
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
  }

  private void refuse(List<JvmWindow> windows, String detail) {
    if (windows.size() > 1) {
      int half = windows.size() / 2;
      pending.addFirst(windows.subList(half, windows.size()));
      pending.addFirst(windows.subList(0, half));
      return;
    }
    counts.refusedOne();
    JvmWindow window = windows.get(0);
    LOG.log(
        Level.WARNING,
        "window of {0} ending at {1,number,#} not written, {2,number,#} so far: found {3}",
        window.getInfo().getJvmId(),
        window.getEndTimeMs(),
        counts.refused(),
        detail);
  }
}
