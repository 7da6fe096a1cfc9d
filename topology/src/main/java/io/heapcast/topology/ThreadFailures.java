package io.heapcast.topology;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows when a thread of a topology dies: another one takes over, unless the cluster
 * refuses this user or client, or threads die too often for it to be an accident.
 */
public final class ThreadFailures {

  /** A broker that restarts costs none; one that is gone costs a thread every five minutes. */
  private static final int TOLERATED = 5;

  private static final Duration WITHIN = Duration.ofHours(1);

  private static final Logger LOG = System.getLogger(ThreadFailures.class.getName());

  private final String part;
  private final InstantSource clock;
  private final ArrayDeque<Long> recentMs = new ArrayDeque<>();

  /**
   * Failures of one part.
   *
   * @param part its name, for the log
   */
  public ThreadFailures(String part, InstantSource clock) {
    this.part = part;
    this.clock = clock;
  }

  /** Takes note of a failure; whether another thread may take over. */
  public synchronized boolean mayGoOn(Throwable failure) {
    Throwable cause = rootOf(failure);
    String found = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    if (isRefusal(failure)) {
      LOG.log(Level.ERROR, "{0} stopped, the cluster refuses: {1}", part, found);
      return false;
    }
    long nowMs = clock.millis();
    recentMs.add(nowMs);
    while (nowMs - recentMs.getFirst() > WITHIN.toMillis()) {
      recentMs.removeFirst();
    }
    if (recentMs.size() > TOLERATED) {
      LOG.log(Level.ERROR, "{0} stopped after {1} failures: {2}", part, recentMs.size(), found);
      return false;
    }
    LOG.log(Level.WARNING, "{0} thread failed, another takes over: {1}", part, found);
    LOG.log(Level.DEBUG, part + " thread failed", failure);
    return true;
  }

  private static boolean isRefusal(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof AuthenticationException
          || t instanceof AuthorizationException
          || t instanceof UnsupportedVersionException) {
        return true;
      }
    }
    return false;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
