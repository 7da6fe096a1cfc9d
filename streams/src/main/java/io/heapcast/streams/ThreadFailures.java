package io.heapcast.streams;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows when a stream thread dies: another one takes over, unless the cluster
 * refuses this user or client, or threads die too often for it to be an accident.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

  /** A broker that restarts costs none; one that is gone costs a thread every five minutes. */
  private static final int TOLERATED = 5;

  private static final Duration WITHIN = Duration.ofHours(1);

  private static final Logger LOG = System.getLogger(ThreadFailures.class.getName());

  private final InstantSource clock;
  private final ArrayDeque<Long> recentMs = new ArrayDeque<>();

  ThreadFailures(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    Throwable cause = rootOf(failure);
    String found = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    if (isRefusal(failure)) {
      LOG.log(Level.ERROR, "windows stopped, the cluster refuses: {0}", found);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long nowMs = clock.millis();
    recentMs.add(nowMs);
    while (nowMs - recentMs.getFirst() > WITHIN.toMillis()) {
      recentMs.removeFirst();
    }
    if (recentMs.size() > TOLERATED) {
      LOG.log(Level.ERROR, "windows stopped after {0} failures: {1}", recentMs.size(), found);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.log(Level.WARNING, "window thread failed, another takes over: {0}", found);
    LOG.log(Level.DEBUG, "window thread failed", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
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
